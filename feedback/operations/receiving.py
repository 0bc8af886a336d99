"""Mail that comes in: a new item, or the next turn of a conversation; each mail once."""

import hashlib
from datetime import timedelta

import structlog
from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import policies
from feedback.models import CustomerLetter, IncomingMail, Message, News
from feedback.models.incoming import TAKEN, Outcome
from feedback.models.letter import NewsState
from feedback.models.message import MessageKind
from feedback.operations.conversing import take
from feedback.operations.letting_know import mail_id_of
from feedback.operations.sources import kept, source_of
from feedback.receiving.addressing import is_ours
from feedback.receiving.automatic import is_final, returned
from feedback.receiving.parsing import Unreadable, read_mail
from pmhub.lib.letters import LetterState
from pmhub.lib.operations import operation

MOST_PER_HOUR = 30  # mails from one address; the rest waits for a person

log = structlog.get_logger(__name__)


def take_in(product, raw, *, by, at=None):
    """`receive` a mail, or set it aside with the reason for which nothing could be made of it; returns its row."""
    try:
        with transaction.atomic():
            return receive(product, raw, by=by, at=at)
    except (ValidationError, DataError, ValueError) as error:
        return set_aside(product, Outcome.UNREADABLE, raw, by=by, problem=str(error))


@operation(policies.can_report)
def receive(product, raw, *, by, at=None):
    """Take a mail in; returns its IncomingMail, which says what became of it. The second time nothing happens.

    `at` is when it arrived. What no person wrote, what is our own and what comes too often is kept and left alone.
    """
    try:
        mail = read_mail(raw)
    except Unreadable as error:
        return set_aside(product, Outcome.UNREADABLE, raw, by=by, problem=str(error))
    row, is_new = IncomingMail.objects.get_or_create(
        product=product,
        mail_id=mail.mail_id,
        defaults={"sender": mail.sender, "subject": mail.subject, "size": len(raw), "outcome": Outcome.ITEM},
    )
    if not is_new:
        log.info("mail came twice", product=product.key, mail=mail.mail_id)
        return row
    row.product, row.storage = product, kept(raw)
    row.outcome = judged(row, mail)
    if row.outcome in TAKEN:
        take(row, mail, by=by, at=at)
    elif row.outcome == Outcome.BOUNCE:
        note_return(row, raw)
    row.save(update_fields=["outcome", "problem", "feedback", "message", "storage"])
    log.info("mail received", product=product.key, mail=mail.mail_id, outcome=str(row.outcome))
    return row


def judged(row, mail):
    """What a mail is, before anybody reads it."""
    if is_ours(mail.sender) or is_own_id(row):
        return Outcome.LOOP
    if mail.outcome:
        return mail.outcome
    lately = IncomingMail.objects.of(row.product).filter(at__gte=timezone.now() - timedelta(hours=1))
    if mail.sender and lately.filter(sender__iexact=mail.sender).count() > MOST_PER_HOUR:
        return Outcome.HELD
    return Outcome.ITEM


def is_own_id(row):
    sent = Message.objects.of(row.product).filter(mail_id=row.mail_id)
    return sent.exists() or CustomerLetter.objects.filter(message_id=row.mail_id).exists()


def note_return(row, raw):
    """Tell the reply or letter that a bounce brings back what happened to it."""
    ids, reason = returned(raw)
    row.problem = reason[:500]
    text = (_("Returned: %s") % (reason or row.subject))[:300]
    message = Message.objects.of(row.product).filter(mail_id__in=ids, kind=MessageKind.REPLY).first()
    if message:
        Message.objects.filter(pk=message.pk).update(problem=text)
        row.feedback_id, row.message = message.feedback_id, message
    if ids and is_final(raw):
        note_returned_letters(row.product, ids, text)


def note_returned_letters(product, ids, text):
    """What a letter told did not arrive: it may be told again."""
    letters = CustomerLetter.objects.filter(product=product, message_id__in=ids).exclude(state=LetterState.SENDING)
    told = News.objects.filter(letter__in=letters.values("pk"), state__in=[NewsState.SENT, NewsState.UNCLEAR])
    for news in told:
        Message.objects.filter(product=product, mail_id=mail_id_of("letter", [news.letter_id, news.pk])).update(
            problem=text
        )
    told.update(state=NewsState.FAILED)
    letters.update(state=LetterState.FAILED, error=text)


@operation(policies.can_report)
def set_aside(product, outcome, raw, *, by, problem, size=None):
    """Keep a mail that cannot be taken in, and why. Where `raw` is only its beginning, `size` is of the whole."""
    digest = hashlib.sha256(raw).hexdigest()[:40]
    try:
        mail = read_mail(raw)
        said = {"mail_id": mail.mail_id, "sender": mail.sender, "subject": mail.subject}
    except Unreadable:
        said = {"mail_id": f"<{digest}@without.id>"}
    row, is_new = IncomingMail.objects.get_or_create(
        product=product,
        mail_id=said.pop("mail_id"),
        defaults={**said, "outcome": outcome, "problem": problem[:500], "size": size or len(raw), "storage": kept(raw)},
    )
    if is_new:
        log.warning("mail set aside", product=product.key, mail=row.mail_id, outcome=str(outcome), reason=problem)
    return row


@operation(policies.can_report)
def take_after_all(row, *, by):
    """Take in a mail that was left alone, because somebody looked at it. Twice changes nothing."""
    row = IncomingMail.objects.select_for_update(of=["self"]).select_related("product").get(pk=row.pk)
    if row.outcome in TAKEN:
        return row
    if not row.storage or row.outcome == Outcome.LARGE:
        raise ValidationError(_("The whole of this mail is not here."))
    try:
        mail = read_mail(source_of(row))
    except Unreadable:
        raise ValidationError(_("Nothing in this mail can be read.")) from None
    take(row, mail, by=by, at=row.at)
    row.save(update_fields=["outcome", "problem", "feedback", "message"])
    return row
