"""Sending the mails that ask people in."""

import smtplib

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Invitation
from accounts.models.invitation import LASTS, secret_for

log = structlog.get_logger(__name__)


def link_for(person):
    """The address at which an invited person sets their password."""
    return settings.PMHUB_URL + reverse("invitation", args=[secret_for(person)])


def send_next():
    """Send the mail of one due invitation; returns whether there was one. A failed one is put off."""
    with transaction.atomic():
        invitation = Invitation.objects.due().select_for_update(skip_locked=True, of=["self"]).first()
        if invitation is None:
            return False
        try:
            send(invitation)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("invitation not sent", person=invitation.person_id, reason=str(error))
            invitation.put_off()
        else:
            invitation.sent_at = timezone.now()
            invitation.save(update_fields=["sent_at"])
    return True


def send(invitation):
    """Mail the link in the person's language. Whoever has joined meanwhile needs none."""
    person = invitation.person
    if person.has_usable_password() or not person.is_active:
        return
    with translation.override(person.language or invitation.by.language or settings.LANGUAGE_CODE):
        subject = _("%s invites you to PMHub") % invitation.by.name
        facts = {"invitation": invitation, "person": person, "link": link_for(person), "days": LASTS.days}
        text = render_to_string("accounts/mail/invitation.txt", facts)
    send_mail(" ".join(subject.split()), text, None, [person.email])
