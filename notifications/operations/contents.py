"""What a letter holds: the reminders and the digests that are due for a person."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Min

from notifications.models import DigestDelivery, Notification, ReminderDelivery
from notifications.models.delivery import Channel, State
from notifications.operations.filling import notify, with_their_things
from notifications.operations.telling import things_of

KINDS = (ReminderDelivery, DigestDelivery)


@dataclass(frozen=True)
class Contents:
    """Rows that one letter tells of, as they are at this moment."""

    reminders: list
    digests: list

    @classmethod
    def due(cls, person, at, *, lock=False):
        """What is due by mail for a person and still right. With `lock`, what is not right any more goes."""
        reminders = ReminderDelivery.objects.due(at, Channel.MAIL).filter(recipient=person)
        digests = DigestDelivery.objects.due(at).filter(recipient=person)
        if lock:
            list(reminders.select_for_update(nowait=True)), list(digests.select_for_update(nowait=True))
        right = with_their_things(reminders).still_right(person)
        found = cls(right, list(digests.still_right().select_related("digest__product")))
        if lock:
            for rows, kept in ((reminders, found.reminders), (digests, found.digests)):
                rows.exclude(pk__in=[row.pk for row in kept]).order_by().delete()
        return found

    @property
    def names(self):
        """What it is, to compare and to name it by."""
        return sorted([f"{row.pk}" for row in self.reminders] + [f"week {row.pk}" for row in self.digests])

    @property
    def message_id(self):
        """The same contents always make the same Message-ID: a mail system that gets two copies can tell."""
        named = hashlib.sha256(" ".join(self.names).encode()).hexdigest()[:32]
        return f"<reminders.{named}@{settings.SITE.hostname}>"

    def things(self, day):
        return things_of(self.reminders, day)

    def put_into(self, letter, state=State.SENDING):
        """Note that the letter is being sent with them, or failed with them."""
        for kind, rows in zip(KINDS, (self.reminders, self.digests), strict=True):
            kind.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, letter=letter)


def waiting_since(at):
    """`{person's id: since when}` of everybody for whom something is due by mail."""
    found = {}
    for due in (ReminderDelivery.objects.due(at, Channel.MAIL), DigestDelivery.objects.due(at)):
        for person, since in due.order_by().values_list("recipient").annotate(Min("due_at")):
            found[person] = min(since, found.get(person, since))
    return found


def of_letter(letter):
    """All that a letter tells of, by kind."""
    return [kind.objects.filter(letter=letter) for kind in KINDS]


def tell_in_inbox(letter, at):
    """Let the inbox tell what a letter may not have told."""
    reminders, digests = of_letter(letter)
    notify(with_their_things(reminders).still_right(), at, mail_failed=True)
    told = digests.values_list("digest", "recipient")
    for digest, person in told:
        Notification.objects.filter(digest=digest, user=person).update(mail_failed=True)
