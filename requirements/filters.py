"""The one language of filters and orders for requirement lists: pages, REST and exports read it from a query string.

Several values of one name mean "any of them", several names mean "all of them".
"""

import datetime

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from pmhub.lib.paging import Sort
from products.models import Category, Tag
from products.models.status import OPEN
from requirements.models import Assignment, Requirement, RequirementTag
from requirements.models.requirement import Kind, Level
from requirements.search import matching

CLOSED = [category for category in Category.values if category not in OPEN]
SORTS = {
    "score": Sort("score", naturally=True, nullable=True),
    "rank": Sort("rank"),
    "number": Sort("number"),
    "created": Sort("created_at"),
    "updated": Sort("updated_at"),
    "priority": Sort("priority"),
    "due": Sort("due_on", nullable=True),
    "id": Sort("id"),
}
DEFAULT_SORT = "-score"


def sort_named(name, product=None):
    """The Sort for `score`, `-score` …; ValidationError names the orders there are.

    Within one product the numbers grow as the ids do, and have an index of the product's own.
    """
    field = name.removeprefix("-")
    if field not in SORTS:
        raise ValidationError(
            {"sort": _("“%(name)s” is no order. There are: %(known)s.") % {"name": name, "known": ", ".join(SORTS)}}
        )
    known = SORTS["number" if product and field == "id" else field]
    return Sort(known.field, name.startswith("-"), known.naturally, known.nullable)


def filtered(requirements, params, user):
    """Narrow a queryset by a query string (a QueryDict); ValidationError names the parameter and the value."""
    errors = {}
    for name in params:
        if name in FILTERS:
            try:
                requirements = requirements.filter(FILTERS[name](params.getlist(name), user))
            except ValidationError as error:
                errors[name] = error.messages
    if errors:
        raise ValidationError(errors)
    return requirements


def any_of(values, condition):
    """The conditions of all values, joined by OR; empty values say nothing."""
    joined = Q()
    for value in values:
        if value.strip():
            joined |= condition(value.strip())
    return joined


def number(value):
    if not value.isdecimal() or len(value) > 18:
        raise ValidationError(_("“%s” is not a number.") % value)
    return int(value)


def by_status(values, user):
    """An id, a category, `open`, `closed` or the status's name."""

    def condition(value):
        if value in ("open", "closed"):
            return Q(status__category__in=OPEN if value == "open" else CLOSED)
        if value in Category.values:
            return Q(status__category=value)
        return Q(status=number(value)) if value.isdecimal() else Q(status__name__iexact=value)

    return any_of(values, condition)


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


def by_person(field):
    """`me`, `none`, a user's id, or an address."""

    def build(values, user):
        def condition(value):
            if value == "none":
                return Q(**{field: None})
            if value == "me":
                return Q(**{field: user})
            return Q(**{f"{field}__email__iexact": value}) if "@" in value else Q(**{field: number(value)})

        return any_of(values, condition)

    return build


def by_assignee(values, user):
    """As `by_person`; somebody from outside is `person:ID`."""
    rows = Assignment.objects.filter(requirement=OuterRef("pk"))

    def condition(value):
        if value == "none":
            return ~Q(Exists(rows))
        if value.startswith("person:"):
            return Q(Exists(rows.filter(person=number(value.removeprefix("person:")))))
        return Q(Exists(rows.filter(by_person("user")([value], user))))

    return any_of(values, condition)


def tagged(values):
    """With any of the tags named; `none` means without a tag."""
    names = [value.strip() for value in values if value.strip()]
    rows = RequirementTag.objects.filter(requirement=OuterRef("pk"))
    alike = Tag.objects.annotate(low=Lower("name")).filter(low__in=[Lower(Value(name)) for name in names])
    found = Q(Exists(rows.filter(tag__in=ids_of(alike))))
    return found | ~Q(Exists(rows)) if "none" in names else found


def ids_of(rows):
    """The ids, looked up beforehand: only of values that it is given does the database know how rare they are.

    Where there are none it is the id that no row has, so that the statement stays one that the database answers.
    """
    return list(rows.values_list("pk", flat=True)) or [0]


def by_tag(values, user):
    return tagged(values) if any(value.strip() for value in values) else Q()


def by_missing_tag(values, user):
    return ~tagged(values) if any(value.strip() for value in values) else Q()


def by_plan(field):
    """An id, a name, or `none`."""

    def build(values, user):
        def condition(value):
            if value == "none":
                return Q(**{field: None})
            if value.isdecimal() and len(value) < 19:
                return Q(**{field: int(value)})
            named = Requirement._meta.get_field(field).related_model.objects.filter(name=value)
            return Q(**{f"{field}__in": ids_of(named)})

        return any_of(values, condition)

    return build


def by_parent(values, user):
    return any_of(values, lambda value: Q(parent=None) if value == "none" else Q(parent__key=value.upper()))


def by_instant(field, comparison):
    def build(values, user):
        def condition(value):
            try:
                at = parse_datetime(value)
                if at is None and (day := parse_date(value)):
                    at = datetime.datetime.combine(day, datetime.time.min)
            except ValueError:
                at = None
            if at is None:
                raise ValidationError(_("“%s” is not a time like 2026-12-31T08:00:00Z.") % value)
            return Q(**{f"{field}__{comparison}": at if timezone.is_aware(at) else timezone.make_aware(at)})

        return any_of(values, condition)

    return build


def by_due(values, user):
    """`overdue`, `week`, `none`, or a last day like 2026-12-31."""

    def condition(value):
        today = timezone.localdate()
        if value == "none":
            return Q(due_on=None)
        if value == "overdue":
            return Q(due_on__lt=today, status__category__in=OPEN)
        if value == "week":
            return Q(due_on__range=(today, today + datetime.timedelta(days=7)))
        try:
            return Q(due_on__lte=datetime.date.fromisoformat(value))
        except ValueError:
            raise ValidationError(
                _("“%s” is neither a date like 2026-12-31 nor overdue, week or none.") % value
            ) from None

    return any_of(values, condition)


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


def by_text(values, user):
    return matching(" ".join(values))


FILTERS = {
    "q": by_text,
    "status": by_status,
    "priority": by_priority,
    "kind": by_choice("kind", Kind.values),
    "level": by_choice("level", Level.values),
    "assignee": by_assignee,
    "owner": by_person("owner"),
    "requester": by_person("requester"),
    "author": by_person("author"),
    "tag": by_tag,
    "not_tag": by_missing_tag,
    "version": by_plan("version"),
    "milestone": by_plan("milestone"),
    "parent": by_parent,
    "due": by_due,
    "score": by_score,
    "created_since": by_instant("created_at", "gte"),
    "updated_since": by_instant("updated_at", "gte"),
    "updated_before": by_instant("updated_at", "lt"),
}
