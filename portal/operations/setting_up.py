"""The portal of a product: switched on, described, and opened to those who are invited."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import name_of, refuse_nul
from portal import policies
from portal.models import Invitation, Portal
from portal.tasks import nudge


@operation(policies.can_set_up)
def set_up(product, *, by, **fields):
    """Write how a product's portal is; the first time makes it."""
    refuse_nul(fields)
    fields |= {name: name_of(fields[name]) for name in ("title_en", "title_zh") if name in fields}
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


@operation(policies.can_set_up)
def invite_address(product, *, by, email):
    """Let the owner of an address into a portal that is for the invited, and mail them where it is."""
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(product=product, email=email.strip(), by=by)
    except IntegrityError:
        return Invitation.objects.of(product).with_address(email).get()
    nudge()
    return invitation


@operation(policies.can_set_up)
def send_invitation_again(invitation, *, by):
    """Mail the same way in once more, to who lost it. ValidationError within AGAIN_AFTER of the last mail."""
    now = Invitation.objects.select_for_update(of=["self"]).get(pk=invitation.pk)
    if not now.may_go_again:
        raise ValidationError(_("The mail was ordered only just now. Wait ten minutes before you send it again."))
    now.sent_at, now.not_before, now.tries_to_send = None, timezone.now(), 0
    now.save(update_fields=["sent_at", "not_before", "tries_to_send"])
    nudge()


@operation(policies.can_set_up)
def withdraw_invitation(invitation, *, by):
    """Close the portal to an address."""
    invitation.delete()
