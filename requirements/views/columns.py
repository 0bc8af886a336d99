"""The columns of the list: what there is, what this view shows and in which order, and their headers."""

from dataclasses import dataclass
from functools import cached_property

from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

from products.models.custom_field import Kind
from requirements.models import ScoringModel

OWN_KINDS = {
    Kind.SELECT: "choice",
    Kind.RATING: "choice",
    Kind.PERSON: "open-choice",
    Kind.MULTI_SELECT: "choices",
}
NUMBERS = (Kind.NUMBER, Kind.RATING)


@dataclass(frozen=True)
class Column:
    """`sort` is the order its header offers, in the direction that is tried first; "" for none.

    `editor` says how a cell is edited: "text", "choice" (of a list), "open-choice" (or anything typed), "choices"
    (several of a list), "open-choices", or "" where it is only read. `cell` names the partial of _cells.html.
    """

    name: str
    label: str
    sort: str = ""
    number: bool = False
    editor: str = ""
    cell: str = ""
    kind: str = ""

    @property
    def custom(self):
        return self.name.removeprefix("custom.") if self.name.startswith("custom.") else ""

    @property
    def at_end(self):
        """Whether its figures stand at the right; a score begins with its bar."""
        return self.number and self.name != "score"

    @property
    def driver(self):
        return self.name.removeprefix("drivers.") if self.name.startswith("drivers.") else ""

    @cached_property
    def template(self):
        """What draws a cell: compiled once, because lists have thousands of cells."""
        return get_template(f"requirements/_cells.html#{self.cell or self.name}").template


KEY = Column("key", _("Key"), "number")
TITLE = Column("title", _("Title"), "title", editor="text")
COLUMNS = [
    Column("kind", _("Kind"), editor="choice"),
    Column("level", _("Level"), editor="choice"),
    Column("status", _("Status"), editor="choice"),
    Column("priority", _("Priority"), "priority", editor="choice"),
    Column("score", _("Score"), "-score", number=True),
    Column("assignees", _("Assignees"), editor="open-choices"),
    Column("owner", _("Owner"), editor="choice"),
    Column("version", _("Version"), editor="choice"),
    Column("milestone", _("Milestone"), editor="choice"),
    Column("start", _("Start"), "start", editor="text"),
    Column("due", _("Due"), "due", editor="text"),
    Column("tags", _("Tags"), editor="open-choices"),
    Column("parent", _("Parent"), editor="choice"),
    Column("estimate", _("Estimate"), "-estimate", number=True, editor="text"),
    Column("votes", _("Votes"), "-votes", number=True),
    Column("demand", _("Demand"), "-demand", number=True),
    Column("created", _("Created"), "-created"),
    Column("updated", _("Updated"), "-updated"),
]
USUAL = ["status", "priority", "score", "assignees", "version", "due", "tags", "votes"]
ORDERS = {
    "-score": _("Score"),
    "rank": _("Manual order"),
    "number": _("Key"),
    "priority": _("Priority"),
    "due": _("Due"),
    "-updated": _("Updated"),
    "-created": _("Created"),
}


def columns_of(frame):
    """All columns the product offers: those of every requirement, the inputs of its score, and its own fields."""
    return [*COLUMNS, *map(driver_column, drivers_of(frame)), *map(own_column, frame["field_rows"])]


def drivers_of(frame):
    """The inputs of the product's score; those of RICE where nobody has chosen a model."""
    rows = frame["model_rows"]
    model = ScoringModel(**rows[0]) if rows else ScoringModel.rice(None)
    return model.inputs.values()


def driver_column(driver):
    return Column(f"drivers.{driver.name}", driver.title, f"-drivers.{driver.name}", True, "text", "number")


def own_column(row):
    number = row["kind"] in NUMBERS
    sort = "" if row["kind"] == Kind.MULTI_SELECT else f"{'-' if number else ''}custom.{row['key']}"
    cell = "rating" if row["kind"] == Kind.RATING else "number" if number else "text"
    return Column(
        f"custom.{row['key']}", row["name"], sort, number, OWN_KINDS.get(row["kind"], "text"), cell, row["kind"]
    )


def shown_of(frame, asked=""):
    """The names of the columns to show: those the address asks for, those this person has chosen, or the usual ones."""
    if asked:
        return list(dict.fromkeys(asked.split(",")))
    return USUAL if frame["chosen"] is None else frame["chosen"]


def in_order(columns, names):
    """The columns with these names, in the order of the names; names of no column are left out."""
    known = {column.name: column for column in columns}
    return [known[name] for name in names if name in known]


def chooser(columns, names):
    """Every column for the menu that chooses them, those shown first and in their order: `(column, is shown)`."""
    shown = in_order(columns, names)
    return [*((column, True) for column in shown), *((column, False) for column in columns if column not in shown)]


def turned(sort):
    """The same order the other way round."""
    return sort[1:] if sort.startswith("-") else f"-{sort}"


@dataclass(frozen=True)
class Head:
    """A column's header: where a click leads, and which way the list is ordered now."""

    column: Column
    url: str = ""
    direction: str = ""


def head(column, address, sort):
    if not column.sort:
        return Head(column)
    is_on = sort.removeprefix("-") == column.sort.removeprefix("-")
    url = str(address.having("sort", [turned(sort) if is_on else column.sort]))
    return Head(column, url, ("down" if sort.startswith("-") else "up") if is_on else "")


def text_of(value):
    """A custom field's value as text."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
