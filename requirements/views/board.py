"""The board of a product's requirements: columns by a single-choice field, and lanes."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from pmhub.lib.paging import CursorError, following, page
from requirements.models import Requirement
from requirements.query import sort_named, with_relevance
from requirements.reading import with_rows
from requirements.views.axes import COLUMNS, LANES, axis_named, counted, offered, text_of
from requirements.views.cards import cards_of
from requirements.views.columns import ORDERS
from requirements.views.listing import Listing, ListingView, same_order

CARDS, CARDS_IN_LANE = 20, 8
MOST_LANES = 30


@dataclass
class Cell:
    """Where a column and a lane meet: its first cards, how many there are, and the address of the next ones."""

    column: object
    lane: object
    cards: list
    count: int = 0
    next: str = ""


class Board(Listing):
    """The requirements as cards. `by` names the field of the columns, `lanes` that of the lanes."""

    def __init__(self, *args):
        super().__init__(*args)
        self.order = sort_named(self.sort)

    @cached_property
    def by(self):
        return self.axis("by", COLUMNS) or axis_named("status", self.frame)

    @cached_property
    def lanes(self):
        found = self.axis("lanes", LANES)
        return found if found and found.name != self.by.name else None

    def axis(self, parameter, names):
        """The axis that the address asks for; None, with a sentence, where there is none of that name."""
        name = self.address.params.get(parameter, "")
        found = axis_named(name, self.frame) if name in names or name.startswith("custom.") else None
        if name and not found:
            self.problems.append(_("A board cannot be arranged by “%s”.") % name[:60])
        return found

    @cached_property
    def values(self):
        """The SQL of a card's column and lane."""
        return {"at_column": self.by.value, **({"at_lane": self.lanes.value} if self.lanes else {})}

    def counts(self):
        """`{(column, lane): how many}`, in one statement."""
        rows = self.found.order_by().annotate(**self.values).values(*self.values).annotate(n=Count("pk"))
        return {(text_of(row["at_column"]), text_of(row.get("at_lane"))): row["n"] for row in rows}

    def first_cards(self, counts):
        """The first cards of every cell, by cell, in one statement; in two with lanes."""
        if self.lanes:
            seen = self.found.annotate(**self.values)
            place = Window(
                RowNumber(), partition_by=[F(name) for name in self.values], order_by=self.order.from_the_start()
            )
            first = seen.annotate(place=place).filter(place__lte=CARDS_IN_LANE)
            chosen = list(first.values_list("pk", flat=True))  # else the database reads every row with all it shows
        else:
            parts = [
                self.by.narrowed(self.found, column).order_by(*self.order.from_the_start()).values("pk")[:CARDS]
                for column, _lane in counts
            ]
            chosen = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        cards = with_rows(Requirement.objects.visible_to(self.user).of(self.product)).annotate(**self.values)
        cards = with_relevance(cards, self.address.params)
        cells = {}
        for card in cards.filter(pk__in=chosen).order_by(*self.order.from_the_start()):
            cells.setdefault((text_of(card.at_column), text_of(getattr(card, "at_lane", None))), []).append(card)
        return cells

    def cell_address(self, column, lane):
        address = self.address.bare.having("column", [column])
        return address.having("lane", [lane]) if self.lanes else address

    def of(self, column, lane):
        """What a cursor into one cell belongs to."""
        query = self.address.bare.without("sort").without("column").without("lane").params.urlencode()
        return f"board {self.product.pk}?{query}&{column}&{lane}"

    def arranged(self):
        """`(columns, lanes)`: buckets, and for each lane its bucket and its cells."""
        counts = self.counts()
        columns = counted(self.by, summed(counts, 0), self.product, self.user)
        lanes, left_out = [None], 0
        if self.lanes:
            every = [lane for lane in counted(self.lanes, summed(counts, 1), self.product, self.user) if lane.count]
            lanes, left_out = every[:MOST_LANES], max(0, len(every) - MOST_LANES)
        cards = self.first_cards(counts) if counts else {}
        rows = [(lane, [self.cell(column, lane, cards, counts) for column in columns]) for lane in lanes]
        return columns, rows, left_out

    def cell(self, column, lane, cards, counts):
        at = (column.value, lane.value if lane else "")
        cell = Cell(column, lane, cards_of(cards.get(at, []), self.frame, self.sort), counts.get(at, 0))
        if cell.cards and cell.count > len(cell.cards):
            cursor = following(cell.cards[-1], self.order, of=self.of(*at))
            cell.next = str(self.cell_address(*at).having("cursor", [cursor]))
        return cell

    def more(self):
        """The next cards of one cell, and the address of those after them."""
        column, lane = (self.address.params.get(name, "") for name in ("column", "lane"))
        found = self.by.narrowed(self.found, column)
        if self.lanes:
            found = found.filter(pk__in=self.lanes.narrowed(self.found, lane).values("pk"))
        cursor, of = self.address.params["cursor"], self.of(column, lane)
        try:
            cards = page(with_rows(found), self.order, limit=CARDS, cursor=cursor, of=of)
        except CursorError:
            return {"cards": [], "next": ""}
        address = self.cell_address(column, lane)
        return {
            "cards": cards_of(cards.items, self.frame, self.sort),
            "next": str(address.having("cursor", [cards.next])) if cards.next else "",
        }

    def context(self):
        columns, lanes, left_out = self.arranged()
        field = self.sort.removeprefix("-")
        return {
            **super().context(),
            "arrangement": "requirements/_board_tools.html",
            "by": self.by,
            "lanes_by": self.lanes,
            "columns_offered": self.offered("by", COLUMNS, self.by),
            "lanes_offered": [
                (_("None"), str(self.address.without("lanes")), not self.lanes),
                *self.offered("lanes", LANES, self.lanes),
            ],
            "board_columns": columns,
            "board_lanes": lanes,
            "left_out": left_out,
            "is_manual": self.sort == "rank",
            "sort": self.sort,
            "order_name": next((label for name, label in ORDERS.items() if same_order(name, self.sort)), field),
            "manual": str(self.address.having("sort", ["rank"])),
        }

    def offered(self, parameter, names, present):
        return [
            (label, str(self.address.having(parameter, [name])), bool(present) and present.name == name)
            for name, label in offered(names, self.frame)
            if parameter == "by" or name != self.by.name
        ]


def summed(counts, place):
    """The counts of cells by column (place 0) or by lane (1), in the order in which they come."""
    total = {}
    for cell, count in counts.items():
        total[cell[place]] = total.get(cell[place], 0) + count
    return total


class BoardView(ListingView):
    """The board of a product's requirements."""

    template_name = "requirements/board.html"
    listing = Board

    def get(self, request):
        if request.htmx and "cursor" in request.GET:
            return self.fragment("more", **Board(self.product, request.user, request.path, request.GET).more())
        return super().get(request)
