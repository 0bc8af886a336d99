"""Reminders into people's inboxes."""

from django.db import transaction
from django.utils import timezone

from notifications.models import Notification, ReminderDelivery
from notifications.models.delivery import Channel, State
from notifications.operations.telling import local_day, things_of
from notifications.unread import count_anew

AT_A_TIME = 500


def fill_inboxes(now=timezone.now):
    """Put every due reminder into its inbox; returns how many rows were told.

    Rows are claimed with SKIP LOCKED and become `sent` in the transaction that makes the notifications, so a worker
    that dies leaves nothing half done, and two of them never tell the same.
    """
    told = 0
    while batch := fill_some(now()):
        told += batch
    return told


@transaction.atomic
def fill_some(at):
    """The next rows that are due; returns how many."""
    due = ReminderDelivery.objects.due(at, Channel.INBOX).select_for_update(skip_locked=True, of=["self"])
    rows = with_their_things(due)[:AT_A_TIME]
    right = rows.still_right()
    notify(right, at)
    ids = [row.pk for row in right]
    told = ReminderDelivery.objects.filter(pk__in=ids).update(state=State.SENT, sent_at=at)
    gone, _by_model = ReminderDelivery.objects.filter(pk__in=[row.pk for row in rows]).exclude(pk__in=ids).delete()
    return told + gone


def with_their_things(deliveries):
    return deliveries.select_related("recipient", "product", "milestone", "version")


def notify(deliveries, at, *, mail_failed=False):
    """One notification per person and thing for these deliveries; what is in an inbox of the day already stays."""
    by_person = {}
    for row in deliveries:
        by_person.setdefault(row.recipient, []).append(row)
    count_anew([person.pk for person in by_person])
    Notification.objects.bulk_create(
        [
            Notification(
                user=person, product=told.product, reason=told.reason, name=told.thing.name, day=told.day,
                target_on=told.target.end, target_precision=told.target.precision, mail_failed=mail_failed,
                created_at=at, **{told.kind: told.thing},
            )
            for person, rows in by_person.items()
            for told in things_of(rows, local_day(person, at))
        ],
        ignore_conflicts=True,
    )  # fmt: skip
