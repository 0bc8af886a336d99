"""How much of what came lately was handled in time: the figure at the head of the inbox."""

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, F
from django.utils import timezone

from feedback.clocks.figures import HANDLED_WITHIN, handled, slow
from feedback.models import Feedback

LATELY = timedelta(days=30)
FRESH = 60  # seconds


def rate_in(product, user):
    """K11 of the last 30 days in tenths of a percent; None where nothing is judged yet. It may be a minute old."""
    known = cache.get_or_set(f"feedback_rate:{product.pk}:{user.pk}", lambda: reckoned(product, user), timeout=FRESH)
    return known[0]


def reckoned(product, user):
    """The rate in a list, since a cache takes None for nothing."""
    now = timezone.now()
    lately = Feedback.objects.visible_to(user).of(product).filter(received_at__gte=now - LATELY).order_by()
    in_time = handled(F("received_at") + HANDLED_WITHIN)
    counts = lately.aggregate(slow=Count("pk", filter=slow(now)), in_time=Count("pk", filter=in_time))
    judged = counts["slow"] + counts["in_time"]
    return [counts["in_time"] * 1000 // judged / 10 if judged else None]
