"""The columns of the list, and what stands in their cells."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from requirements.reading import faces


@dataclass(frozen=True)
class Column:
    """`sort` is the order its header offers, in the direction that is tried first; "" for none."""

    name: str
    label: str
    sort: str = ""
    number: bool = False

    @property
    def custom(self):
        return self.name.removeprefix("custom.") if self.name.startswith("custom.") else ""


COLUMNS = [
    Column("kind", _("Kind")),
    Column("level", _("Level")),
    Column("status", _("Status")),
    Column("priority", _("Priority"), "priority"),
    Column("score", _("Score"), "-score"),
    Column("assignees", _("Assignees")),
    Column("owner", _("Owner")),
    Column("version", _("Version")),
    Column("milestone", _("Milestone")),
    Column("due", _("Due"), "due"),
    Column("tags", _("Tags")),
    Column("estimate", _("Estimate"), number=True),
    Column("votes", _("Votes"), number=True),
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
    """All columns the product offers, its own fields last."""
    return [*COLUMNS, *(Column(f"custom.{row['key']}", row["name"]) for row in frame["field_rows"])]


def shown_of(frame):
    """The names of the columns this person has chosen, or the usual ones."""
    return USUAL if frame["chosen"] is None else frame["chosen"]


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


KEY, TITLE = Column("key", _("Key"), "number"), Column("title", _("Title"))


def dressed(requirements, frame, columns):
    """Give each requirement what its row shows beyond its own fields."""
    language, today, best = get_language() or "en", timezone.localdate(), frame["best"]
    custom = [column.custom for column in columns if column.custom]
    for requirement in requirements:
        due = requirement.due
        requirement.due_label = due.brief(language, today) if due else ""
        requirement.is_late = bool(due and due.end < today and requirement.status.is_open)
        requirement.faces = faces(requirement.assignee_rows)
        requirement.share = share(requirement.score, best)
        requirement.custom_cells = [(key, text_of(requirement.custom.get(key))) for key in custom]
    return requirements


def share(score, best):
    """How much of its bar a score fills, 0 to 100, relative to the product's best."""
    return int(100 * max(score, 0) / best) if score is not None and best and best > 0 else 0


def text_of(value):
    """A custom field's value as a cell shows it."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
