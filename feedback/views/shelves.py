"""The shelves of the inbox: what is to do, what is mine, what waits, what sleeps, and everything."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import IntegerField, Subquery
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.clocks.standing import standing
from feedback.models.feedback import State
from feedback.query import listed
from products.models import Product

ROWS = 50
MOST_COUNTED = 999
SHELVES = {
    "todo": (_("To do"), lambda rows, user, now: rows.to_do(now)),
    "new": (pgettext_lazy("feedback", "New"), lambda rows, user, now: rows.filter(state=State.NEW).awake(now)),
    "mine": (_("Mine"), lambda rows, user, now: rows.open().awake(now).filter(assignee=user)),
    "waiting": (_("Waiting"), lambda rows, user, now: rows.filter(state=State.WAITING).awake(now)),
    "later": (pgettext_lazy("inbox", "Later"), lambda rows, user, now: rows.asleep(now)),
    "all": (_("All"), lambda rows, user, now: rows),
}
ORDERS = {
    "-received": _("Newest first"),
    "received": _("Oldest first"),
    "due": _("Due first"),
    "-votes": _("Most votes first"),
    "-updated": _("Latest change first"),
}
UNCOUNTED = "all"
ASKED = ("q", "sort", "show")


class Capped(Subquery):
    """How many rows a query has, counted no further than it is cut."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


class Tab(NamedTuple):
    name: str
    label: str
    href: str
    count: int | None
    is_on: bool

    @property
    def figure(self):
        return f"{MOST_COUNTED}+" if (self.count or 0) > MOST_COUNTED else self.count or ""


@dataclass
class Shelf:
    """One look at a product's feedback. What is searched for is searched for everywhere, unless a shelf is named."""

    product: object
    user: object
    params: object
    now: object

    def __post_init__(self):
        self.asked = listed(self.product, self.user, self.params)
        self.name = self.params.get("show") or self.usual
        if self.name not in SHELVES:
            raise Http404

    @property
    def usual(self):
        return "all" if self.q else "todo"

    @property
    def q(self):
        return self.params.get("q", "")

    @property
    def orders(self):
        """The orders that are offered; that of a search by words is first, where there are any."""
        best = [("relevance", _("Relevance"))] if self.asked.words else []
        return [*best, *ORDERS.items()]

    @property
    def order(self):
        return self.asked.sort_name

    @property
    def found(self):
        return self.on(self.name)

    def on(self, name):
        return SHELVES[name][1](self.asked.found, self.user, self.now)

    def rows(self, cursor=None):
        """A page of the list; each row knows how it stands with its clock."""
        page = self.asked.page(self.found.with_rows(), limit=ROWS, cursor=cursor)
        for row in page.items:
            row.standing = standing(row, self.now)
        return page

    def row(self, feedback):
        """The row of an item; None where it does not stand on this shelf."""
        row = self.found.with_rows().filter(pk=feedback.pk).first()
        if row:
            row.standing = standing(row, self.now)
        return row

    @property
    def here(self):
        """The query string that leads back to it, with its question mark; "" where it is the usual one."""
        return self.address({name: self.params[name] for name in ASKED if self.params.get(name)})

    def at(self, name):
        kept = {other: self.params[other] for other in ("q", "sort") if self.params.get(other)}
        return self.address(kept if name == self.usual else {**kept, "show": name})

    def address(self, values):
        query = self.params.copy()
        query.clear()
        query.update(values)
        return f"?{query.urlencode()}" if values else ""

    def further(self, cursor):
        return f"{self.here}&cursor={cursor}" if self.here else f"?cursor={cursor}"

    @cached_property
    def tabs(self):
        """The shelves with their figures, in one query that never counts further than it shows."""
        names = [name for name in SHELVES if name != UNCOUNTED]
        figures = [Capped(self.on(name).order_by().values("pk")[: MOST_COUNTED + 1]) for name in names]
        counts = Product.objects.visible_to(self.user).filter(pk=self.product.pk).values_list(*figures).first()
        known = dict(zip(names, counts, strict=True))
        return [
            Tab(name, label, self.at(name) or "?", known.get(name), name == self.name)
            for name, (label, _rows) in SHELVES.items()
        ]
