"""A letter's words: subject, text and HTML in the recipient's language."""

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from feedback.digest.text import facts_of, text_of
from feedback.digest.week import Week
from notifications.models.delivery import Reason
from notifications.operations.telling import subject_of

SALT = "notifications.mail"


def link(name, *args):
    return settings.PMHUB_URL + reverse(name, args=args)


def secret_for(person):
    """The signed text in a mail's unsubscribe link; it can switch mail to them off, nothing else."""
    return signing.dumps(person.pk, salt=SALT)


def message_of(letter, told, digests=()):
    """The mail about these things and weeks, with the headers by which mail programs unsubscribe."""
    person = letter.recipient
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject = " ".join(subject_of(told, digests).split())
        leave = link("unsubscribe", secret_for(person))
        facts = {
            "person": person,
            "things": [*map(entry, told), *map(entry_of_week, digests)],
            "settings_url": link("reminder_preferences"),
            "inbox_url": link("inbox"),
            "subject": subject,
        }
        text = render_to_string("notifications/mail/reminders.txt", facts)
        html = render_to_string("notifications/mail/reminders.html", facts)
    headers = {
        "Message-ID": letter.message_id,
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [letter.address], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def entry(told):
    language = translation.get_language()
    return {
        "name": told.thing.name,
        "product": told.product.name,
        "when": told.when,
        "is_late": told.days_left < 0,
        "date": told.target.label(language),
        "why": told.why,
        "url": link(told.kind, told.product.key, told.thing.pk),
        "mute_url": link("reminder_mute", told.kind, told.thing.pk),
    }


def entry_of_week(digest):
    """The week with its figures, topics and proposals, for who does not open the page."""
    product = digest.product
    facts = facts_of(product, User.objects.system(), Week(digest.monday, product.time_zone))
    return {
        "text": text_of(facts),
        "name": translation.gettext("Feedback of the week"),
        "product": product.name,
        "when": digest.headline,
        "date": digest.label,
        "why": Reason.DIGEST.label,
        "url": f"{link('feedback_digest', product.key)}?week={digest.week}",
        "mute_url": link("reason_mute", Reason.DIGEST),
    }
