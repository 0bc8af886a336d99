"""The table in groups: their headers with counts and sums, the first rows of each, and the menus that choose them."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from urllib.parse import quote, urlencode

from django.db.models import F, Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmhub.lib.fuzzy_dates import FuzzyDate, FuzzyDateError
from pmhub.lib.paging import following
from requirements.grouping import tallies
from requirements.views.orders import value_of

AHEAD = 50  # rows in the first answer, over all groups
FIRST = 20  # rows of one group before "show more"
MOST = 300  # groups that are shown
SUMMABLE = {"score", "estimate", "votes", "demand"}


@dataclass
class Group:
    """A group or sub-group; `rows` are None where they are asked for when they come near."""

    keys: tuple
    label: str
    look: dict
    count: int
    sums: list
    is_leaf: bool
    url: str = ""
    rows: list | None = None
    next: str = ""
    more: int = 0

    @property
    def level(self):
        return len(self.keys)

    @property
    def token(self):
        """What this browser remembers a folded group by."""
        return token(self.keys)

    @property
    def within(self):
        """The tokens of this group and of the one above it."""
        return " ".join(token(self.keys[:depth]) for depth in range(1, self.level + 1))

    @property
    def above(self):
        return token(self.keys[:-1])


def values_of(keys):
    """How the address names a group."""
    return ["-" if key is None else f"={key}" for key in keys]


def token(keys):
    return "/".join("-" if key is None else quote(f"={key}", safe="") for key in keys)


@dataclass(frozen=True)
class Measure:
    """A numeric column added up, or averaged."""

    column: object
    average: bool = False

    @property
    def expression(self):
        return F(self.column.name) if self.column.name in SUMMABLE else value_of(self.column)

    @property
    def name(self):
        return f"avg:{self.column.name}" if self.average else self.column.name

    def text(self, pair):
        total, has = pair
        value = total / has if self.average and has else total
        shown = f"{Decimal(value).quantize(Decimal('0.1')):,f}".removesuffix(".0")
        words = _("average of %(name)s %(n)s") if self.average else _("%(name)s %(n)s")
        return words % {"name": self.column.label, "n": shown}


@dataclass
class Grouping:
    """How the query string groups a table (requirements.views.table.Table), and what it adds up."""

    table: object
    problems: list = field(default_factory=list)

    @cached_property
    def dimensions(self):
        return self.table.dimensions()

    @cached_property
    def by(self):
        """The dimensions in force: none, one, or two."""
        known = {dimension.name: dimension for dimension in self.dimensions}
        wanted = [self.table.address.params.get(name, "") for name in ("group", "subgroup")]
        unknown = [name for name in wanted if name and name not in known]
        self.problems += [_("“%s” is nothing to group by.") % name[:60] for name in unknown]
        found = [known[name] for name in dict.fromkeys(wanted) if name in known]
        if len(found) == 2 and all(getattr(dimension.key, "set_returning", False) for dimension in found):
            self.problems.append(_("Two fields of several choices cannot be combined."))
        elif len(found) == 2:
            return found
        return found[:1]

    @cached_property
    def summable(self):
        return [column for column in self.table.columns if column.number and self.is_numeric(column)]

    def is_numeric(self, column):
        return column.name in SUMMABLE or column.driver or column.custom

    @cached_property
    def measures(self):
        known = {column.name: column for column in self.summable}
        asked = self.table.address.values("sum") or ["score"]
        return [Measure(known[name.removeprefix("avg:")], name.startswith("avg:"))
                for name in dict.fromkeys(asked) if name.removeprefix("avg:") in known]  # fmt: skip

    @cached_property
    def tallies(self):
        return tallies(self.table.found, self.by, [measure.expression for measure in self.measures])

    def totals(self):
        """What all items add up to, in words."""
        whole = self.tallies.get(())
        return self.texts(whole) if whole else []

    def texts(self, tally):
        pairs = zip(self.measures, tally.sums, strict=True)
        return [measure.text(pair) for measure, pair in pairs if pair[1]]

    def groups(self):
        """Every header in its place, the rows of the first ones with them."""
        made = [self.group(keys, tally) for keys, tally in sorted(self.tallies.items(), key=self.place) if keys][:MOST]
        leaves = [group for group in made if group.is_leaf]
        self.fill(leaves)
        return made

    def place(self, item):
        keys, tally = item
        orders = []
        for depth, key in enumerate(keys):
            title = self.tallies[keys[: depth + 1]].title
            orders.append((*self.by[depth].order(key, self.label(depth, key, title)), key or ""))
        return orders

    def label(self, depth, key, titles):
        dimension = self.by[depth]
        if key is None:
            return str(dimension.empty)
        if dimension.dated:
            return month(key)
        return dimension.names.get(key) or (titles and titles[depth]) or key

    def group(self, keys, tally):
        depth = len(keys) - 1
        look = self.by[depth].looks.get(keys[-1], {})
        group = Group(keys, self.label(depth, keys[-1], tally.title), look, tally.count, self.texts(tally),
                      is_leaf=len(keys) == len(self.by))  # fmt: skip
        if group.is_leaf:
            group.url = f"{self.here}&{urlencode([('within', value) for value in values_of(keys)])}"
        return group

    @cached_property
    def here(self):
        """The address of the list of all groups; theirs begin with it."""
        return str(self.table.address.bare.without("within"))

    def address_of(self, keys):
        return self.table.address.bare.having("within", values_of(keys))

    def fill(self, leaves):
        """The first rows of the first groups, in two statements."""
        near, room = [], AHEAD
        for leaf in leaves:
            if room <= 0:
                break
            near.append(leaf)
            room -= min(leaf.count, FIRST)
        places = {place: [] for place in range(len(near))}
        for place, pk in self.first_ids(near):
            places[place].append(pk)
        found, order = self.table.ordered(self.table.found.filter(pk__in={pk for ids in places.values() for pk in ids}))
        rows = {row.pk: row for row in found}
        for place, leaf in enumerate(near):
            self.take(leaf, [rows[pk] for pk in places[place] if pk in rows], order)

    def first_ids(self, leaves):
        """`(place of the leaf, id)` of the first rows of each, in their order, in one statement."""
        parts = []
        for place, leaf in enumerate(leaves):
            found, order = self.table.in_order(self.narrowed(leaf.keys))
            found = found.annotate(leaf=Value(place)).order_by(*order.from_the_start())
            parts.append(found.values_list("leaf", "pk")[: FIRST + 1])
        if len(parts) > 1:
            return list(parts[0].union(*parts[1:], all=True))
        return list(parts[0]) if parts else []

    def take(self, leaf, rows, order):
        leaf.rows = self.table.dressed(rows[:FIRST])
        leaf.more = leaf.count - len(leaf.rows)
        if len(rows) > FIRST:
            address = self.address_of(leaf.keys)
            cursor = following(rows[FIRST - 1], order, of=self.table.signature(address))
            leaf.next = str(address.having("cursor", [cursor]))

    def narrowed(self, keys):
        """The items of one group."""
        found = self.table.found
        for dimension, key in zip(self.by, keys, strict=False):
            found = found.filter(dimension.condition(key))
        return found

    def asked_keys(self):
        """The group that the address asks for with `within`, one value for each level; None where it asks for none."""
        values = self.table.address.values("within")
        return tuple(None if value == "-" else value.removeprefix("=") for value in values)[: len(self.by)]

    def menus(self):
        """The menus as `(name, label, [(label, address, is on)])`."""
        address, names = self.table.address.bare.without("within"), [dimension.name for dimension in self.by]
        none = (_("None"), str(address.without("group").without("subgroup")), not names)
        first = [none, *((d.label, str(address.without("subgroup").having("group", [d.name])), names[:1] == [d.name])
                         for d in self.dimensions)]  # fmt: skip
        menus = [("group", self.by[0].label if names else _("None"), first)]
        if names:
            second = [(_("None"), str(address.without("subgroup")), len(names) < 2)]
            second += [(d.label, str(address.having("subgroup", [d.name])), names[1:] == [d.name])
                       for d in self.dimensions if d.name != names[0]]  # fmt: skip
            menus.append(("subgroup", self.by[1].label if len(names) > 1 else _("None"), second))
        return menus

    def sum_menu(self):
        """What can be added up: `(label, address that adds or takes it away, is on)`."""
        address, on = self.table.address.bare, [measure.name for measure in self.measures]
        found = []
        for column in self.summable:
            for name, words in ((column.name, _("Sum of %s")), (f"avg:{column.name}", _("Average of %s"))):
                names = [other for other in on if other != name] if name in on else [*on, name]
                found.append((words % column.label, str(address.having("sum", names or ["none"])), name in on))
        return found


def month(key):
    try:
        return FuzzyDate.parse(key).label(get_language() or "en")
    except FuzzyDateError:
        return key
