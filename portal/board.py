"""The order of a board and what is looked for on it."""

from django.db.models import Q

from pmhub.lib.paging import Sort
from portal.models.post import MOST_COUNTED
from portal.models.public_status import PublicStatus
from requirements.search import query_of
from requirements.search.matching import raw

SORTS = {
    "top": Sort("votes", descending=True, naturally=True),
    "new": Sort("created_at", descending=True, naturally=True),
}


def matching(posts, text, status):
    """Those that contain the words in what is public of them, and have the status."""
    if text:
        query = query_of(text)
        posts = posts.filter(Q(search=raw(query)) if query else Q(pk=None))
    return posts.filter(status=status) if status else posts


def statuses_of(posts):
    """`(status, its name, how many posts have it)` for each that one can narrow them to; the figure is a text."""
    figures = posts.figures()
    for status, label in PublicStatus.choices:
        yield status, label, figure(figures[status])


def figure(counted, most=MOST_COUNTED):
    """A number as it is said: "99+" where it was not counted on."""
    return f"{most}+" if counted > most else str(counted)


def of(portal, sort, status, text):
    """Names a list, so that cursors of another one are refused."""
    return f"{portal.pk}|{sort}|{status}|{text}"
