"""Saying how soon feedback is answered and solved, and when the people who do it work."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from feedback import policies
from feedback.models import CalendarDay, ServiceTarget, WorkCalendar
from pmhub.lib.operations import operation
from pmhub.lib.rows import stored
from pmhub.lib.working_time import countries

EVERY_DAY = range(1, 8)


@operation(policies.can_set_up)
def set_target(product, *, by, kind="", tier=None, **fields):
    """Promise something for a kind and a tier ("" and None: any), in place of what was promised for them before.

    ValidationError by field names what is wrong.
    """
    target = ServiceTarget.objects.select_for_update().of(product).filter(kind=kind, tier=tier).first()
    target = target or ServiceTarget(product=product, kind=kind, tier=tier)
    return stored(target, fields)


@operation(policies.can_set_up)
def edit_target(target, *, by, **fields):
    """Change what a target promises."""
    return stored(target, fields)


@operation(policies.can_set_up)
def clear_target(target, *, by):
    """Promise nothing of its own for a kind and tier any more: the next more general target counts."""
    target.delete()


@operation(policies.can_set_up)
def set_calendar(product, *, by, **fields):
    """Say on which weekdays (ISO numbers) and between which hours people work, and whose law they follow."""
    weekdays, country = fields.get("weekdays"), fields.get("country")
    if weekdays is not None:
        fields["weekdays"] = sorted(set(weekdays) & set(EVERY_DAY))
        if not fields["weekdays"]:
            raise ValidationError({"weekdays": _("Choose at least one day.")})
    if country and country not in countries():
        raise ValidationError({"country": _("The law of this country is not known here.")})
    calendar = WorkCalendar.objects.select_for_update().of(product).first() or WorkCalendar(product=product)
    return stored(calendar, fields)


@operation(policies.can_set_up)
def set_day(product, *, by, day, **fields):
    """Say of a day whether people work on it, above weekday and law, in place of what was said before."""
    entry = CalendarDay.objects.select_for_update().of(product).filter(day=day).first()
    return stored(entry or CalendarDay(product=product, day=day), fields)


@operation(policies.can_set_up)
def edit_day(day, *, by, **fields):
    """Change what is said of a day."""
    return stored(day, fields)


@operation(policies.can_set_up)
def clear_day(day, *, by):
    """Leave a day to its weekday and the law again."""
    day.delete()
