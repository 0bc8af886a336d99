"""Files on requirements: kept under generated names, forgotten when nobody can bring them back any more."""

import hashlib
import re
import uuid
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from changes.leftovers import forget_gone, held_by
from changes.models.change import TRASH_KEPT
from pmhub.lib.operations import operation, recorded
from pmhub.lib.uploads import clean_name, kind_of, redrawn
from requirements import policies
from requirements.models import Attachment

FOLDER = "attachments"
MOST = 500  # files on one requirement
IN_TEXT = re.compile(r"/files/([0-9a-f]{32})/")


def path_of(storage):
    """Where a stored file lies below the media folder."""
    return f"{FOLDER}/{storage[:2]}/{storage}"


@operation(policies.can_attach)
def attach(home, file, *, by):
    """Keep an uploaded file (with `name` and `size`) for a requirement, or for a product's text still being written.

    Pictures are encoded anew. Raises ValidationError with a sentence; `still` of the result says that of a moving
    picture only the first one was kept.
    """
    requirement = None if home._meta.label == "products.Product" else home
    name = clean_name(file.name or "")
    if file.size > largest_attachment():
        megabytes = largest_attachment() // 2**20
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)d MB.") % {"name": name, "limit": megabytes}, code="too_large"
        )
    if requirement and requirement.attachments.all()[MOST - 1 : MOST].exists():
        raise ValidationError(_("There are %d files here already.") % MOST)
    kind = kind_of(name, file)
    made = Attachment(product=requirement.product if requirement else home, requirement=requirement, uploader=by)
    made.storage = uuid.uuid4().hex
    if kind.is_picture:
        picture = redrawn(name, file, kind.content_type)
        made.width, made.height, made.still = picture.width, picture.height, picture.was_moving
        kept, made.content_type = ContentFile(picture.data), picture.content_type
        name = f"{Path(name).stem}.{picture.ending}"
    else:
        kept, made.content_type, made.still = file, kind.content_type, False
    made.name, made.size = name, kept.size
    made.sha256 = digest(kept)
    default_storage.save(path_of(made.storage), kept)
    made.save(force_insert=True)
    made.refresh_from_db(fields=["created_at"])
    return made


def largest_attachment():
    """How many bytes a file may have."""
    return settings.UPLOAD_LIMIT


def digest(file):
    """SHA-256 of an open file, read in pieces."""
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


@operation(policies.can_remove_attachment)
def detach(attachment, *, by):
    """Take a file away. For 30 days that can be undone, then it is deleted for good."""
    attachment.delete()


def adopt(requirement, text, by):
    """Let a requirement have the files that its writer uploaded into a text while that was not saved yet."""
    names = IN_TEXT.findall(text)[:MOST] if "/files/" in text else []
    if names:
        unused = Attachment.objects.of(requirement.product).unused_by(by)
        unused.filter(storage__in=names).update(requirement=requirement)


def forget_unused():
    """Remove the files that were uploaded into texts which nobody saved within 30 days."""
    with recorded(User.objects.system(), "forget_unused"):
        Attachment.objects.filter(requirement=None, created_at__lt=timezone.now() - TRASH_KEPT).delete()


def forget_gone_files():
    """Delete the stored files of no attachment, unless its removal can still be undone; returns how many."""
    return forget_gone(FOLDER, held_by(Attachment, "attachment"))
