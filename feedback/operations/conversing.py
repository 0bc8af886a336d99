"""A mail becomes part of a conversation, or the begin of one."""

import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.customers.domains import customer_of_domain
from feedback.models import Contact, FeedbackFile, Message
from feedback.models.feedback import CLOSED, Channel, Kind
from feedback.models.incoming import Outcome
from feedback.models.message import MessageKind
from feedback.operations.answering import add_note, reopen
from feedback.operations.filing import MOST, belong, put_away
from feedback.operations.reporting import report
from feedback.operations.triaging import answered
from feedback.receiving.addressing import item_answered
from feedback.receiving.quoting import fresh
from feedback.sending.languages import language_in
from pmhub.lib.mail_addresses import is_mistakable

PREFIX = re.compile(r"^((re|aw|sv|fwd?|wg|antw|回复|答复|转发|回覆|轉寄|轉發)(\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE)


def take(row, mail, *, by, at=None):
    """Make a mail part of a conversation, or the begin of one."""
    files, refused = files_of(row.product, mail)  # before anything is held that others wait for
    contact = contact_of(row.product, mail)
    feedback, message = item_answered(row.product, mail), None
    if feedback:
        message = Message.objects.create(
            product=row.product, feedback=feedback, kind=MessageKind.INCOMING, contact=contact,
            body=fresh(mail.text) or _("(no text)"), mail_id=row.mail_id,
        )  # fmt: skip
        wake_up(feedback, by)
    else:
        subject = PREFIX.sub("", mail.subject).strip()
        feedback = report(
            row.product, by=by, title=subject or mail.text[:300] or _("(no subject)"), body=mail.text, contact=contact,
            customer=contact and contact.customer, channel=Channel.MAIL, kind=Kind.QUESTION,
            received_at=min(at or timezone.now(), timezone.now()),
        )  # fmt: skip
    row.outcome = Outcome.ANSWER if message else Outcome.ITEM
    row.feedback, row.message = feedback, message
    row.problem = keep_files(feedback, message, files, refused, by)[:500]


def wake_up(feedback, by):
    """An answer came: somebody has to look at the item, or at the one that it is part of."""
    if first := feedback.duplicate_of:
        first.product = feedback.product
        add_note(first, by=by, body=_("The customer wrote again in %s, which is part of this.") % feedback.key)
        feedback = first
    wake = reopen if feedback.state in CLOSED else answered
    wake(feedback, by=by)


def files_of(product, mail):
    """The files of a mail, put away for no item yet, and a sentence for each that is refused."""
    files, refused = [], [_("%d more files") % mail.left_out] if mail.left_out else []
    for file in mail.files:
        try:
            files.append(put_away(FeedbackFile(product=product), file))
        except ValidationError as error:
            refused += error.messages
    return files, refused


def keep_files(feedback, message, files, refused, by):
    """Let an item or its message have the files of a mail; those that are refused are named in a note, and returned."""
    room = max(0, MOST - feedback.files.count())
    belong(files[:room], feedback, by=by, message=message)
    if len(files) > room:
        refused = [*refused, _("There are %d files here already.") % MOST]
    if refused:
        add_note(feedback, by=by, body=_("Not taken from the mail:") + "\n" + "\n".join(f"- {one}" for one in refused))
    return " ".join(refused)


def contact_of(product, mail):
    """Who wrote it, by their address; somebody new belongs to the customer of their mail domain.

    None without one, or with one that could be taken for another's.
    """
    if not mail.sender or is_mistakable(mail.sender):
        return None
    known = Contact.objects.of(product).with_address(mail.sender).select_related("customer")
    if found := known.first():
        return found
    language = language_in(f"{mail.subject} {mail.text}")
    made = Contact(
        product=product,
        name=mail.name,
        email=mail.sender,
        language=language,
        customer=customer_of_domain(product, mail.sender),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # another mail of theirs was quicker
        return known.get()
    return made
