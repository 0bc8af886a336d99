"""What this app gives to every page's frame."""

from functools import cache

from django.utils import timezone

from notifications.models import Notification


def inbox_aside(request):
    """`unread_count` for the side bar. Called by its template: fragments have none, and do not ask."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    return {"unread_count": cache(lambda: count_of(request.user))}


def count_of(user):
    return Notification.objects.visible_to(user).waiting(timezone.now()).unread().count()
