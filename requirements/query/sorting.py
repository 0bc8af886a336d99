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
}
DEFAULT_SORT = "-score"


def sort_named(name, product=None):
    """The Sort for `score`, `-score` …; ValidationError names the orders there are.

    Within one product the numbers grow as the ids do, and have an index of the product's own.
    """
    field = name.removeprefix("-")
    if field not in SORTS:
        raise ValidationError(
            {"sort": _("“%(name)s” is no order. There are: %(known)s.") % {"name": name, "known": ", ".join(SORTS)}}
        )
    known = SORTS["number" if product and field == "id" else field]
    return Sort(known.field, name.startswith("-"), known.naturally, known.nullable)
