"""The clock of an item: what happened to it is noted as events, and its figures are reckoned from them."""

from django.utils import timezone

from feedback.clocks.keeping import keep_clock
from feedback.models import ClockEvent


def note(feedback, kind, *, by, at=None):
    """Note that something moved the clock of an item, now or at another time. Called by operations, inside of them.

    What the clock says is right at once; in whatever other way events, targets or days change, the consumer follows.
    """
    event = ClockEvent.objects.create(
        product_id=feedback.product_id, feedback=feedback, kind=kind, at=at or timezone.now(), by=by
    )
    keep_clock(feedback)
    return event


def reckon(feedback):
    """Reckon the clock of an item anew: what its target depends on, or what it was told, has changed."""
    keep_clock(feedback)
