"""What this app gives to every page's frame."""

from functools import cache

from requirements.views.saved_bar import side_views


def views_aside(request):
    """`side_views` for the side bar. Called by its template, so that fragments, which have none, do not ask for it."""
    match = request.resolver_match
    key = match.kwargs.get("key", "") if match else ""
    return {"side_views": cache(lambda: side_views(request.user, key, request.GET.get("view", "")))}
