"""Files of feedback and of its messages, kept under generated names below the media folder."""

import hashlib
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback import policies
from feedback.models import DraftFile, FeedbackFile
from feedback.models.file import STORED
from feedback.models.message import MessageKind
from pmhub.lib.operations import operation
from pmhub.lib.uploads import clean_name, kind_of, redrawn

FOLDER = "feedback"
MOST = 200  # files on one item
MAILED = 15 * 2**20  # bytes of files in one mail: a third more on the way, and many servers take 25 MB
MOST_DRAFTS = 20  # of one person for one item
DRAFTS_KEPT = timedelta(days=1)
GONE = gettext_lazy("A file is gone: it went with another message or was forgotten.")


def path_of(storage):
    """Where a stored file lies below the media folder."""
    return f"{FOLDER}/{storage[:2]}/{storage}"


@operation(policies.can_report)
def keep_file(feedback, file, *, by, message=None):
    """Keep a file (with `name`, `size`, `chunks()`) that came with an item or one of its messages.

    Pictures are encoded anew. Raises ValidationError with a sentence where it is refused.
    """
    if feedback.files.count() >= MOST:
        raise ValidationError(_("There are %d files here already.") % MOST)
    return stored(FeedbackFile(product=feedback.product, feedback=feedback, message=message, uploader=by), file)


@operation(policies.can_reply)
def draft_file(feedback, file, *, by):
    """Keep a file for a message that `by` is writing: as `keep_file` does, but it is nobody else's yet."""
    if feedback.draft_files.filter(uploader=by).count() >= MOST_DRAFTS:
        raise ValidationError(_("There are %d files here already.") % MOST_DRAFTS)
    return stored(DraftFile(product=feedback.product, feedback=feedback, uploader=by), file)


def stored(row, file):
    """`put_away` a file and write its row."""
    put_away(row, file).save(force_insert=True)
    return row


def put_away(row, file):
    """Check a file and put it away; `row` then says what was kept of it. Pictures may take seconds."""
    name = clean_name(file.name or "")
    if file.size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 2**20
        raise ValidationError(_("“%(name)s” is larger than %(limit)d MB.") % {"name": name, "limit": limit})
    kind = kind_of(name, file)
    row.storage, row.content_type = uuid.uuid4().hex, kind.content_type
    kept = file
    if kind.is_picture:
        picture = redrawn(name, file, kind.content_type)
        row.width, row.height, row.content_type = picture.width, picture.height, picture.content_type
        kept, name = ContentFile(picture.data), f"{Path(name).stem}.{picture.ending}"
    row.name, row.size, row.sha256 = name, kept.size, digest(kept)
    default_storage.save(path_of(row.storage), kept)
    return row


def belong(files, feedback, *, by, message=None):
    """Let files that were put away be an item's, or its message's."""
    for file in files:
        file.feedback, file.message, file.uploader = feedback, message, by
        file.save(force_insert=True)


def enclose(message, drafts):
    """Let a message just written have its writer's drafts. ValidationError where they are too many or too much."""
    drafts, limit = list(drafts), MAILED // 2**20
    if message.feedback.files.count() + len(drafts) > MOST:
        raise ValidationError({"files": _("There are %d files here already.") % MOST})
    if message.kind == MessageKind.REPLY and sum(draft.size for draft in drafts) > MAILED:
        raise ValidationError({"files": _("All files of a reply together may have %d MB.") % limit})
    own = DraftFile.objects.filter(uploader=message.author, feedback=message.feedback)
    taken, _by_model = own.filter(pk__in=[draft.pk for draft in drafts]).delete()
    if taken != len(drafts):
        raise ValidationError({"files": GONE})
    common = {"product": message.product, "feedback": message.feedback, "uploader": message.author}
    FeedbackFile.objects.bulk_create(
        FeedbackFile(message=message, **common, **{name: getattr(draft, name) for name in STORED}) for draft in drafts
    )


def forget_drafts(now=timezone.now):
    """Forget the files whose messages nobody wrote; returns how many."""
    return DraftFile.objects.filter(created_at__lt=now() - DRAFTS_KEPT).delete()[0]


def contents_of(file):
    """What is in a stored file; FileNotFoundError where it is not there any more."""
    with default_storage.open(path_of(file.storage)) as opened:
        return opened.read()


def digest(file):
    """SHA-256 of an open file, read in pieces."""
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()
