"""Files of strangers: what they are called, what they really are, and pictures made anew from what was decoded."""

from pmhub.lib.uploads.kinds import Kind, kind_of
from pmhub.lib.uploads.names import clean_name
from pmhub.lib.uploads.pictures import Picture, redrawn

__all__ = ["Kind", "Picture", "clean_name", "kind_of", "redrawn"]
