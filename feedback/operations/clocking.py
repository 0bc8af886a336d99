"""The clock of an item: what happened to it is noted as events, and its figures are reckoned from them.

What the clock says is right at once; in whatever other way events, targets or days change, the consumer follows.
"""

from django.utils import timezone

from feedback.clocks.keeping import keep
from feedback.models import ClockEvent


def note(feedback, *kinds, by, at=None):
    """Note that something moved the clock of an item, now or at another time. Called by operations, inside of them."""
    note_all([(feedback, kind) for kind in kinds], by=by, at=at)


def note_all(moved, *, by, at=None):
    """Note what moved the clocks of items that are held, pairs of an item and a ClockKind, all at the same time."""
    if not moved:
        return
    at = at or timezone.now()
    ClockEvent.objects.bulk_create(
        ClockEvent(product_id=item.product_id, feedback=item, kind=kind, at=at, by=by) for item, kind in moved
    )
    reckon({item for item, _kind in moved})


def reckon(items):
    """Reckon the clocks of items anew: what their targets depend on, or what they were told, has changed."""
    if items:
        keep(list(items))
