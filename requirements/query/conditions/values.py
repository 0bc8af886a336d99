"""What several kinds of conditions share: values, and comparing with them."""

import unicodedata
from decimal import Decimal, InvalidOperation
from functools import cache

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from pmhub.lib.texts import number_in
from requirements.query.names import perhaps

NONE = {"none", "null", "nobody", "empty", "无", "空", "没有"}
SOME = {"some", "any", "有", "任意"}
ME = {"me", "我"}
LARGEST = Decimal(10) ** 15
MOST_DIGITS = 20  # behind the point: what is written with an exponent may have a billion of them


def folded(value):
    return unicodedata.normalize("NFKC", value).strip().casefold()


def any_of(values, condition):
    """The conditions of all values, joined by OR; empty values say nothing."""
    joined = Q()
    for value in values:
        if value.strip():
            joined |= condition(value.strip())
    return joined


def number(value):
    """An id."""
    found = number_in(value)
    if found is None:
        raise ValidationError(_("“%s” is not a number.") % value)
    return found


def ids_of(rows):
    """The ids, looked up beforehand: only of values that it is given does the database know how rare they are.

    Where there are none it is the id that no row has, so that the statement stays one that the database answers.
    """
    return list(rows.values_list("pk", flat=True)) or [0]


def only_equal(term):
    """Refuse comparisons with what has no order."""
    if term.op != ":":
        raise ValidationError(_("“%s” has no order to compare by: use a colon.") % term.name)


def unknown(value, known):
    """The refusal of a value that is none of those known."""
    message = _("“%(value)s” is not one of: %(known)s.") % {
        "value": value[:60],
        "known": ", ".join(str(name) for name in known),
    }
    return ValidationError(message + perhaps(value, known))


@cache
def codes(choices):
    """The stored code by whatever people call a choice: the code itself, and its name in every language."""
    named = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            named |= {folded(str(label)): code for code, label in choices.choices}
    return named | {folded(str(code)): code for code in choices.values}


def as_decimal(value):
    try:
        read = Decimal(unicodedata.normalize("NFKC", value).strip().replace(",", ""))
    except InvalidOperation:
        read = Decimal("NaN")
    if not read.is_finite() or abs(read) > LARGEST or abs(read.as_tuple().exponent) > MOST_DIGITS:
        raise ValidationError(_("“%s” is not a number.") % value[:60])
    return read


def interval(value):
    """`40` or `10..20` as the least and the largest number."""
    low, dots, high = value.partition("..")
    return (as_decimal(low), as_decimal(high)) if dots else (as_decimal(value),) * 2


def bounds(op, low, high):
    """A comparison with everything from `low` to `high`, as `(lookup, bound)` pairs that must all hold."""
    return {
        ":": [("gte", low), ("lte", high)],
        ">": [("gt", high)],
        ">=": [("gte", low)],
        "<": [("lt", low)],
        "<=": [("lte", high)],
    }[op]


def holding(field, pairs):
    """The condition on one column that those pairs say."""
    return Q(**{f"{field}__{lookup}": bound for lookup, bound in pairs})


def missing_or(field, term, condition):
    """For each value: `none`, `some`, or what `condition(value)` says."""

    def one(value):
        if folded(value) in NONE | SOME:
            only_equal(term)
            return Q(**{f"{field}__isnull": folded(value) in NONE})
        return condition(value)

    return any_of(term.values, one)
