"""Mails as they came over the wire, kept whole below the media folder for a while."""

import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "mail"


def kept(raw):
    """Put the whole mail away; returns the name it lies under."""
    name = uuid.uuid4().hex
    default_storage.save(path_of(name), ContentFile(raw))
    return name


def path_of(name):
    return f"{FOLDER}/{name[:2]}/{name}"


def source_of(row):
    """The mail as it came over the wire; FileNotFoundError where it is not kept any more."""
    with default_storage.open(path_of(row.storage)) as file:
        return file.read()
