"""How many items stand on each shelf of the inbox, counted no further than is shown."""

from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, IntegerField, Subquery
from django.db.models.functions import JSONObject

from feedback import context
from feedback.models import Feedback
from products.models import Product

MOST_COUNTED = 999
EVERYTHING = "all"  # the shelf that is counted only where something is looked for
IN_ALL, FOUND = "in all", "found"


class Capped(Subquery):
    """How many rows a query has, counted no further than it is cut."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def capped(rows, most):
    return Capped(rows.order_by().values("pk")[: most + 1])


class Tab(NamedTuple):
    name: str
    label: str
    href: str
    figure: object
    is_on: bool


class Counts:
    """Figures as people read them: 12, "999+", "" for none.

    Of what words find the newest are counted; where there are more, "3+" says that it is three at least.
    """

    def __init__(self, shelf, names):
        self.shelf = shelf
        self.names = [name for name in names if shelf.q or name != EVERYTHING]

    def figure(self, name):
        count = self.read.get(name) or ""
        return f"{min(count, MOST_COUNTED)}+" if count and (self.is_cut or count > MOST_COUNTED) else count

    @property
    def to_do(self):
        """How much waits for us in all, whatever is searched for, as the side bar says it."""
        return context.shown(self.read[IN_ALL])

    @property
    def is_cut(self):
        """Whether words find more than is counted."""
        return FOUND in self.read and self.read[EVERYTHING] > MOST_COUNTED

    @cached_property
    def read(self):
        """The counts by shelf, and to do IN_ALL, in one query."""
        shelf = self.shelf
        in_all = Feedback.objects.visible_to(shelf.user).of(shelf.product).to_do(shelf.now)
        figures = {**(self.sorted_out if shelf.asked.words else self.capped), IN_ALL: capped(in_all, context.MOST)}
        product = Product.objects.visible_to(shelf.user).filter(pk=shelf.product.pk)
        counts = dict(zip(figures, product.values_list(*figures.values()).first(), strict=True))
        return {**counts, **(counts.get(FOUND) or {})}

    @property
    def capped(self):
        """The shelves, each counted along its index."""
        return {name: capped(self.shelf.on(name), MOST_COUNTED) for name in self.names}

    @property
    def sorted_out(self):
        """The newest that words found, looked at once: no index knows of both words and shelves."""
        found = self.shelf.asked.found
        newest = found.filter(pk__in=found.order_by("-pk").values("pk")[: MOST_COUNTED + 1]).order_by()
        counts = JSONObject(**{name: Count("pk", filter=self.shelf.holds(name) or None) for name in self.names})
        return {FOUND: Subquery(newest.values("product").annotate(row=counts).values("row"))}
