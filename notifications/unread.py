"""How many notifications somebody has not read: on every page, so it is remembered for a moment."""

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from notifications.models import Notification

REMEMBERED = 60  # seconds; what wakes from its sleep, or is no longer seen, counts anew at the latest then


def unread_of(user):
    """The number for the side bar."""
    return cache.get_or_set(name_of(user.pk), lambda: count_of(user), REMEMBERED)


def count_of(user):
    return Notification.objects.visible_to(user).waiting(timezone.now()).unread().count()


def count_anew(people):
    """Forget what was counted for these people (their ids): now, and for others when the change is committed."""
    names = [name_of(pk) for pk in people]
    cache.delete_many(names)
    transaction.on_commit(lambda: cache.delete_many(names))


def name_of(pk):
    return f"unread:{pk}"
