"""Conditions on a product's own fields: `custom.team:growth`, `custom.risk>=3`."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from products.models import CustomField
from products.models.custom_field import Kind
from requirements.query.conditions.entries import comparing, containing, entry, equal, there
from requirements.query.conditions.times import days
from requirements.query.conditions.values import (
    ME,
    NONE,
    SOME,
    any_of,
    bounds,
    folded,
    interval,
    only_equal,
    unknown,
)
from requirements.query.names import perhaps


def custom(term, user):
    """By key, or by the name that people see. Products may define the same key differently: each by its own kind."""
    name = term.name.removeprefix("custom.")
    seen = CustomField.objects.visible_to(user).order_by()
    fields = list(seen.filter(Q(key=name) | Q(name__iexact=name))[:500])
    if not fields:
        known = seen.values_list("key", flat=True).distinct()[:200]
        raise ValidationError(_("There is no custom field “%s”.") % name[:60] + perhaps(name, known))
    alike, refusal, conditions = {}, None, Q()
    for field in fields:
        alike.setdefault((field.key, field.kind, tuple(field.options)), []).append(field)
    for same in alike.values():
        try:
            found = any_of(term.values, lambda value, field=same[0]: one_value(field, term, value, user))
        except ValidationError as error:
            refusal = error
        else:
            conditions |= found if len(alike) == 1 else found & Q(product__in=[field.product_id for field in same])
    if not conditions:
        raise refusal
    return conditions


def one_value(field, term, value, user):
    if folded(value) in NONE | SOME:
        only_equal(term)
        return ~there("custom", field.key) if folded(value) in NONE else there("custom", field.key)
    return entry("custom", PATHS[field.kind](field, term, value, user))


def numeric(field, term, value, user):
    return comparing(field.key, bounds(term.op, *interval(value)))


def dated(field, term, value, user):
    op, first, last = days(value, term.op)
    return comparing(field.key, bounds(op, first.isoformat(), last.isoformat()))


def chosen(field, term, value, user):
    only_equal(term)
    for option in field.options:
        if folded(option) == folded(value):
            return equal(field.key, option)
    raise unknown(value, field.options)


def texted(field, term, value, user):
    only_equal(term)
    return containing(field.key, value)


def person(field, term, value, user):
    only_equal(term)
    value = value.lstrip("@＠")
    return containing(field.key, user.name if folded(value) in ME else value)


PATHS = {
    Kind.TEXT: texted,
    Kind.URL: texted,
    Kind.PERSON: person,
    Kind.NUMBER: numeric,
    Kind.RATING: numeric,
    Kind.DATE: dated,
    Kind.SELECT: chosen,
    Kind.MULTI_SELECT: chosen,
}
