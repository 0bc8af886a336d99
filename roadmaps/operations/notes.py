"""Release notes: written in one language, published in the changelog, taken back."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import plain, refuse_nul
from roadmaps import policies
from roadmaps.models import ReleaseNote, Version
from roadmaps.models.release_note import BODY_LENGTH, Language


class NoteChanged(ValidationError):
    """Somebody else has written the note meanwhile; `note` is what they left."""

    def __init__(self, note):
        self.note = note
        super().__init__(
            _("Somebody else has changed this text meanwhile. Yours is below; saving again replaces theirs.")
        )


@operation(policies.can_plan)
def write_note(version, *, by, language, title, body, lock_version=None):
    """Write the version's note in one language, a draft unless it is published. Raises NoteChanged.

    `lock_version` is what the author has read: 0 where there was no note; None overwrites.
    """
    if language not in Language.values:
        raise ValidationError({"language": _("Notes are written in English or Chinese.")})
    Version.objects.select_for_update().get(pk=version.pk)
    note = ReleaseNote.objects.filter(version=version, language=language).first()
    if lock_version is not None and lock_version != (note.lock_version if note else 0):
        raise NoteChanged(note)
    return saved(note or ReleaseNote(product=version.product, version=version, language=language), title, body)


@operation(policies.can_plan)
def edit_note(note, *, by, title=None, body=None, published=None):
    """Change a note's texts, and publish it or take it back."""
    saved(note, note.title if title is None else title, note.body if body is None else body)
    return note if published is None else publish_note(note, by=by, published=published)


@operation(policies.can_plan)
def publish_note(note, *, by, published=True):
    """Publish a note, or make it a draft again; what it is already is left alone."""
    now = (
        {"published_at": timezone.now(), "published_by": by}
        if published
        else {"published_at": None, "published_by": None}
    )
    ReleaseNote.objects.filter(pk=note.pk, published_at__isnull=published).update(**now)
    note.refresh_from_db()
    return note


@operation(policies.can_plan)
def delete_note(note, *, by):
    """Delete a note; undo brings it back."""
    note.delete()


def saved(note, title, body):
    refuse_nul({"title": title, "body": body})
    note.title, note.body = title.strip(), plain(body)
    errors = {}
    if not note.body:
        errors["body"] = _("Write what the version brings.")
    if len(note.body) > BODY_LENGTH:
        errors["body"] = _("Use at most %d characters.") % BODY_LENGTH
    try:
        note.clean_fields(exclude=["product", "version", "published_by", "body"])
    except ValidationError as error:
        errors |= error.message_dict
    if errors:
        raise ValidationError(errors)
    note.save(update_fields=["title", "body"] if note.pk else None)
    note.refresh_from_db(fields=["lock_version", "updated_at"])
    return note
