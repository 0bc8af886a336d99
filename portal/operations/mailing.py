"""Sending the codes and invitations of portals, by a worker. Each row is the order to send one mail."""

import smtplib

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from feedback.models import Contact
from feedback.sending.languages import language_of, spoken_in
from portal.models import Invitation, SignInCode
from portal.models.sign_in_code import LASTS
from portal.reach import may_sign_in

log = structlog.get_logger(__name__)


def send_next(model, send):
    """Send the mail of one due row; returns whether there was one. A failed one stays put off."""
    order = taken(model)
    if order is None:
        return False
    try:
        send(order)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail of a portal not sent", order=order.pk, kind=model.__name__, reason=str(error))
    else:
        model.objects.filter(pk=order.pk).update(sent_at=timezone.now())
    return True


def taken(model):
    """A due row, put off as if its mail had failed already: no lock is held while a mail server answers."""
    with transaction.atomic():
        due = model.objects.due().select_related("product__portal")
        order = due.select_for_update(skip_locked=True, of=["self"]).first()
        if order is not None:
            order.put_off()
    return order


def send_code(code):
    """Mail a code, unless it is over or its address may not come in."""
    portal = getattr(code.product, "portal", None)
    if portal is None or code.is_over or not may_sign_in(portal, code.email):
        return
    with translation.override(code.language or settings.LANGUAGE_CODE):
        facts = {"product": code.product.name, "code": code.code, "minutes": LASTS.seconds // 60}
        subject = _("%(code)s is your code for %(product)s") % facts
        text = render_to_string("portal/mail/code.txt", facts)
    send_mail(" ".join(subject.split()), text, None, [code.email])


def send_invitation(invitation):
    """Mail the address of the portal's door, in the language of who is known by their address, else the portal's."""
    known = Contact.objects.of(invitation.product).with_address(invitation.email).select_related("product").first()
    language = language_of(known) if known else spoken_in(invitation.product)
    path = reverse("portal_enter", args=[invitation.product.key, invitation.secret])
    with translation.override(language):
        facts = {"product": invitation.product.name, "link": settings.PMHUB_URL + path}
        subject = _("You are invited to the portal of %(product)s") % facts
        text = render_to_string("portal/mail/invitation.txt", facts)
    send_mail(" ".join(subject.split()), text, None, [invitation.email])


def mail_everything():
    """Send all that is due: before each invitation the codes, since somebody waits for them."""
    while send_next(SignInCode, send_code) or send_next(Invitation, send_invitation):
        pass
