"""The orders of lists."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmhub.lib.paging import Sort

SORTS = {
    "score": Sort("score", naturally=True, nullable=True),
    "rank": Sort("rank"),
    "number": Sort("number"),
    "created": Sort("created_at"),
    "updated": Sort("updated_at"),
    "priority": Sort("priority"),
    "due": Sort("due_on", nullable=True),
    "id": Sort("id"),
    "relevance": Sort("relevance"),
}
DEFAULT_SORT = "-score"
BEST_FIRST = {"relevance"}  # without a minus, as everybody means it


def sort_named(name, product=None):
    """The Sort for `score`, `-score` …; ValidationError names the orders there are.

    Within one product the numbers grow as the ids do, and have an index of the product's own. `relevance` is there on
    what `filtered` gave for the same parameters.
    """
    field = name.removeprefix("-")
    if field not in SORTS:
        raise ValidationError(
            {"sort": _("“%(name)s” is no order. There are: %(known)s.") % {"name": name, "known": ", ".join(SORTS)}}
        )
    known = SORTS["number" if product and field == "id" else field]
    descending = name.startswith("-") != (field in BEST_FIRST)
    return Sort(known.field, descending, known.naturally, known.nullable)
