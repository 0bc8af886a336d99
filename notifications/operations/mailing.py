"""Reminders and digests by mail: one letter per person and day, at most once, late rather than never.

A letter goes through three short transactions, with the mail server between them:

1. *claim*: the person's waiting letter is locked with SKIP LOCKED and leased. Its reminders stay `planned`.
2. *mark*: the server has agreed to the address and has got all of the mail but the line that ends it. What is due is
   locked and checked once more, letter and reminders become `sending`. Only now that line goes over.
3. *sent*, after the server has confirmed.

A worker that dies before 2 has done nothing; when the lease is over the next one begins again, with whatever is due by
then: that is why weeks of an absent server end in one digest. A worker that dies between 2 and 3, or a connection that
breaks there, leaves open whether the mail went out. We choose *at most once*: such a letter is never sent again by
itself. It becomes `unclear`, administrators see it, and the inbox tells the person what the mail may not have told.
As nothing but the last line is sent after 2, nearly all such letters did arrive.
"""

from datetime import timedelta
from time import monotonic

import structlog
from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from notifications.models import Letter, Preference
from notifications.models.delivery import State
from notifications.models.letter import OUT, LetterState
from notifications.operations.contents import Contents, of_letter, tell_in_inbox, waiting_since
from notifications.operations.telling import local_day, morning_of
from notifications.operations.writing import message_of
from pmhub.lib.courier import Courier, NotSent, ServerAway, Unclear

LEASE = timedelta(minutes=3)
LONGEST_RUN = 120  # seconds; the next sweep goes on
MOST_TRIES = 6  # of an address that the server refuses for good

log = structlog.get_logger(__name__)


def mail_reminders(now=timezone.now):
    """Send every due letter; returns how many the server took. Ends early when there is no server to talk to."""
    settle_broken(now())
    taken, began = 0, monotonic()
    with Courier() as courier:
        for person in people_with_due(now()):
            if monotonic() - began > LONGEST_RUN:
                break
            letter = claim(person, now())
            if letter is None:
                continue
            try:
                taken += send(letter, courier, now)
            except ServerAway:
                break
    return taken


def people_with_due(at):
    """For whom something is due by mail, who has waited longest first. Before their hour of the day nobody gets mail:
    what comes late in the night comes in the morning, together with what the morning brings.
    """
    held = Letter.objects.filter(Q(not_before__gt=at) | Q(claimed_until__gt=at), state=LetterState.WAITING)
    since = waiting_since(at)
    people = User.objects.select_related("reminder_preference").exclude(pk__in=held.values("recipient")).in_bulk(since)
    found = sorted(people.values(), key=lambda person: (since[person.pk], person.pk))
    return [person for person in found if morning_of(person, at, hour_of(person)) <= at]


def hour_of(person):
    return getattr(person, "reminder_preference", Preference()).hour


def claim(person, at):
    """The person's letter, leased to us; None while somebody else has it or today's went out already."""
    if Letter.objects.filter(recipient=person, day=local_day(person, at), state__in=OUT).exists():
        return None
    Letter.objects.bulk_create([Letter(recipient=person, address=person.email)], ignore_conflicts=True)
    with transaction.atomic():
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        ready = Q(not_before=None) | Q(not_before__lte=at)
        waiting = Letter.objects.filter(free, ready, recipient=person, state=LetterState.WAITING)
        letter = waiting.select_for_update(skip_locked=True).first()
        if letter is None:
            return None
        letter.claimed_until, letter.address, letter.recipient = at + LEASE, person.email, person
        letter.save(update_fields=["claimed_until", "address"])
    return letter


def send(letter, courier, now):
    """Hand a claimed letter to the server; returns 1 when it was taken. What went wrong is noted on the letter."""
    at = now()
    try:
        courier.post(settings.DEFAULT_FROM_EMAIL, letter.address, lambda: draft(letter, at), lambda: mark(letter, at))
    except Unclear as error:
        close(letter, LetterState.UNCLEAR, State.UNCLEAR, now(), error)
        return 0
    except NotSent as error:
        log.warning("reminders not sent", person=letter.recipient_id, reason=str(error))
        take_back(letter, now(), error)
        if isinstance(error, ServerAway):
            raise
        return 0
    return close(letter, LetterState.SENT, State.SENT, now())


def draft(letter, at):
    """What the letter would say by now, as a message; None, and no letter any more, if nothing is left to say."""
    person = letter.recipient = User.objects.get(pk=letter.recipient_id)
    contents = Contents.due(person, at)
    letter.drafted, letter.day = contents.names, local_day(person, at)
    if not letter.drafted or person.email != letter.address:
        mark(letter, at)
        return None
    told, digests = contents.things(letter.day), [row.digest for row in contents.digests]
    letter.count, letter.message_id = len(told) + len(digests), contents.message_id
    message = message_of(letter, told, digests)
    letter.subject = message.subject[:250]
    return message


def mark(letter, at):
    """The point of no return: note that a drafted letter is being sent. False where something came in between."""
    try:
        with transaction.atomic():
            own = Letter.objects.select_for_update(nowait=True)
            if not own.filter(pk=letter.pk, state=LetterState.WAITING, claimed_until=letter.claimed_until).exists():
                return False  # our lease was over and somebody else took it
            return marked(letter, at)
    except (OperationalError, IntegrityError):  # its rows are being planned anew, or today's letter went out
        Letter.objects.filter(pk=letter.pk).update(claimed_until=None, not_before=at + timedelta(seconds=30))
        return False


def marked(letter, at):
    person = User.objects.get(pk=letter.recipient_id)
    contents = Contents.due(person, at, lock=True)
    if not contents.names or person.email != letter.address:
        letter.delete()
        return False
    if contents.names != letter.drafted:
        Letter.objects.filter(pk=letter.pk).update(claimed_until=None)  # the next sweep drafts it anew
        return False
    letter.state, letter.claimed_until = LetterState.SENDING, at + LEASE
    letter.save(update_fields=["day", "count", "message_id", "subject", "state", "claimed_until"])
    contents.put_into(letter)
    return True


@transaction.atomic
def close(letter, state, fate, at, error=""):
    """The end of a letter that was marked; returns 1 if it was. An unclear one is told in the inbox as well."""
    marked = Letter.objects.filter(pk=letter.pk, state__in=[LetterState.SENDING, LetterState.UNCLEAR])
    sent_at = at if state == LetterState.SENT else None
    if not marked.update(state=state, sent_at=sent_at, claimed_until=None, error=str(error)[:300]):
        return 0
    for rows in of_letter(letter):
        rows.update(state=fate, sent_at=sent_at)
    if state != LetterState.SENT:
        tell_in_inbox(letter, at)
    return 1


@transaction.atomic
def take_back(letter, at, error):
    """The server did not take it: the reminders wait again. An address refused again and again is given up."""
    letter = Letter.objects.select_for_update().filter(pk=letter.pk).first()
    if letter is None or letter.state not in (LetterState.WAITING, LetterState.SENDING):
        return
    for rows in of_letter(letter):
        rows.filter(state=State.SENDING).update(state=State.PLANNED, letter=None)
    letter.state, letter.day = LetterState.WAITING, None
    letter.save(update_fields=["state", "day"])
    letter.put_off(at, error)
    if error.for_good and letter.tries >= MOST_TRIES:
        Contents.due(letter.recipient, at).put_into(letter, State.FAILED)
        tell_in_inbox(letter, at)
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.FAILED)


def settle_broken(at):
    """Letters whose worker died while it handed them over: nobody knows, so nobody sends them again."""
    for letter in Letter.objects.filter(state=LetterState.SENDING, claimed_until__lte=at):
        log.error("a letter's fate is unclear", letter=letter.pk, person=letter.recipient_id)
        close(letter, LetterState.UNCLEAR, State.UNCLEAR, at, "The worker ended while it was handing the mail over.")
