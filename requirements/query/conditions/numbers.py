"""Conditions on numbers: score, votes, demand, estimate, and the drivers of the score."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from requirements.models import ScoringModel
from requirements.models.driver import WELL_KNOWN
from requirements.query.conditions.entries import comparing, entry, there
from requirements.query.conditions.values import (
    NONE,
    SOME,
    any_of,
    bounds,
    folded,
    holding,
    interval,
    missing_or,
    only_equal,
)
from requirements.query.names import perhaps


def by_score(values, user):
    """`none`, `some`, or the least score."""

    def condition(value):
        if value in ("none", "some"):
            return Q(score__isnull=value == "none")
        try:
            return Q(score__gte=float(value))
        except ValueError:
            raise ValidationError(_("“%s” is not a number.") % value) from None

    return any_of(values, condition)


def numeric(field):
    """A term on a column: `score>40`, `votes:10..20`, `estimate:none`."""

    def build(term, user):
        return missing_or(field, term, lambda value: holding(field, bounds(term.op, *interval(value))))

    return build


score, votes, demand, estimate = numeric("score"), numeric("votes"), numeric("demand"), numeric("estimate")


def driver(term, user):
    """`driver.reach>100`: an input of the score, by the name that formulas use."""
    name = term.name.removeprefix("driver.")
    known = {driver for drivers in WELL_KNOWN.values() for driver in drivers}
    if name not in known:
        models = ScoringModel.objects.visible_to(user).values_list("drivers", flat=True)
        known |= {row["name"] for rows in models for row in rows}
    if name not in known:
        raise ValidationError(_("There is no driver “%s”.") % name[:60] + perhaps(name, known))

    def condition(value):
        if folded(value) in NONE | SOME:
            only_equal(term)
            return ~there("drivers", name) if folded(value) in NONE else there("drivers", name)
        return entry("drivers", comparing(name, bounds(term.op, *interval(value))))

    return any_of(term.values, condition)
