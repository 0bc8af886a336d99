"""The tree of a product's requirements: initiatives, features, stories, and what adds up from below."""

from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.utils.translation import gettext as _

from pmhub.lib.paging import page_or_first
from pmhub.lib.texts import number_in
from requirements.outline import MOST_HITS, children_of, orphans, rollups, roots, with_ancestors
from requirements.query import sort_named, with_relevance
from requirements.reading import with_rows
from requirements.views.filterbar import OF_THE_LIST
from requirements.views.glances import glanced
from requirements.views.listing import Listing, ListingView

ROOTS, CHILDREN, MOST_OPEN = 30, 100, 400
DEPTH = 12


class Tree(Listing):
    """Roots with what is open below them. `open` lists the numbers of open ones; without it the roots are."""

    def __init__(self, *args):
        super().__init__(*args)
        self.order = sort_named(self.sort)

    @cached_property
    def narrowed(self):
        return any(self.address.values(name) for name in self.address.params if name not in OF_THE_LIST)

    @cached_property
    def hits(self):
        """The ids of what fits the filters, the first of them where there are very many."""
        found = list(self.found.order_by(*self.order.from_the_start()).values_list("pk", flat=True)[: MOST_HITS + 1])
        if len(found) > MOST_HITS:
            self.problems.append(_("The tree shows the first %d that fit.") % MOST_HITS)
        return set(found[:MOST_HITS])

    @cached_property
    def visible(self):
        """What shows: everything, or what fits the filters and all above it."""
        return self.seen().filter(pk__in=with_ancestors(self.hits)) if self.narrowed else self.seen()

    def rows(self):
        below = children_of().values("pk")[: CHILDREN + 1]
        return with_relevance(with_rows(self.visible), self.address.params).annotate(below=ArraySubquery(below))

    def part(self, name, requirements, limit):
        """A page of one list of siblings: its rows, and the address of those after them."""
        query = self.address.bare.without("sort").without("open").without("under").params.urlencode()
        of = f"tree {self.product.pk} {name}?{query}"
        here = self.address.params.get("under", "") == name
        cursor = self.address.params.get("cursor") if here else None
        found = page_or_first(requirements, self.order, limit=limit, cursor=cursor, of=of)
        address = self.address.bare.without("open").having("under", [name])
        return found.items, str(address.having("cursor", [found.next])) if found.next else ""

    @cached_property
    def opened(self):
        """The numbers of the rows that are open; None for the usual ones."""
        asked = self.address.params.get("open")
        return None if asked is None else {part for part in asked[:4_000].split(",") if part.isdecimal()}

    def is_open(self, row, depth):
        if not row.below:
            return False
        if self.opened is not None:
            return str(row.number) in self.opened
        return self.narrowed or depth == 0

    def unfolded(self, top):
        """The rows given with what is open below them, in the order in which they are read; a statement per level."""
        level, below, count = top, {}, 0
        for depth in range(DEPTH):
            opened = [row for row in level if self.is_open(row, depth)]
            if not opened or count > MOST_OPEN:
                break
            found = self.rows().filter(parent__in=[row.pk for row in opened])
            level = list(found.order_by(*self.order.from_the_start())[:MOST_OPEN])
            count += len(level)
            for row in level:
                below.setdefault(row.parent_id, []).append(row)
        return list(lined_up(top, below, 1))

    def dressed(self, rows):
        """Give rows what adds up from below, and how they are shown."""
        totals = rollups([row.pk for row in rows if row.below])
        for row in glanced(rows, self.frame["best"]):
            row.total = totals.get(row.pk)
            row.is_dim = self.narrowed and row.pk not in self.hits
        return rows

    def children(self, number):
        """What lies directly below one requirement, closed."""
        parent = self.visible.filter(number=number).first()
        rows, more = self.part(str(number), self.rows().filter(parent=parent), CHILDREN) if parent else ([], "")
        level = self.level_of(parent) + 1 if parent else 1
        return {"rows": self.dressed(list(lined_up(rows, {}, level))), "next": more, "level": level}

    def level_of(self, parent):
        """How deep a row lies, from 1."""
        return len(with_ancestors([parent.pk]))

    def siblings(self, name):
        """The next roots, or the next stories without a parent."""
        rows, more = self.part(name, (roots if name == "top" else orphans)(self.rows()), ROOTS)
        return {"rows": self.dressed(self.unfolded(rows)), "next": more, "level": 1}

    def context(self):
        top, more = self.part("top", roots(self.rows()), ROOTS)
        single, more_single = self.part("none", orphans(self.rows()), ROOTS)
        rows = self.unfolded(top)
        self.dressed([*rows, *lined_up(single, {}, 1)])
        return {**super().context(), "rows": rows, "next": more, "single": single, "next_single": more_single,
                "is_manual": self.sort == "rank", "narrowed": self.narrowed}  # fmt: skip


def lined_up(rows, below, depth):
    """Rows, each followed by what lies below it, with their depth from 1."""
    for row in rows:
        row.depth, row.is_open = depth, row.pk in below
        yield row
        yield from lined_up(below.get(row.pk, []), below, depth + 1)


class TreeView(ListingView):
    """The tree of a product's requirements."""

    template_name = "requirements/tree.html"
    listing = Tree

    def get(self, request):
        under = request.GET.get("under", "")
        if not request.htmx or not under:
            return super().get(request)
        tree = Tree(self.product, request.user, request.path, request.GET)
        number = number_in(under, digits=9)
        if number is not None:
            return self.fragment("below", **tree.children(number))
        return self.fragment("below", **tree.siblings("top" if under == "top" else "none"))
