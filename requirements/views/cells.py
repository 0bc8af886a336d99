"""What stands in the cells of a row."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from pmhub.lib.fuzzy_dates import FuzzyDate
from products.models.custom_field import Kind
from requirements.reading import faces
from requirements.views.columns import text_of
from requirements.views.glances import glanced


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
    language, today = get_language() or "en", timezone.localdate()
    names = {column.name for column in columns}
    for requirement in glanced(requirements, frame["best"]):
        start = requirement.start if "start" in names else None
        requirement.start_label = start.brief(language, today) if start else ""
        requirement.faces = faces(requirement.assignee_rows)
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


def shown(column, value):
    if column.kind == Kind.RATING and isinstance(value, int):
        return "★" * min(value, 5)
    if column.kind == Kind.DATE and value:
        return FuzzyDate(date.fromisoformat(value)).brief(get_language() or "en", timezone.localdate())
    if column.number and isinstance(value, int | float):
        return f"{value:,}"
    return text_of(value)


def raw(value):
    """What an editor begins with: choices each on a line."""
    return "\n".join(map(str, value)) if isinstance(value, list) else text_of(value)
