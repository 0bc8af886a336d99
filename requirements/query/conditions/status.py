"""Conditions on the step of the workflow."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from products.models import Category, Status
from products.models.status import OPEN
from requirements.query.conditions.values import any_of, codes, folded, number, only_equal
from requirements.query.names import perhaps

CLOSED = [category for category in Category.values if category not in OPEN]
GROUPS = {"open": OPEN, "closed": CLOSED, "未完成": OPEN, "未关闭": OPEN, "已关闭": CLOSED, "关闭": CLOSED}


def by_status(values, user):
    """An id, a category, `open`, `closed` or the status's name."""

    def condition(value):
        if value in ("open", "closed"):
            return Q(status__category__in=GROUPS[value])
        if value in Category.values:
            return Q(status__category=value)
        return Q(status=number(value)) if value.isdecimal() else Q(status__name__iexact=value)

    return any_of(values, condition)


def status(term, user):
    """As `by_status`; besides, categories in every language, and a name must be one that the reader can see."""
    only_equal(term)

    def condition(value):
        if folded(value) in GROUPS:
            return Q(status__category__in=GROUPS[folded(value)])
        if value.isdecimal():
            return Q(status=number(value))
        category = codes(Category).get(folded(value))
        named = Q(status__in=named_status(value, user, needed=category is None))
        return named | Q(status__category=category) if category else named

    return any_of(term.values, condition)


def named_status(value, user, needed):
    seen = Status.objects.visible_to(user).order_by()
    ids = list(seen.filter(name__iexact=value).values_list("pk", flat=True))
    if needed and not ids:
        names = [*Category.values, "open", "closed", *seen.values_list("name", flat=True).distinct()[:200]]
        raise ValidationError(_("There is no status “%s”.") % value[:60] + perhaps(value, names))
    return ids or [0]
