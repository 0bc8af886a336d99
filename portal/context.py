"""What this app gives to every page's frame."""

from functools import cache

from portal.waiting import waiting_in


def portal_aside(request):
    """`portal_waiting` for the side bar of who may moderate. Called by its template: fragments have none, and do not
    ask.
    """
    key = request.resolver_match.kwargs.get("key") if getattr(request, "resolver_match", None) else None
    if not key or not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    return {"portal_waiting": cache(lambda: waiting_in(key, request.user))}
