"""Conditions on priority, kind and level."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from requirements.models.requirement import Kind, Level, Priority
from requirements.query.conditions.values import any_of, bounds, codes, folded, holding, only_equal, unknown


def by_choice(field, choices):
    def build(values, user):
        def condition(value):
            if value not in choices:
                raise ValidationError(
                    _("“%(value)s” is not one of: %(known)s.") % {"value": value, "known": ", ".join(choices)}
                )
            return Q(**{field: value})

        return any_of(values, condition)

    return build


def by_priority(values, user):
    return by_choice("priority", list("01234"))([value.upper().removeprefix("P") for value in values], user)


def priority(term, user):
    """`p0`, `0`, or with a comparison of the numbers: `priority<=p1` is P0 and P1."""

    def condition(value):
        level = folded(value).removeprefix("p")
        if level not in ("0", "1", "2", "3", "4"):
            raise unknown(value, [f"P{level}" for level in Priority.values])
        return holding("priority", bounds(term.op, int(level), int(level)))

    return any_of(term.values, condition)


def choice(field, choices):
    def build(term, user):
        only_equal(term)

        def condition(value):
            code = codes(choices).get(folded(value))
            if code is None:
                raise unknown(value, choices.values)
            return Q(**{field: code})

        return any_of(term.values, condition)

    return build


kind, level = choice("kind", Kind), choice("level", Level)
