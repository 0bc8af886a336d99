"""Reminders and digests by mail: one letter per person and day, at most once, late rather than never.

A letter goes out as `pmhub.lib.rounds` says. Its reminders stay `planned` while it is only leased, and become
`sending` with it when it is marked. Weeks of an absent server end in one digest. What an unclear mail may not have
told, the inbox tells the person; administrators see it.
"""

from datetime import timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from accounts.models import User
from notifications.models import Letter, Preference
from notifications.models.delivery import State
from notifications.operations.contents import Contents, of_letter, tell_in_inbox, waiting_since
from notifications.operations.telling import local_day, morning_of
from notifications.operations.writing import message_of
from pmhub.lib.letters import LEASE, LetterState
from pmhub.lib.rounds import hand_over, round_of_mail

MOST_TRIES = 6  # of an address that the server refuses for good


def mail_reminders(now=timezone.now):
    """Send every due letter; returns how many the server took."""
    settle_broken(now())
    return round_of_mail(now, due=people_with_due, claim=claim, send=send)


def people_with_due(at):
    """For whom something is due by mail, who has waited longest first. Before their hour of the day nobody gets mail:
    what comes late in the night comes in the morning, together with what the morning brings.
    """
    held = Letter.objects.held(at)
    since = waiting_since(at)
    people = User.objects.select_related("reminder_preference").exclude(pk__in=held.values("recipient")).in_bulk(since)
    found = sorted(people.values(), key=lambda person: (since[person.pk], person.pk))
    return [person for person in found if morning_of(person, at, hour_of(person)) <= at]


def hour_of(person):
    return getattr(person, "reminder_preference", Preference()).hour


def claim(person, at):
    """The person's letter, leased to us; None while somebody else has it or today's went out already."""
    own = Letter.objects.filter(recipient=person)
    if own.out().filter(day=local_day(person, at)).exists():
        return None
    Letter.objects.bulk_create([Letter(recipient=person, address=person.email)], ignore_conflicts=True)
    letter = own.leased(at, person.email)
    if letter:
        letter.recipient = person
    return letter


def send(letter, courier, now):
    """Hand a claimed letter to the server; returns 1 when it was taken. What went wrong is noted on the letter."""
    at = now()
    return hand_over(
        letter, courier, letter.address,
        draft=lambda: draft(letter, at),
        mark=lambda: mark(letter, at),
        sent=lambda: close(letter, LetterState.SENT, State.SENT, now()),
        unclear=lambda error: close(letter, LetterState.UNCLEAR, State.UNCLEAR, now(), error),
        put_off=lambda error: take_back(letter, now(), error),
    )  # fmt: skip


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
            return Letter.objects.still_ours(letter).exists() and marked(letter, at)
    except (OperationalError, IntegrityError):  # its rows are being planned anew, or today's letter went out
        Letter.objects.give_back(letter, not_before=at + timedelta(seconds=30))
        return False


def marked(letter, at):
    person = User.objects.get(pk=letter.recipient_id)
    contents = Contents.due(person, at, lock=True)
    if not contents.names or person.email != letter.address:
        letter.delete()
        return False
    if contents.names != letter.drafted:
        Letter.objects.give_back(letter)
        return False
    letter.state, letter.claimed_until = LetterState.SENDING, at + LEASE
    letter.save(update_fields=["day", "count", "message_id", "subject", "state", "claimed_until"])
    contents.put_into(letter)
    return True


@transaction.atomic
def close(letter, state, fate, at, error=""):
    """The end of a letter that was marked; returns 1 if it was. An unclear one is told in the inbox as well."""
    if not letter.close(state, at, error, was=(LetterState.SENDING, LetterState.UNCLEAR)):
        return 0
    for rows in of_letter(letter):
        rows.update(state=fate, sent_at=at if state == LetterState.SENT else None)
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
    Letter.objects.settle_broken(at, lambda letter, why: close(letter, LetterState.UNCLEAR, State.UNCLEAR, at, why))
