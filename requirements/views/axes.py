"""What a board's columns and lanes can be: single-choice fields, and for lanes also people and parents."""

from dataclasses import dataclass, field

from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _

from accounts.models import User
from pmhub.lib.texts import number_in
from products.models.custom_field import Kind as FieldKind
from requirements.models import ExternalPerson, Requirement
from requirements.models.plans import plan_model
from requirements.models.requirement import Kind, Level, Priority
from requirements.reading import first_assignee
from requirements.views.filterbar import LABELS

COLUMNS = ["status", "priority", "kind", "level", "version", "milestone", "owner"]
LANES = ["priority", "assignee", "version", "milestone", "parent", "kind", "level", "owner", "status"]
NUMBERED = {"status", "version", "milestone", "owner", "parent"}
OPEN_VERSIONS = {"planned", "active"}


@dataclass
class Bucket:
    """One value of an axis. `look` are the data attributes of its glyph; `kept` ones are shown even when empty."""

    value: str
    label: str
    look: dict = field(default_factory=dict)
    limit: int | None = None
    kept: bool = True
    count: int = 0

    @property
    def is_over(self):
        return self.limit is not None and self.count > self.limit


@dataclass
class Axis:
    """A field by which requirements are told apart: the SQL of its value, and the values that are known."""

    name: str
    label: str
    value: object
    buckets: list

    def parsed(self, text):
        """A value of an address as the database compares it; None for "none of them" or what cannot be one."""
        if self.name in NUMBERED or self.name == "priority":
            return number_in(text)
        return text or None

    def condition(self, text):
        """Those whose value this is."""
        value = self.parsed(text)
        return Q(**{f"{self.name}_id" if self.name in NUMBERED else self.name: value}) if self.is_plain else Q(**{
            "axis__isnull" if value is None else "axis": True if value is None else value
        })  # fmt: skip

    @property
    def is_plain(self):
        return isinstance(self.value, F)

    def narrowed(self, requirements, text):
        found = requirements if self.is_plain else requirements.annotate(axis=self.value)
        return found.filter(self.condition(text))


def text_of(value):
    """A value as addresses and forms write it."""
    return "" if value is None else str(value)


def axis_named(name, frame):
    """The Axis of this name in a product with this frame; None where there is none."""
    if name.startswith("custom."):
        row = next((row for row in selects(frame) if f"custom.{row['key']}" == name), None)
        options = [Bucket("", _("None")), *(Bucket(option, option) for option in row["options"])] if row else []
        return row and Axis(name, row["name"], KeyTextTransform(row["key"], "custom"), options)
    if name not in {*COLUMNS, *LANES}:
        return None
    return Axis(name, str(LABELS[name]), sql_of(name), known_buckets(name, frame))


def selects(frame):
    return [row for row in frame["field_rows"] if row["kind"] == FieldKind.SELECT]


def offered(names, frame):
    """`(name, label)` of the axes that a menu offers."""
    return [(name, LABELS[name]) for name in names] + [(f"custom.{r['key']}", r["name"]) for r in selects(frame)]


def sql_of(name):
    return first_assignee() if name == "assignee" else F(f"{name}_id" if name in NUMBERED else name)


def known_buckets(name, frame):
    """The values of an axis in the order in which people think of them."""
    if name == "status":
        return [
            Bucket(str(row["id"]), row["name"], {"category": row["category"], "hue": row["hue"]}, row["wip_limit"])
            for row in frame["status_rows"]
        ]
    if name == "priority":
        return [Bucket(str(value), str(label), {"level": value}) for value, label in Priority.choices]
    if name in ("kind", "level"):
        return [Bucket(value, str(label)) for value, label in (Kind if name == "kind" else Level).choices]
    if name == "version":
        rows = reversed(frame["version_rows"])
        return [Bucket("", _("Unplanned")), *(plan(row, row["state"] in OPEN_VERSIONS) for row in rows)]
    if name == "milestone":
        rows = reversed(frame["milestone_rows"])
        return [Bucket("", _("None")), *(plan(row, not row["done_at"]) for row in rows)]
    if name in ("owner", "assignee"):
        return [*(Bucket(str(row["id"]), row["name"]) for row in frame["people_rows"]), Bucket("", _("Nobody"))]
    return [Bucket("", _("Without a parent"))]


def plan(row, kept):
    return Bucket(str(row["id"]), row["name"], kept=kept)


def counted(axis, counts, product, user):
    """The axis's buckets with their counts, those included that only the counts know of, without the empty old ones."""
    known = {bucket.value: bucket for bucket in axis.buckets}
    missing = [value for value in counts if value not in known]
    names = names_of(axis.name, missing, product, user) if missing else {}
    buckets = [*axis.buckets, *(Bucket(value, names.get(value, value), kept=False) for value in missing)]
    for bucket in buckets:
        bucket.count = counts.get(bucket.value, 0)
    return [bucket for bucket in buckets if bucket.kept or bucket.count]


def names_of(name, values, product, user):
    """What people call values beyond the usual choices: old versions, people who have left, parents."""
    numbers = [int(value) for value in values if value.isdecimal()]
    if name == "assignee":
        outside = [value.removeprefix("person:") for value in values if value.startswith("person:")]
        people = ExternalPerson.objects.visible_to(user).of(product).filter(pk__in=outside) if outside else []
        return {
            **{f"person:{person.pk}": person.name for person in people},
            **names_of("owner", [str(number) for number in numbers], product, user),
        }
    if name == "owner":
        return {str(person.pk): person.name for person in User.objects.filter(pk__in=numbers)} if numbers else {}
    if name == "parent":
        parents = Requirement.objects.visible_to(user).of(product).filter(pk__in=numbers)
        return {str(pk): f"{key} {title}" for pk, key, title in parents.values_list("pk", "key", "title")}
    if name in ("version", "milestone"):
        related = plan_model(name)
        plans = related.objects.visible_to(user).of(product).filter(pk__in=numbers)
        return {str(pk): label for pk, label in plans.values_list("pk", "name")}
    return {}
