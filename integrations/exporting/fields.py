"""The columns of an exported file: what they are called, what stands in them, and which field takes them back."""

import datetime
import json
from dataclasses import dataclass

import orjson
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from pmhub.lib.tabular.defusing import defused
from products.models.custom_field import Kind as FieldKind
from requirements.api.rows import JSON
from requirements.models import ScoringModel
from requirements.models.requirement import Kind, Level

KEY = gettext_noop("PMHub key")  # its column says that the file is ours
WORDS = {"kind": Kind, "level": Level}
NAMED = {"status", "owner", "requester", "version", "milestone"}
MOMENTS = {"created_at", "updated_at"}
MANY = {"tags", "assignees"}
SEPARATING = set(",;，；、|\n\r[")


@dataclass(frozen=True)
class Field:
    """A column: its `name` in JSON, its label, the member of a requirement it shows, and the import's field for it."""

    name: str
    label: str | Promise
    member: str
    target: str = ""
    entry: str = ""  # of drivers or custom
    kind: str = ""

    def of(self, row):
        """What a requirement (see requirements.api.rows.texts) has here: text, number, date, moment, list or None."""
        value = row[self.member]
        if self.member in JSON and value is not None:
            value = orjson.loads(value)
        if self.entry:
            value = (value or {}).get(self.entry)
            return datetime.date.fromisoformat(value) if self.kind == FieldKind.DATE and value else value
        if self.member in WORDS:
            return str(WORDS[self.member](value).label)
        if self.member == "priority":
            return f"P{value}"
        if self.member in NAMED:
            return value and value["name"]
        if self.member == "assignees":
            return [somebody["name"] for somebody in value]
        if self.member == "criteria":
            return "\n".join(f"[{'x' if one['done'] else ' '}] {one['text']}" for one in value)
        return value


FIELDS = [
    Field("pmhub_key", _("PMHub key"), "key", "external_id"),
    Field("title", _("Title"), "title", "title"),
    Field("kind", _("Kind"), "kind", "kind"),
    Field("level", _("Level"), "level", "level"),
    Field("status", _("Status"), "status", "status"),
    Field("priority", _("Priority"), "priority", "priority"),
    Field("score", _("Score"), "score"),
    Field("assignees", _("Assignees"), "assignees", "assignees"),
    Field("owner", _("Owner"), "owner", "owner"),
    Field("version", _("Version"), "version", "version"),
    Field("milestone", _("Milestone"), "milestone", "milestone"),
    Field("due", _("Due"), "due", "due"),
    Field("tags", _("Tags"), "tags", "tags"),
    Field("estimate", _("Estimate"), "estimate", "estimate"),
    Field("votes", _("Votes"), "votes", "votes"),
    Field("demand", _("Demand"), "demand"),
    Field("created", _("Created"), "created_at"),
    Field("updated", _("Updated"), "updated_at"),
    Field("parent", _("Parent"), "parent", "parent"),
    Field("start", _("Start"), "start", "start"),
    Field("requester", _("Requester"), "requester", "requester"),
    Field("description", _("Description"), "description", "description"),
    Field("as_a", _("As a"), "as_a", "as_a"),
    Field("i_want", _("I want"), "i_want", "i_want"),
    Field("so_that", _("so that"), "so_that", "so_that"),
    Field("criteria", _("Acceptance criteria"), "criteria", "acceptance"),
]
PRODUCT = Field("product", _("Product"), "product")
ALWAYS = ["pmhub_key", "title"]


def fields_of(product):
    """Every column that a file of this product can have: its drivers and own fields last; None is all products."""
    if product is None:
        return [*FIELDS, PRODUCT]
    inputs = ScoringModel.of_product(product).inputs
    customs = product.custom_fields.all()
    return [
        *FIELDS,
        *(Field(f"drivers.{n}", one.title, "drivers", f"driver:{n}", n) for n, one in inputs.items()),
        *(Field(f"custom.{c.key}", c.name, "custom", f"custom:{c.key}", c.key, c.kind) for c in customs),
    ]


def chosen(product, names):
    """The columns of these names, in this order, after those that are always there; all of them for None."""
    every = fields_of(product)
    if names is None:
        return every
    known = {field.name: field for field in every}
    return [known[name] for name in dict.fromkeys([*ALWAYS, *names]) if name in known]


def mapping_of(headers, product):
    """`{header: field of an import}` where the file is one of ours, in whichever language; else None."""
    if not {KEY, *(translated(KEY)), "pmhub_key"} & set(headers):
        return None
    targets = {}
    for field in reversed(fields_of(product)):
        labels = translated(field.label)
        targets |= dict.fromkeys([*labels, *map(defused, labels), field.name], field.target)
    return {header: targets[header] for header in headers if targets.get(header)}


def translated(label):
    """The label in every language of the product."""
    words = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            words.append(translation.gettext(label) if label == KEY else str(label))
    return words


def as_text(value, *, exact=False):
    """A value in one cell of text; `exact` writes lists so that nothing in them can be mistaken for a separator."""
    if value is None:
        return ""
    if isinstance(value, list):
        if exact and any(SEPARATING & set(str(part)) for part in value):
            return json.dumps(value, ensure_ascii=False)
        return ", ".join(map(str, value))
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
