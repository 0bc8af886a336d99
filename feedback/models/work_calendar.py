from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from feedback import policies
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED


def monday_to_friday():
    return [1, 2, 3, 4, 5]


@tracked(
    "work_calendar",
    fields=["product", "country", "opens", "closes", "weekdays"],
    subject=OWNED,
    may_undo=policies.can_set_up,
)
class WorkCalendar(models.Model):
    """When the people who answer a product's feedback work, in the product's time zone.

    `weekdays` are ISO numbers, Monday is 1. `country` (ISO 3166, "" for none) brings statutory holidays and the
    working days that make up for them; a CalendarDay overrules both.
    """

    product = models.OneToOneField("products.Product", models.CASCADE, related_name="work_calendar")
    country = models.CharField(_("statutory holidays of"), max_length=2, blank=True, default="CN")
    opens = models.TimeField(_("begin of work"), default=time(9))
    closes = models.TimeField(_("end of work"), default=time(18))
    weekdays = models.JSONField(_("working days"), default=monday_to_friday)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("working calendar")

    def __str__(self):
        return self.country


@tracked("calendar_day", fields=["product", "day", "works", "name"], subject=OWNED, may_undo=policies.can_set_up)
class CalendarDay(models.Model):
    """A day on which a product's people work or rest, whatever weekday and law say."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="calendar_days", db_index=False)
    day = models.DateField(_("day"))
    works = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=80, blank=True, db_default="")
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        verbose_name = _("day of the calendar")
        constraints = [models.UniqueConstraint(fields=["product", "day"], name="calendar_day_once")]

    def __str__(self):
        return self.day.isoformat()
