"""Files that came with feedback, kept under generated names below the media folder."""

import hashlib
import uuid
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from feedback import policies
from feedback.models import FeedbackFile
from pmhub.lib.operations import operation
from pmhub.lib.uploads import clean_name, kind_of, redrawn

FOLDER = "feedback"
MOST = 200  # files on one item


def path_of(storage):
    """Where a stored file lies below the media folder."""
    return f"{FOLDER}/{storage[:2]}/{storage}"


@operation(policies.can_report)
def keep_file(feedback, file, *, by, message=None):
    """Keep a file (with `name`, `size`, `chunks()`) that came with an item or one of its messages.

    Pictures are encoded anew. Raises ValidationError with a sentence where it is refused.
    """
    name = clean_name(file.name or "")
    if file.size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // 2**20
        raise ValidationError(_("“%(name)s” is larger than %(limit)d MB.") % {"name": name, "limit": limit})
    if feedback.files.all()[MOST - 1 : MOST].exists():
        raise ValidationError(_("There are %d files here already.") % MOST)
    kind = kind_of(name, file)
    made = FeedbackFile(product=feedback.product, feedback=feedback, message=message, uploader=by)
    made.storage, made.content_type = uuid.uuid4().hex, kind.content_type
    kept = file
    if kind.is_picture:
        picture = redrawn(name, file, kind.content_type)
        made.width, made.height, made.content_type = picture.width, picture.height, picture.content_type
        kept, name = ContentFile(picture.data), f"{Path(name).stem}.{picture.ending}"
    made.name, made.size, made.sha256 = name, kept.size, digest(kept)
    default_storage.save(path_of(made.storage), kept)
    made.save(force_insert=True)
    return made


def digest(file):
    """SHA-256 of an open file, read in pieces."""
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()
