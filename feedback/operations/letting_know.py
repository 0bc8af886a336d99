"""Letters to people outside: all news of a day in one, at most once, late rather than never.

A letter goes out as `pmhub.lib.rounds` says. Its news wait while it is only leased, and become `sending` with it when
it is marked. What is in it is decided at the last moment, from what is true by then.
"""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from feedback.models import Contact, CustomerLetter, Message, News
from feedback.models.letter import NewsState, What
from feedback.models.message import MessageKind
from feedback.sending.letters import letter_of, still_right
from feedback.sending.mornings import has_had_letter, local, waiting_contacts
from pmhub.lib.courier import ServerAway
from pmhub.lib.letters import LEASE, LetterState, pause_since
from pmhub.lib.rounds import hand_over, round_of_mail

OVER = timedelta(days=5)


def mail_news(now=timezone.now):
    """Send every due letter; returns how many the server took."""
    settle_broken(now())
    return round_of_mail(now, due=waiting_contacts, claim=claim, send=send)


def claim(contact, at):
    """The contact's letter, leased to us; None while somebody else has it."""
    waiting = CustomerLetter(product=contact.product, contact=contact, address=contact.email)
    CustomerLetter.objects.bulk_create([waiting], ignore_conflicts=True)
    letter = CustomerLetter.objects.filter(contact=contact).leased(at, contact.email)
    if letter:
        letter.contact = contact
    return letter


def send(letter, courier, now):
    """Hand a claimed letter to the server; returns 1 when it was taken. What went wrong is noted on the letter."""
    at = now()
    if not letter.address:
        drop(letter)
        return 0
    return hand_over(
        letter, courier, letter.address,
        draft=lambda: draft(letter, at),
        mark=lambda: mark(letter, now()),
        sent=lambda: close(letter, LetterState.SENT, NewsState.SENT, now()),
        unclear=lambda error: close(letter, LetterState.UNCLEAR, NewsState.UNCLEAR, now(), error),
        put_off=lambda error: put_off(letter, error, now()),
    )  # fmt: skip


def news_of(letter):
    """What the letter would tell by now, oldest first; what is not true any more, or of no item, is forgotten."""
    waiting = set(News.objects.waiting().filter(contact=letter.contact).values_list("pk", flat=True))
    rows = News.objects.filter(pk__in=waiting).select_related("feedback", "product").order_by("id")
    right = still_right(letter.contact, list(rows))
    News.objects.filter(pk__in=waiting - {row.pk for row in right}).update(state=NewsState.DROPPED)
    return right


def draft(letter, at):
    """The letter as a mail; None, and no letter any more, where nothing is left to say."""
    letter.contact = Contact.objects.select_related("product").get(pk=letter.contact_id)
    rows = news_of(letter)
    letter.drafted = [row.pk for row in rows]
    if not rows or letter.contact.email != letter.address:
        drop(letter)
        return None
    letter.day = local(letter.contact.product, at).date()
    letter.message_id = mail_id_of("news", letter.drafted)
    mail = letter_of(letter, rows)
    letter.subject = mail.subject[:250]
    return mail


def mail_id_of(kind, numbers):
    """The id of a mail with these rows, always the same: who knows it may answer, so nobody can make it up."""
    named = salted_hmac(f"feedback.{kind}", " ".join(map(str, numbers)), algorithm="sha256").hexdigest()[:32]
    return f"<{kind}.{named}@{settings.SITE.hostname}>"


def drop(letter):
    CustomerLetter.objects.filter(pk=letter.pk, state=LetterState.WAITING).delete()
    if not letter.address:
        News.objects.waiting().filter(contact=letter.contact_id).update(state=NewsState.DROPPED)


def mark(letter, at):
    """The point of no return: note that a drafted letter, leased anew, is being sent. False if that cannot be."""
    try:
        with transaction.atomic():
            if not CustomerLetter.objects.still_ours(letter).exists():
                return False
            rows = News.objects.waiting().filter(contact=letter.contact_id).select_for_update(nowait=True)
            if [row.pk for row in rows.order_by("id")] != letter.drafted or has_had_letter(letter):
                CustomerLetter.objects.give_back(letter)
                return False
            letter.state, letter.claimed_until = LetterState.SENDING, at + LEASE
            letter.save(update_fields=["day", "message_id", "subject", "state", "claimed_until"])
            News.objects.filter(pk__in=letter.drafted).update(state=NewsState.SENDING, letter=letter)
            return True
    except (OperationalError, IntegrityError):  # somebody changes its news, or today's letter went out
        CustomerLetter.objects.give_back(letter)
        return False


@transaction.atomic
def close(letter, state, fate, at, error=""):
    """The end of a letter that was marked; returns 1 where it was sent. What people wrote is noted on the items."""
    if not letter.close(state, at, error):
        return 0
    rows = News.objects.filter(letter=letter.pk).order_by("id")
    rows.update(state=fate)
    Message.objects.bulk_create(
        Message(
            product_id=row.product_id, feedback_id=row.feedback_id, kind=MessageKind.REPLY, author_id=row.by_id,
            contact_id=row.contact_id, body=row.text, sent_at=at, problem=str(error)[:300],
            mail_id=mail_id_of("letter", [letter.pk, row.pk]),
        )
        for row in rows.filter(what=What.SHIPPED).select_related("feedback")  # of those that are there still
    )  # fmt: skip
    return int(state == LetterState.SENT)


@transaction.atomic
def put_off(letter, error, at):
    """The server did not take it: again after as long as it has waited. What nobody takes for days is given up."""
    own = CustomerLetter.objects.filter(pk=letter.pk, state__in=[LetterState.WAITING, LetterState.SENDING])
    row = own.select_for_update().first()
    if row is None:
        return
    given_up = error.for_good or (at - row.created_at > OVER and not isinstance(error, ServerAway))
    News.objects.filter(letter=row, state=NewsState.SENDING).update(state=NewsState.WAITING)
    if given_up:
        News.objects.waiting().filter(contact=row.contact_id).update(state=NewsState.FAILED, letter=row)
    own.update(
        state=LetterState.FAILED if given_up else LetterState.WAITING, day=None, claimed_until=None,
        not_before=at + pause_since(row.created_at, at), error=str(error)[:300],
    )  # fmt: skip


def settle_broken(at):
    CustomerLetter.objects.settle_broken(
        at, lambda letter, why: close(letter, LetterState.UNCLEAR, NewsState.UNCLEAR, at, why)
    )
