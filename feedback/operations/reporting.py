"""Taking in what customers say."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import policies
from feedback.models import Desk, Feedback
from feedback.models.clock_event import ClockKind
from feedback.models.feedback import TITLE_LENGTH
from feedback.operations.clocking import note
from pmhub.lib.operations import operation
from pmhub.lib.texts import plain, refuse_nul

GIVEN_BY_US = ["product", "number", "key", "author", "duplicate_of", "customer", "contact", "assignee"]


@operation(policies.can_report)
def report(product, *, by, body="", title="", received_at=None, **fields):
    """Take in a voice; its clock starts when it was received. Without a title the first line of the text is it.

    ValidationError by field names what is wrong.
    """
    title, body = titled(title, body)
    number = Desk.take_numbers(product)
    feedback = Feedback(
        product=product, number=number, key=key_of(product, number), title=title, body=body, author=by,
        received_at=received_at or timezone.now(), **fields,
    )  # fmt: skip
    feedback.full_clean(exclude=GIVEN_BY_US, validate_constraints=False)
    feedback.save(force_insert=True)
    note(feedback, ClockKind.RECEIVED, by=by, at=feedback.received_at)
    return feedback


def titled(title, body):
    """Title and text as they are kept. ValidationError where they say nothing."""
    body = plain(body)
    refuse_nul({"title": title, "body": body})
    title = headline(title or body)
    if not title:
        raise ValidationError({"body": _("Say what the customer said.")})
    return title, body


def key_of(product, number):
    return f"{product.key}-F{number}"


def headline(text):
    """The first line that shows anything, in one line and not too long."""
    line = next((line for line in text.splitlines() if shows(line)), "")
    line = " ".join(line.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def shows(line):
    """Whether there is a sign in it that can be seen: neither space nor control, nor one that only turns the text."""
    return any(unicodedata.category(sign)[0] not in "ZC" for sign in line)
