"""Now, next and later by quarters, and versions with what is in them."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from products.models import Category
from roadmaps.drawing.axis import first_of, month_number
from roadmaps.drawing.items import Item
from roadmaps.drawing.shifting import Shift

MOST = 60  # cards of a column, and versions side by side
SHOWN = 30  # requirements of a version
NEXT = 3  # months


@dataclass
class Column:
    """Cards under a heading, which may be a version's."""

    key: str
    name: str
    note: str = ""
    cards: list = field(default_factory=list)
    more: int = 0
    item: Item | None = None


@dataclass
class Card:
    """An item, with the columns it can be moved to as `(key, label, months)`."""

    item: Item
    moves: list = field(default_factory=list)


class Planned:
    """A requirement, and where its dates are asked for if the reader may change them. `home` is of its product."""

    def __init__(self, row, home=None):
        self.row = row
        self.dates_url = home.dates_url("requirement", row.pk) if home else ""


def quarters_away(day, today):
    """How many quarters after today's the day lies."""
    return month_number(day) // 3 - month_number(today) // 3


def column_of(item, today):
    """0 now (begun, late or to end in this quarter), 1 next (in the next one), 2 later."""
    if item.end is None:
        return 0 if item.start and item.start.start <= today else 2
    if item.start and item.start.start <= today:
        return 0
    return max(0, min(2, quarters_away(item.end.end, today)))


def horizons(asked, found):
    """The columns now, next and later of what is open; what has no dates stands in the tray."""
    quarter = first_of(month_number(asked.today) // 3 * 3)
    names = [_("Now"), pgettext("horizon", "Next"), _("Later")]
    notes = [f"{d.year} Q{d.month // 3 + 1}" for d in (first_of(month_number(quarter) + NEXT * n) for n in range(3))]
    notes[2] = _("from %s") % notes[2]
    columns = [Column(str(n), names[n], notes[n]) for n in range(3)]
    for item in found.items:
        if item.is_dated and is_open(item, found.rows[item.key]):
            at = column_of(item, asked.today)
            ways = moves(item, at, asked.today) if item.lock_version is not None else []
            columns[at].cards.append(Card(item, [(str(to), names[to], months) for to, months in ways]))
    for column in columns:
        column.cards.sort(key=lambda card: (str(card.item.end or card.item.start), card.item.name))
        column.more, column.cards = max(0, len(column.cards) - MOST), column.cards[:MOST]
    return columns


def is_open(item, row):
    match item.kind:
        case "version":
            return row.is_open
        case "milestone":
            return row.done_at is None
        case _requirement:
            return row.status.is_open


def moves(item, at, today):
    """`(column, months)`: by how much an item moves into the other columns, as far as whole quarters bring it there."""
    away = quarters_away((item.end or item.start).end, today)
    begun = -quarters_away(item.start.start, today) if item.start else away
    for to in {0, 1, 2} - {at}:
        least = to - away if to < 2 else max(to - away, begun)
        for quarters in (least, least + 1):
            shift = Shift(months=NEXT * quarters)
            try:
                there = replace(item, start=shift.of(item.start), end=shift.of(item.end))
            except OverflowError:
                break
            if column_of(there, today) == to:
                yield to, NEXT * quarters
                break


def by_version(asked, found, requirements):
    """`(columns, how many more there are)`: one for each open version with its requirements, the soonest first."""
    columns = []
    for item in found.items:
        row = found.rows[item.key]
        if item.kind == "version" and row.is_open:
            columns.append(Column(str(row.pk), row.name, item=item))
    columns, more = columns[:MOST], max(0, len(columns) - MOST)
    by_key = {column.key: column for column in columns}
    rows = requirements.filter(version__in=[int(key) for key in by_key]).exclude(status__category=Category.DECLINED)
    rows = rows.select_related("status", "product")
    rows = rows.only("key", "number", "title", "version", "priority", "status__name", "status__category", "status__hue",
                     "product__key")  # fmt: skip
    for row in rows.order_by("status__position", "priority", "rank", "pk")[:2_000]:
        column = by_key[str(row.version_id)]
        if len(column.cards) < SHOWN:
            column.cards.append(Planned(row, found.homes.get(row.product_id)))
        else:
            column.more += 1
    return columns, more
