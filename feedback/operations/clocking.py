"""The clock of an item: what happened to it is noted as events, and its figures are reckoned from them."""

from django.utils import timezone

from feedback.models import ClockEvent


def note(feedback, kind, *, by, at=None):
    """Note that something moved the clock of an item, now or at another time. Called by operations, inside of them."""
    return ClockEvent.objects.create(
        product_id=feedback.product_id, feedback=feedback, kind=kind, at=at or timezone.now(), by=by
    )
