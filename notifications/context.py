"""What this app gives to every page's frame."""

from functools import cache

from notifications.unread import unread_of


def inbox_aside(request):
    """`unread_count` for the side bar. Called by its template: fragments have none, and do not ask."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    return {"unread_count": cache(lambda: unread_of(request.user))}
