from changes.models.change import Change
from changes.models.cursor import Cursor

__all__ = ["Change", "Cursor"]
