"""What this app gives to every page's frame."""

import functools

from django.core.cache import cache
from django.utils import timezone

from feedback.models import Feedback

MOST = 99
FRESH = 10  # seconds


def feedback_aside(request):
    """`feedback_to_do` for the side bar: how much of the page's product waits, "99+" at most.

    Called by its template: fragments have none, and do not ask.
    """
    key = request.resolver_match.kwargs.get("key") if getattr(request, "resolver_match", None) else None
    if not key or not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    return {"feedback_to_do": functools.cache(lambda: to_do_in(key, request.user))}


def to_do_in(key, user):
    """The figure, "" where nothing waits; up to FRESH old, so that most pages do not ask for it."""
    return cache.get_or_set(f"feedback_to_do:{key}:{user.pk}", lambda: counted(key, user), timeout=FRESH)


def forget_to_do(key, user):
    """Who has just decided sees the figure of this moment."""
    cache.delete(f"feedback_to_do:{key}:{user.pk}")


def counted(key, user):
    seen = Feedback.objects.visible_to(user).filter(product__key=key).to_do(timezone.now())
    return shown(seen.order_by().values("pk")[: MOST + 1].count())


def shown(count):
    return f"{MOST}+" if count > MOST else count or ""
