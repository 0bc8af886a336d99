"""Grouping lists: by what, and how many and how much there is in each group, in one statement."""

from dataclasses import dataclass, field

from django.db.models import Case, Count, Exists, F, Func, JSONField, Min, OuterRef, Q, Sum, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, Concat
from django.db.models.lookups import Exact, IsNull
from django.utils.translation import gettext_lazy as _

from pmhub.lib.texts import number_in
from products.models import Category
from products.models.custom_field import Kind as FieldKind
from requirements.models import Assignment, RequirementTag
from requirements.models.requirement import Kind, Level, Priority

NOTHING = Q(pk__in=[])
GROUPING_KINDS = (FieldKind.SELECT, FieldKind.MULTI_SELECT, FieldKind.PERSON, FieldKind.RATING)


@dataclass(frozen=True)
class Dimension:
    """Something to group by.

    `key` is an expression that tells the groups apart, `title` one that names them where `names` does not; `names` and
    `looks` are by key and, with `ordered`, in the order of the groups. With `several`, an item may be in several.
    """

    name: str
    label: str
    key: object
    title: object = None
    names: dict = field(default_factory=dict)
    looks: dict = field(default_factory=dict)
    empty: str = _("None")
    ordered: bool = False
    dated: bool = False
    several: bool = False
    finds: object = None

    def condition(self, key):
        """What the items of the group with this key have in common; None is the group without a value."""
        if self.finds:
            return self.finds(key)
        column = self.key.name
        if key is None:
            return Q(**{column: None})
        is_id = column.endswith("_id") or column == "priority"
        return Q(**{column: key}) if not is_id or number_in(key) is not None else NOTHING

    def order(self, key, label):
        """Where a group stands: in the order of what people defined, else by its name; without a value last."""
        if key is None:
            return (2, 0, "")
        if self.ordered:
            return (0, list(self.names).index(key), "") if key in self.names else (1, 0, label.casefold())
        return (0, 0, key if self.dated else label.casefold())


def chosen(name, label, column, choices):
    names = {str(value): str(text) for value, text in choices}
    looks = {key: {"level": key} for key in names} if column == "priority" else {}
    return Dimension(name, label, F(column), names=names, looks=looks, ordered=True)


def by_month(key):
    if key is None:
        return Q(due_on=None)
    year, _dash, month = key.partition("-")
    digits = year.isdecimal() and month.isdecimal() and len(key) == 7
    return Q(due_on__year=int(year), due_on__month=int(month)) if digits and int(year) and int(month) < 13 else NOTHING


def by_assignee(key):
    rows = Assignment.objects.filter(requirement=OuterRef("pk"))
    if key is None:
        return ~Q(Exists(rows))
    kind, _colon, pk = key.rpartition(":")
    return Q(Exists(rows.filter(**{"person" if kind else "user": pk}))) if number_in(pk) is not None else NOTHING


def by_tag(key):
    return tagged(tag=key) if key is None or number_in(key) is not None else NOTHING


def by_tag_named(key):
    return tagged(tag__name=key)


def tagged(**by):
    """Those with such a tag; with None those without any."""
    rows = RequirementTag.objects.filter(requirement=OuterRef("pk"))
    return ~Q(Exists(rows)) if None in by.values() else Q(Exists(rows.filter(**by)))


def dimensions_of(frame):
    """All that the requirements of a product can be grouped by, from its frame (requirements.reading.frame_of)."""
    statuses, tags = frame["status_rows"], frame["tag_rows"]
    return [
        Dimension(
            "status", _("Status"), F("status_id"), names={str(row["id"]): row["name"] for row in statuses},
            looks={str(row["id"]): {"category": row["category"], "hue": row["hue"]} for row in statuses}, ordered=True,
        ),
        chosen("priority", _("Priority"), "priority", Priority.choices),
        *people(),
        Dimension("version", _("Version"), F("version_id"), F("version__name"), empty=_("Unplanned")),
        Dimension("milestone", _("Milestone"), F("milestone_id"), F("milestone__name")),
        Dimension("tag", _("Tag"), F("tagging__tag_id"), F("tagging__tag__name"), several=True, finds=by_tag,
                  looks={str(row["id"]): {"hue": row["hue"]} for row in tags}),
        *whatever(),
        *(own_dimension(row) for row in frame["field_rows"] if row["kind"] in GROUPING_KINDS),
    ]  # fmt: skip


def common_dimensions(frame):
    """All that requirements of several products can be grouped by, from their frame (requirements.across.frame_across).

    Steps are grouped by their category; versions, milestones and tags by their names.
    """
    return [
        Dimension("product", _("Product"), F("product_id"), F("product__name")),
        Dimension(
            "status", _("Status"), F("status__category"), names={code: str(label) for code, label in Category.choices},
            looks={code: {"category": code} for code in Category.values}, ordered=True,
        ),
        chosen("priority", _("Priority"), "priority", Priority.choices),
        *people(),
        Dimension("version", _("Version"), F("version__name"), empty=_("Unplanned")),
        Dimension("milestone", _("Milestone"), F("milestone__name")),
        Dimension("tag", _("Tag"), F("tagging__tag__name"), several=True, finds=by_tag_named,
                  looks={row["name"]: {"hue": row["hue"]} for row in frame["tag_rows"]}),
        *whatever(),
    ]  # fmt: skip


def people():
    assigned = Case(
        When(assignments__user__isnull=False, then=Cast("assignments__user_id", TextField())),
        When(
            assignments__person__isnull=False,
            then=Concat(Value("person:", TextField()), Cast("assignments__person_id", TextField())),
        ),
    )
    return [
        Dimension("assignee", _("Assignee"), assigned, Coalesce("assignments__user__name", "assignments__person__name"),
                  empty=_("Nobody"), several=True, finds=by_assignee),
        Dimension("owner", _("Owner"), F("owner_id"), F("owner__name"), empty=_("Nobody")),
    ]  # fmt: skip


def whatever():
    """What means the same in every product."""
    return [
        Dimension("parent", _("Parent"), F("parent__key"), Concat("parent__key", Value(" "), "parent__title")),
        Dimension("due", _("Due"), Func(F("due_on"), Value("YYYY-MM"), function="to_char", output_field=TextField()),
                  empty=_("No date"), finds=by_month, dated=True),
        chosen("kind", _("Kind"), "kind", Kind.choices),
        chosen("level", _("Level"), "level", Level.choices),
    ]  # fmt: skip


def own_dimension(row):
    """A product's own field."""
    name, options = f"custom.{row['key']}", row["options"]
    if row["kind"] == FieldKind.MULTI_SELECT:
        return several_of(row, name)
    if row["kind"] == FieldKind.RATING:
        options = ["5", "4", "3", "2", "1"]
    names = {option: "★" * int(option) if row["kind"] == FieldKind.RATING else option for option in options}
    text = KeyTextTransform(row["key"], "custom")

    def finds(key):
        return Q(IsNull(text, True)) if key is None else Q(Exact(text, Value(key)))

    return Dimension(name, row["name"], text, names=names, ordered=bool(names), finds=finds)


def several_of(row, name):
    """A field with several choices: an item stands in the group of each."""
    entry = KeyTransform(row["key"], "custom")
    none = Value([None], output_field=JSONField())
    each = Case(When(**{f"custom__{row['key']}__0__isnull": False}, then=entry), default=none, output_field=JSONField())
    key = Func(each, function="jsonb_array_elements_text", output_field=TextField(), set_returning=True)

    def finds(value):
        if value is None:
            return Q(**{f"custom__{row['key']}__0__isnull": True})
        return Q(**{f"custom__{row['key']}__contains": [value]})

    names = {option: option for option in row["options"]}
    return Dimension(name, row["name"], key, names=names, ordered=True, several=True, finds=finds)


@dataclass
class Tally:
    """How many items, and per measure their sum and how many have a value."""

    count: int = 0
    sums: list = field(default_factory=list)
    title: str | None = None

    def add(self, other):
        self.count += other.count
        pairs = zip(self.sums, other.sums, strict=True) if self.sums else ((None, pair) for pair in other.sums)
        self.sums = [pair if mine is None else (mine[0] + pair[0], mine[1] + pair[1]) for mine, pair in pairs]


def tallies(found, dimensions, measures):
    """`{keys: Tally}` of every group of `found` in one statement: `()` is the whole, `(key,)` and `(key, key)` groups.

    `measures` are expressions of numbers. Where items stand in one group each, the groups add up to what is above
    them; where they may stand in several, each level is counted by itself.
    """
    found = found.order_by()
    leaf = level_of(found, dimensions, dimensions, measures)
    if not any(dimension.several for dimension in dimensions):
        return summed(read(leaf, len(dimensions)))
    above = [level_of(found, dimensions[:depth], dimensions, measures) for depth in range(len(dimensions))]
    return read(leaf.union(*above, all=True), len(dimensions))


def level_of(found, wanted, dimensions, measures):
    """The statement of one level; what is not grouped by is NULL, and `depth` says which level it is."""
    nothing = Value(None, output_field=TextField())
    keys, titles = {}, {}
    for place, dimension in enumerate(dimensions):
        is_in = place < len(wanted)
        keys[f"key{place}"] = Cast(dimension.key, TextField()) if is_in else nothing
        title = dimension.title if is_in else None
        titles[f"title{place}"] = Min(Cast(title, TextField())) if title is not None else Cast(nothing, TextField())
    sums = {}
    for place, measure in enumerate(measures):
        sums |= {f"sum{place}": Sum(measure), f"has{place}": Count(measure)}
    rows = found.annotate(**keys, depth=Value(len(wanted))).values(*keys, "depth")
    return rows.annotate(**titles, n=Count("pk"), **sums).values_list(*keys, "depth", *titles, "n", *sums)


def read(rows, levels):
    found = {}
    for row in rows:
        keys, depth, titles, count = row[:levels], row[levels], row[levels + 1 : 2 * levels + 1], row[2 * levels + 1]
        pairs = row[2 * levels + 2 :]
        sums = [(total or 0, has) for total, has in zip(pairs[::2], pairs[1::2], strict=True)]
        found[keys[:depth]] = Tally(count, sums, titles)
    return found


def summed(leaves):
    """The levels above, added up from the last."""
    every = dict(leaves)
    for keys, tally in leaves.items():
        for depth in range(len(keys)):
            above = every.setdefault(keys[:depth], Tally(title=tally.title))
            above.add(tally)
    return every
