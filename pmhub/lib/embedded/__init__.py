"""A real PostgreSQL and a real Valkey from the installed wheels, for machines that were given neither.

Processes that use them hold a shared lock on a file in the home folder; the last one to leave stops the servers.
After a `kill -9` the servers stay, and the next command uses and later stops them.
"""

from .services import EmbeddedServices

__all__ = ["EmbeddedServices"]
