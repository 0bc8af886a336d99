"""The changelog of a product: for each released version the note in the reader's language, else in the other one."""

import uuid

from roadmaps.models import ReleaseNote
from roadmaps.models.release_note import Language

SHOWN = 30
NAMESPACE = uuid.UUID("6f0f4d5e-2f0b-5a0e-9c3a-64f1c1f2b7a1")
TAGS = {Language.ENGLISH: "en", Language.CHINESE: "zh-Hans"}  # BCP 47


def language_of(asked, reader):
    """The language somebody asked for, else the reader's."""
    return asked if asked in Language.values else Language.CHINESE if reader.startswith("zh") else Language.ENGLISH


def entries(product, user, language, before=None):
    """Notes that the person may read, the latest release first, at most one more than are shown."""
    notes = ReleaseNote.objects.visible_to(user).of(product).in_changelog(language)
    if before is not None:
        notes = notes.released_before(before)
    return list(notes[: SHOWN + 1])


def latest(product, notes):
    """When the feed last changed."""
    return max((changed_at(note) for note in notes), default=product.created_at)


def changed_at(note):
    return max(note.updated_at, note.published_at, note.version.released_at)


def lasting_id(product, *names):
    """A URN that stays the same wherever the installation moves, and that no other one makes."""
    return uuid.uuid5(NAMESPACE, "|".join([product.created_at.isoformat(), str(product.pk), *map(str, names)])).urn
