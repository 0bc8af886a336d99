"""The numbers of a requirement that a matrix can show: scoring inputs, fields, and numbers of the product's own."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from pmhub.lib.scales import nice_step
from products.models.custom_field import Kind as FieldKind

COSTS = ("effort", "job_size", "estimate")
BENEFITS = ("impact", "value", "business_value", "user_value")
FINE = 40  # steps in the range of what is dragged


@dataclass(frozen=True)
class Measure:
    """`sets` is what a move writes when it is dragged; "" for what is only computed."""

    name: str
    label: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    sets: str = ""

    @property
    def title(self):
        return f"{self.label} ({self.unit})" if self.unit else self.label

    @property
    def is_cost(self):
        return self.name in COSTS

    def given(self):
        """The condition that a requirement has it."""
        if self.sets.startswith("drivers."):
            return Q(drivers__has_key=self.name)
        if self.name.startswith("custom."):
            return Q(custom__has_key=self.name.removeprefix("custom."))
        return Q(**{f"{self.name}__isnull": False})

    def of(self, requirement):
        """Its value as a float; None for none."""
        if self.sets.startswith("drivers."):
            value = requirement.drivers.get(self.name)
        elif self.name.startswith("custom."):
            value = requirement.custom.get(self.name.removeprefix("custom."))
        else:
            value = getattr(requirement, self.name)
        is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        return float(value) if is_number else None

    def step(self, scale):
        """How far one press of an arrow key goes, and to what a drag snaps."""
        step = nice_step(scale.high - scale.low, FINE)
        return max(step, 1) if self.name == "votes" or (self.high == 5 and self.low == 1) else step


def measures_of(model, frame):
    """All measures of a product by name: its scoring inputs first."""
    found = [
        Measure(driver.name, str(driver.title), str(driver.unit), number(driver.min), number(driver.max),
                f"drivers.{driver.name}")
        for driver in model.inputs.values()
    ]  # fmt: skip
    found += [
        Measure("estimate", _("Estimate"), low=0, sets="estimate"),
        Measure("score", _("Score")),
        Measure("votes", _("Votes"), low=0),
        Measure("demand", _("Demand"), low=0),
    ]
    for row in frame["field_rows"]:
        name = f"custom.{row['key']}"
        if row["kind"] == FieldKind.NUMBER:
            found.append(Measure(name, row["name"], sets=name))
        elif row["kind"] == FieldKind.RATING:
            found.append(Measure(name, row["name"], low=1, high=5, sets=name))
    return {measure.name: measure for measure in found}


def number(bound):
    return None if bound is None else float(bound)


def usual(measures):
    """`(x, y, size)` where the address names none: a cost against a benefit, by the first input that is left."""
    inputs = [name for name, measure in measures.items() if measure.sets.startswith("drivers.")] or list(measures)
    x = next((name for name in COSTS if name in inputs), inputs[-1])
    y = next((name for name in BENEFITS if name in inputs and name != x), inputs[0])
    size = next((name for name in inputs if name not in (x, y)), "votes")
    return x, y, size


def quadrants(x, y):
    """The names of the four fields, `(top left, top right, bottom left, bottom right)`; none where they say nothing."""
    if x.is_cost and not y.is_cost:
        return _("Quick wins"), _("Big bets"), _("Fill-ins"), _("Time sinks")
    if y.is_cost and not x.is_cost:
        return _("Time sinks"), _("Big bets"), _("Fill-ins"), _("Quick wins")
    return ("", "", "", "")
