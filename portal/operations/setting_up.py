"""The portal of a product: switched on, described, and opened to those who are invited."""

import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from pmhub.lib.uploads import clean_name, kind_of, redrawn
from portal import policies
from portal.models import Invitation, Portal
from portal.tasks import nudge

FOLDER = "portal"
LARGEST_LOGO = 2 * 2**20
MOST_INVITED = 10_000


@operation(policies.can_set_up)
def set_up(product, *, by, **fields):
    """Write how a product's portal is; the first time makes it."""
    refuse_nul(fields)
    portal = Portal.objects.filter(product=product).first() or Portal(product=product)
    changed = [name for name, value in fields.items() if getattr(portal, name) != value]
    for name in changed:
        setattr(portal, name, fields[name])
    portal.full_clean(exclude=["product", "roadmap"], validate_constraints=False)
    if portal.pk is None:
        portal.save(force_insert=True)
    elif changed:
        portal.save(update_fields=changed)
    return portal


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


@operation(policies.can_set_up)
def invite_address(product, *, by, email):
    """Let the owner of an address into a portal that is for the invited, and mail them where it is."""
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(product=product, email=email.strip(), by=by)
    except IntegrityError:
        return Invitation.objects.of(product).get(email__iexact=email.strip())
    nudge()
    return invitation


@operation(policies.can_set_up)
def withdraw_invitation(invitation, *, by):
    """Close the portal to an address."""
    invitation.delete()
