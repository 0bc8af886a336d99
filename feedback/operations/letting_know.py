"""Letters to people outside: all news of a day in one, at most once, late rather than never.

The same three steps as `notifications.operations.mailing`: lease the contact's waiting letter; note letter and news as
being sent when the server has got all but the last line; note that it was taken. What is in it is decided at the last
moment, from what is true by then.
"""

from collections import defaultdict
from datetime import timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Min, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from feedback.models import Contact, CustomerLetter, Message, News
from feedback.models.letter import OUT, LetterState, NewsState, What
from feedback.models.message import MessageKind
from feedback.sending.letters import letter_of, still_right
from pmhub.lib.courier import Courier, NotSent, ServerAway, Unclear
from products.models import Product

LEASE = timedelta(minutes=3)
LONGEST_RUN = 90  # seconds; the next sweep goes on
LONGEST_PAUSE = timedelta(hours=1)
OVER = timedelta(days=5)
HOUR = 9  # of the product's day: letters begin to go out

log = structlog.get_logger(__name__)


def mail_news(now=timezone.now):
    """Send every due letter; returns how many the server took. Ends early when there is no server to talk to."""
    settle_broken(now())
    taken, began = 0, monotonic()
    with Courier() as courier:
        for contact in waiting_contacts(now()):
            if monotonic() - began > LONGEST_RUN:
                break
            letter = claim(contact, now())
            if letter is None:
                continue
            try:
                taken += send(letter, courier, now)
            except ServerAway:
                break
    return taken


def local(product, at):
    return at.astimezone(ZoneInfo(product.time_zone))


def waiting_contacts(at):
    """Who is to hear something and has had no letter today, longest waiting first; nobody before the morning.

    A day has one letter for an address, also where several products know it: the others wait for the next one.
    """
    held = CustomerLetter.objects.filter(Q(not_before__gt=at) | Q(claimed_until__gt=at), state=LetterState.WAITING)
    news = News.objects.waiting().exclude(contact__in=held.values("contact")).order_by()
    ready = Q(pk=None)
    for day, products in mornings(Product.objects.filter(pk__in=news.values("product")), at).items():
        ready |= Q(product__in=products) & ~Q(address__in=addresses_told(day))
    due = news.annotate(address=Lower("contact__email")).filter(ready)
    order = [pk for pk, _since in due.values_list("contact").annotate(since=Min("id")).order_by("since")[:2000]]
    contacts = Contact.objects.select_related("product").in_bulk(order)
    return [contacts[pk] for pk in order]


def mornings(products, at):
    """`{day: products}` of those whose day has come to the hour of letters."""
    found = defaultdict(list)
    for product in products:
        if (here := local(product, at)).hour >= HOUR:
            found[here.date()].append(product.pk)
    return found


def addresses_told(day):
    """The addresses, in small letters, that have had their letter of a day, from whichever product."""
    out = CustomerLetter.objects.filter(state__in=OUT, day=day).exclude(address="")
    return out.annotate(known=Lower("address")).values("known")


def claim(contact, at):
    """The contact's letter, leased to us; None while somebody else has it."""
    waiting = CustomerLetter(product=contact.product, contact=contact, address=contact.email)
    CustomerLetter.objects.bulk_create([waiting], ignore_conflicts=True)
    with transaction.atomic():
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        ready = Q(not_before=None) | Q(not_before__lte=at)
        own = CustomerLetter.objects.filter(free, ready, contact=contact, state=LetterState.WAITING)
        letter = own.select_for_update(skip_locked=True).first()
        if letter is None:
            return None
        letter.claimed_until, letter.address, letter.contact = at + LEASE, contact.email, contact
        letter.save(update_fields=["claimed_until", "address"])
    return letter


def send(letter, courier, now):
    """Hand a claimed letter to the server; returns 1 when it was taken. What went wrong is noted on the letter."""
    at = now()
    if not letter.address:
        drop(letter)
        return 0
    try:
        courier.post(settings.DEFAULT_FROM_EMAIL, letter.address, lambda: draft(letter, at), lambda: mark(letter))
    except Unclear as error:
        return close(letter, LetterState.UNCLEAR, NewsState.UNCLEAR, now(), error)
    except NotSent as error:
        log.warning("letter not sent", contact=letter.contact_id, reason=str(error))
        put_off(letter, error, now())
        if isinstance(error, ServerAway):
            raise
        return 0
    return close(letter, LetterState.SENT, NewsState.SENT, now())


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


def mark(letter):
    """The point of no return: note that a drafted letter is being sent. False where something came in between."""
    try:
        with transaction.atomic():
            own = CustomerLetter.objects.select_for_update(nowait=True)
            mine = own.filter(pk=letter.pk, state=LetterState.WAITING, claimed_until=letter.claimed_until)
            rows = (
                News.objects.waiting().filter(contact=letter.contact_id).select_for_update(nowait=True).order_by("id")
            )
            if not mine.exists():
                return False  # our lease was over and somebody else took it
            if [row.pk for row in rows] != letter.drafted or has_had_letter(letter):
                own.filter(pk=letter.pk).update(claimed_until=None)  # the next sweep drafts it anew
                return False
            letter.state = LetterState.SENDING
            letter.save(update_fields=["day", "message_id", "subject", "state"])
            News.objects.filter(pk__in=letter.drafted).update(state=NewsState.SENDING, letter=letter)
            return True
    except (OperationalError, IntegrityError):  # somebody changes its news, or today's letter went out
        CustomerLetter.objects.filter(pk=letter.pk, state=LetterState.WAITING).update(claimed_until=None)
        return False


def has_had_letter(letter):
    """Whether the address had its letter of the day from another product. Asked one after another for an address."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pmhub letter'), hashtext(lower(%s)))", [letter.address])
    return addresses_told(letter.day).filter(known=letter.address.lower()).exists()


@transaction.atomic
def close(letter, state, fate, at, error=""):
    """The end of a letter that was marked; returns 1 where it was sent. What people wrote is noted on the items."""
    marked = CustomerLetter.objects.filter(pk=letter.pk, state=LetterState.SENDING)
    sent_at = at if state == LetterState.SENT else None
    if not marked.update(state=state, sent_at=sent_at, claimed_until=None, error=str(error)[:300]):
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
    pause = min(max(at - row.created_at, timedelta(minutes=1)), LONGEST_PAUSE)
    own.update(
        state=LetterState.FAILED if given_up else LetterState.WAITING, day=None, claimed_until=None,
        not_before=at + pause, error=str(error)[:300],
    )  # fmt: skip


def settle_broken(at):
    """Letters whose worker died while it handed them over: nobody knows, so nobody sends them again."""
    for letter in CustomerLetter.objects.filter(state=LetterState.SENDING, claimed_until__lte=at):
        log.error("a letter's fate is unclear", letter=letter.pk)
        close(
            letter, LetterState.UNCLEAR, NewsState.UNCLEAR, at, "The worker ended while it was handing the mail over."
        )
