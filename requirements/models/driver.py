"""The inputs of a score, and the well-known models made of them."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from pmhub.lib.formula.grammar import FUNCTIONS

NAME = re.compile(r"[^\W\d]\w*")
NAME_LENGTH = 40
FIELDS = {  # what a formula may read besides drivers and number fields: the requirement's own columns
    "estimate": _("Estimate"),
    "priority": _("Priority"),
    "votes": _("Votes"),
    "demand": _("Demand"),
}
RESERVED = {*FIELDS, *FUNCTIONS, "custom"}
OPEN_END = 6  # a driver without a maximum fills its bar at 10⁶, logarithmically


@dataclass(frozen=True)
class Driver:
    """One input: what people call it, its unit, the range it is given in, and its weight in a weighted score."""

    name: str
    label: str = ""
    unit: str = ""
    min: Decimal | None = None
    max: Decimal | None = None
    weight: Decimal = Decimal(1)

    @classmethod
    def stored(cls, kind, row):
        """From the JSON of a ScoringModel. Without a label of their own, well-known names speak every language."""
        known = WELL_KNOWN.get(kind, {}).get(row["name"], cls(row["name"]))
        number = {key: Decimal(str(row[key])) for key in ("min", "max", "weight") if row.get(key) is not None}
        words = {key: row[key] for key in ("label", "unit") if row.get(key)}
        return replace(known, **number, **words)

    def as_json(self):
        row = {"name": self.name, "label": str(self.label), "unit": str(self.unit)}
        for key in ("min", "max", "weight"):
            value = getattr(self, key)
            row[key] = None if value is None else int(value) if value == int(value) else float(value)
        return row

    @property
    def title(self):
        return self.label or self.name

    def allows(self, value):
        return (self.min is None or value >= self.min) and (self.max is None or value <= self.max)

    @property
    def range(self):
        """For people: "0 to 100", "at least 0", "" where anything goes."""
        if self.min is not None and self.max is not None:
            return _("%(min)s to %(max)s") % {"min": plain(self.min), "max": plain(self.max)}
        if self.min is not None:
            return _("at least %s") % plain(self.min)
        return _("at most %s") % plain(self.max) if self.max is not None else ""

    def share(self, value):
        """How much of its bar a value fills, 0 to 100; an open range is shown logarithmically up to a million."""
        if value is None:
            return 0
        low = self.min or Decimal(0)
        if self.max is not None and self.max > low:
            filled = (value - low) / (self.max - low)
        else:
            filled = (1 + max(value - low, Decimal(0))).log10() / OPEN_END
        return int(100 * min(max(filled, Decimal(0)), Decimal(1)))


def plain(number):
    """A decimal as people write it: without trailing zeros and powers."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _driver(name, label, unit="", low=None, high=None, weight=1):
    bounds = [None if bound is None else Decimal(str(bound)) for bound in (low, high)]
    return Driver(name, label, unit, *bounds, Decimal(weight))


# Each kind's formula and drivers. Sources:
# RICE: Sean McBride, "RICE: Simple prioritization for product managers", Intercom 2018. Confidence is in percent.
# ICE: Sean Ellis; impact, confidence and ease from 1 to 10 each.
# WSJF: Scaled Agile Framework; cost of delay (user-business value + time criticality + risk reduction and opportunity
# enablement) divided by job size, each on the relative scale 1, 2, 3, 5, 8, 13, 20.
RICE = [
    _driver("reach", _("Reach"), _("people"), 0),
    _driver("impact", _("Impact"), "", 0, 3),
    _driver("confidence", _("Confidence"), "%", 0, 100),
    _driver("effort", _("Effort"), _("person-weeks"), 0),
]
ICE = [
    _driver("impact", _("Impact"), "", 0, 10),
    _driver("confidence", _("Confidence"), "", 0, 10),
    _driver("ease", _("Ease"), "", 0, 10),
]
WSJF = [
    _driver("business_value", _("User and business value"), "", 0, 20),
    _driver("time_criticality", _("Time criticality"), "", 0, 20),
    _driver("risk_reduction", _("Risk reduction"), "", 0, 20),
    _driver("job_size", _("Job size"), "", 0, 20),
]
VALUE_EFFORT = [
    _driver("value", _("Value"), "", 0, 10),
    _driver("effort", _("Effort"), "", 0, 10),
]
WEIGHTED = [
    _driver("user_value", _("Value for users"), "", 0, 10, 5),
    _driver("business_value", _("Value for the business"), "", 0, 10, 3),
    _driver("strategic_fit", _("Strategic fit"), "", 0, 10, 2),
]
FORMULAS = {
    "rice": ("reach * impact * confidence / 100 / effort", RICE),
    "ice": ("impact * confidence * ease", ICE),
    "wsjf": ("(business_value + time_criticality + risk_reduction) / job_size", WSJF),
    "value_effort": ("value / effort", VALUE_EFFORT),
}
WELL_KNOWN = {
    kind: {driver.name: driver for driver in drivers}
    for kind, drivers in [*((kind, drivers) for kind, (_formula, drivers) in FORMULAS.items()), ("weighted", WEIGHTED)]
}
WELL_KNOWN["formula"] = {driver.name: driver for driver in [*WSJF, *VALUE_EFFORT, *RICE, *ICE[2:], *WEIGHTED]}


def weighted(drivers):
    """The formula of weighted drivers: Σ weight × driver ÷ Σ weight."""
    terms = " + ".join(f"{plain(driver.weight)} * {driver.name}" for driver in drivers)
    return f"({terms}) / {plain(sum(driver.weight for driver in drivers))}"


def column_of(name, table):
    """SQL of type numeric for what a formula calls `name`: a field, a number field of the product or a driver.

    Never fails: whatever is no number counts as missing.
    """
    if name in FIELDS:
        return f"{table}.{name}::numeric"
    entry = f"{table}.drivers -> '{name}'"
    if name.startswith("custom."):
        entry = f"{table}.custom -> '{name.removeprefix('custom.')}'"
    return f"CASE WHEN jsonb_typeof({entry}) = 'number' THEN ({entry})::numeric END"
