"""Saying that several items ask for the same, and taking it back exactly.

Nothing moves: an item that is merged stays where it is with all that hangs on it, and points at the first. What a
group has in votes, customers, subscribers and evidence is read together (`in_group_of`).
"""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.merging import held
from feedback import policies
from feedback.clocks.keeping import READ, with_promised
from feedback.models import Feedback, Merge
from feedback.models.feedback import State
from feedback.operations.clocking import reckon
from feedback.operations.moving import DECIDED, change, move_all, separate, told_by
from pmhub.lib.operations import operation

MOST = 10_000  # at once


@operation(policies.can_triage)
def merge(into, others, *, by):
    """Say that other items ask for the same as `into`, or as what that is part of. Returns how many were merged.

    What is part of one of the others comes along; what is in the group already stays. ValidationError for an item that
    `into` is itself part of, and for too many.
    """
    if len(others) > MOST:
        raise ValidationError(_("At most %d at once.") % MOST)
    one_at_a_time(into.product_id)
    into = Feedback.objects.select_related("duplicate_of").get(pk=into.pk)
    first = into.duplicate_of or into
    found = with_promised(Feedback.objects.filter(pk__in=[other.pk for other in others]))
    rows = list(found.only(*DECIDED, *READ).select_for_update(of=["self"], no_key=True).order_by("pk"))
    if any(row.pk == first.pk for row in rows):
        raise ValidationError(_("An item cannot be its own duplicate."))
    new = [row for row in rows if row.duplicate_of_id != first.pk]
    for row in new:
        if row.duplicate_of_id:
            take_out(row)
    put(new, into, first, by)
    return len(new)


def put(rows, into, first, by):
    """Let items that stand for themselves, with what is part of them, be part of `first`, and know what they were."""
    now = timezone.now()
    Merge.objects.bulk_create(
        Merge(
            product_id=row.product_id, feedback=row, into=into, by=by, at=now,
            state=row.state, snoozed_until=row.snoozed_until, decline_reason=row.decline_reason,
        )
        for row in rows
    )  # fmt: skip
    Feedback.objects.filter(duplicate_of__in=rows).update(duplicate_of=first)
    move_all(rows, State.DUPLICATE, by=by, at=now, duplicate_of=first)


@operation(policies.can_triage)
def take_back(feedback, *, by):
    """Let an item stand for itself again, as it was before it was merged, with what had been part of it.

    ValidationError for one that is no duplicate.
    """
    one_at_a_time(feedback.product_id)
    row = held(feedback)
    if not row.duplicate_of_id:
        raise ValidationError(_("It is no duplicate."))
    take_out(row)
    return row


def take_out(row):
    kept = Merge.objects.filter(feedback=row).first()
    separate(row)
    if kept:
        row.clock_events.filter(at=kept.at, kind__in=list(told_by(kept.state, State.DUPLICATE))).delete()
    before = kept or Merge(state=State.NEW)
    change(
        row, state=before.state, duplicate_of=None, snoozed_until=before.snoozed_until,
        decline_reason=before.decline_reason,
    )  # fmt: skip
    reckon([row])


def held_apart(feedback, lock_version=None, fields=None):
    """An item, `held` for whoever may take it out of its group: of a duplicate others are written as well."""
    if feedback.duplicate_of_id:
        one_at_a_time(feedback.product_id)
    return held(feedback, lock_version, fields)


def one_at_a_time(product_id):
    """One merge of a product at a time: two at once could make a chain of what neither of them sees.

    Asked before any row is held, so that nobody holds what another one waits for.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pmhub merge'), %s)", [product_id])
