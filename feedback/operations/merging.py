"""Saying that several items ask for the same, and taking it back exactly.

Nothing moves: an item that is merged stays where it is with all that hangs on it, and points at the first. What a
group has in votes, customers, subscribers and evidence is read together (`in_group_of`).
"""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback import policies
from feedback.models import Feedback, Merge
from feedback.models.feedback import State
from feedback.operations.clocking import note, reckon
from feedback.operations.moving import change, clock_of, separate
from pmhub.lib.operations import operation

MOST = 1_000  # at once


@operation(policies.can_triage)
def merge(into, others, *, by):
    """Say that other items ask for the same as `into`, or as what that is part of. Returns how many were merged.

    What is part of one of the others comes along; what is in the group already stays. ValidationError for an item that
    `into` is itself part of, and for too many.
    """
    if len(others) > MOST:
        raise ValidationError(_("At most %d at once.") % MOST)
    lock(into.product_id)
    into = Feedback.objects.select_related("duplicate_of").get(pk=into.pk)
    first = into.duplicate_of or into
    rows = Feedback.objects.select_for_update(of=["self"]).filter(pk__in=[other.pk for other in others]).order_by("pk")
    if any(row.pk == first.pk for row in rows):
        raise ValidationError(_("An item cannot be its own duplicate."))
    new = [row for row in rows if row.duplicate_of_id != first.pk]
    for row in new:
        put(row, into, first, by)
    return len(new)


def put(row, into, first, by):
    if row.duplicate_of_id:
        take_out(row)
    kept = Merge(
        product_id=row.product_id, feedback=row, into=into, by=by, at=timezone.now(),
        state=row.state, snoozed_until=row.snoozed_until, decline_reason=row.decline_reason,
    )  # fmt: skip
    kept.save(force_insert=True)
    row.duplicates.update(duplicate_of=first)
    change(row, state=State.DUPLICATE, duplicate_of=first, snoozed_until=None, decline_reason="")
    for kind in clock_of(kept.state, State.DUPLICATE):
        note(row, kind, by=by, at=kept.at)


@operation(policies.can_triage)
def take_back(feedback, *, by):
    """Let an item stand for itself again, as it was before it was merged, with what had been part of it.

    ValidationError for one that is no duplicate.
    """
    lock(feedback.product_id)
    row = Feedback.objects.select_for_update(of=["self"]).get(pk=feedback.pk)
    if not row.duplicate_of_id:
        raise ValidationError(_("It is no duplicate."))
    take_out(row)
    return row


def take_out(row):
    kept = Merge.objects.filter(feedback=row).first()
    separate(row)
    if kept:
        row.clock_events.filter(at=kept.at, kind__in=list(clock_of(kept.state, State.DUPLICATE))).delete()
    before = kept or Merge(state=State.NEW)
    change(
        row, state=before.state, duplicate_of=None, snoozed_until=before.snoozed_until,
        decline_reason=before.decline_reason,
    )  # fmt: skip
    reckon(row)


def lock(product_id):
    """One merge of a product at a time: two at once could make a chain of what neither of them sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pmhub merge'), %s)", [product_id])
