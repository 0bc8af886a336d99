"""The orders of lists of feedback, each along an index of the product."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmhub.lib.paging import Sort

SORTS = {
    "received": Sort("received_at", naturally=True),
    "due": Sort("next_due_at", nullable=True),
    "votes": Sort("votes", naturally=True),
    "updated": Sort("updated_at"),
    "number": Sort("number"),
    "id": Sort("id"),
    "relevance": Sort("relevance"),
}
DEFAULT_SORT = "-received"
BEST_FIRST = {"relevance"}  # without a minus, as everybody means it


def sort_named(name, product=None):
    """The Sort for `received`, `-received` …; ValidationError names the orders there are."""
    field = name.removeprefix("-")
    if field not in SORTS:
        raise ValidationError(
            {"sort": _("“%(name)s” is no order. There are: %(known)s.") % {"name": name, "known": ", ".join(SORTS)}}
        )
    known = SORTS["number" if product and field == "id" else field]
    descending = name.startswith("-") != (field in BEST_FIRST)
    return Sort(known.field, descending, known.naturally, known.nullable)
