"""What stands in the cells of a row."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from products.models.custom_field import Kind
from requirements.reading import faces
from requirements.views.columns import text_of


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a column that each product defines for itself. `value` is what its editor begins with."""

    column: object
    text: str
    value: str

    @property
    def template(self):
        return self.column.template


def dressed(requirements, frame, columns):
    """Give each requirement what its row shows beyond its own fields: `cells`, one for each column."""
    language, today, best = get_language() or "en", timezone.localdate(), frame["best"]
    names = {column.name for column in columns}
    for requirement in requirements:
        due, start = requirement.due, requirement.start if "start" in names else None
        requirement.due_label = due.brief(language, today) if due else ""
        requirement.start_label = start.brief(language, today) if start else ""
        requirement.is_late = bool(due and due.end < today and requirement.status.is_open)
        requirement.faces = faces(requirement.assignee_rows)
        requirement.share = share(requirement.score, best)
        requirement.cells = [cell(requirement, column) for column in columns]
    return requirements


def cell(requirement, column):
    """What the template needs to draw the cell: the column itself where the requirement's own fields say it all."""
    if column.custom:
        value = requirement.custom.get(column.custom)
        return Cell(column, shown(column, value), raw(value))
    if column.driver:
        value = requirement.drivers.get(column.driver)
        return Cell(column, shown(column, value), raw(value))
    return column


def share(score, best):
    """How much of its bar a score fills, 0 to 100, relative to the product's best."""
    return int(100 * max(score, 0) / best) if score is not None and best and best > 0 else 0


def shown(column, value):
    if column.kind == Kind.RATING and isinstance(value, int):
        return "★" * min(value, 5)
    if column.number and isinstance(value, int | float):
        return f"{value:,}"
    return text_of(value)


def raw(value):
    """What an editor begins with: choices each on a line."""
    return "\n".join(map(str, value)) if isinstance(value, list) else text_of(value)
