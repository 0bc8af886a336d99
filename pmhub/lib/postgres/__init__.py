"""Django's PostgreSQL backend over the embedded server, which starts at the first connection."""
