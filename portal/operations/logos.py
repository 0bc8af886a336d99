"""The pictures of portals: kept under generated names, forgotten when nobody can bring them back any more."""

import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.leftovers import forget_gone, held_by
from changes.models import Change
from changes.models.change import TRASH_KEPT
from pmhub.lib.uploads import clean_name, kind_of, redrawn
from portal.models import Portal

FOLDER = "portal"
LARGEST_LOGO = 2 * 2**20


def kept_logo(file):
    """Keep an uploaded picture, encoded anew, and say under which name. ValidationError where it is none."""
    name = clean_name(file.name or "")
    if file.size > LARGEST_LOGO:
        raise ValidationError({"logo": _("The logo may have at most 2 MB.")})
    kind = kind_of(name, file)
    if not kind.is_picture:
        raise ValidationError({"logo": _("“%s” is not a picture.") % name})
    picture = redrawn(name, file, kind.content_type)
    stored = f"{uuid.uuid4().hex}.{picture.ending}"
    default_storage.save(f"{FOLDER}/{stored}", ContentFile(picture.data))
    return stored


def forget_logos():
    """Delete the pictures that no portal shows and none can have back."""
    young = Change.objects.filter(at__gte=timezone.now() - TRASH_KEPT, type="portal", diff__has_key="logo")
    former = young.filter(product__in=Portal.objects.values("product"))
    return forget_gone(FOLDER, held_by(Portal, "portal", "logo", [former]))
