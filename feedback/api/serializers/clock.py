import re
from datetime import time

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from feedback.api.serializers.customers import KEY, NamedShown
from feedback.models.feedback import Kind
from pmhub.lib.api.inputs import Choice, Flag, Input, Reference, Text, Whole
from pmhub.lib.api.schema import Shown

KINDS = ["", *Kind.values]
ANY = "Empty for every kind."
WALL_CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
WEEKDAYS = "ISO numbers, Monday is 1."
COUNTRY = "ISO 3166, whose statutory holidays and make-up working days count; empty for none."


class ServiceTargetShown(Shown):
    """How soon feedback of a kind from customers of a tier is answered and solved. The most specific one counts."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    kind = serializers.ChoiceField(KINDS, help_text=ANY)
    tier = NamedShown(allow_null=True, help_text="null for every customer.")
    response_hours = serializers.IntegerField()
    solution_hours = serializers.IntegerField()
    working_time = serializers.BooleanField(help_text="Whether hours count only while the product's people work.")
    lock_version = serializers.IntegerField()


class ServiceTargetFields(Input):
    response_hours = Whole(min_value=1, max_value=10_000, required=False)
    solution_hours = Whole(min_value=1, max_value=10_000, required=False)
    working_time = Flag(required=False)


class NewServiceTarget(ServiceTargetFields):
    kind = Choice(KINDS, required=False, help_text=ANY)
    tier = Reference(allow_null=True, required=False)
    product = Text(max_length=10, required=False, help_text=KEY)


class CalendarDayShown(Shown):
    """A day on which a product's people work or rest, whatever weekday and law say."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    day = serializers.DateField()
    works = serializers.BooleanField()
    name = serializers.CharField(allow_blank=True)
    lock_version = serializers.IntegerField()


class CalendarDayFields(Input):
    works = Flag(required=False)
    name = Text(max_length=80, required=False)


class NewCalendarDay(Input):
    day = serializers.DateField()
    works = Flag()
    name = Text(max_length=80, required=False)
    product = Text(max_length=10, required=False, help_text=KEY)


@extend_schema_field({"type": "string", "pattern": WALL_CLOCK, "examples": ["09:00"]})
class WallTime(serializers.Field):
    """A time on the wall clock of the product's zone, to the minute."""

    default_error_messages = {"invalid": _("Write a time like 09:00.")}

    def to_internal_value(self, data):
        if not isinstance(data, str) or not re.fullmatch(WALL_CLOCK, data):
            self.fail("invalid")
        return time.fromisoformat(data)


class WorkCalendarShown(Shown):
    """When the people who answer a product's feedback work."""

    product = serializers.CharField(help_text="The product's key.")
    time_zone = serializers.CharField(help_text="In which the hours are; that of the product.")
    opens = WallTime()
    closes = WallTime(help_text="Not after `opens` means the next day.")
    weekdays = serializers.ListField(child=serializers.IntegerField(), help_text=WEEKDAYS)
    country = serializers.CharField(allow_blank=True, help_text=COUNTRY)
    lock_version = serializers.IntegerField(help_text="0 while nobody has set it.")


class WorkCalendarFields(Input):
    opens = WallTime(required=False)
    closes = WallTime(required=False)
    weekdays = serializers.ListField(
        child=Whole(min_value=1, max_value=7), allow_empty=False, required=False, help_text=WEEKDAYS
    )
    country = Text(max_length=2, required=False, help_text=COUNTRY)


class ClockPeriodShown(serializers.Serializer):
    """One period, by when items were received. Lengths are hours on the wall clock."""

    start = serializers.DateTimeField()
    end = serializers.DateTimeField(help_text="The first moment after it.")
    received = serializers.IntegerField()
    judged = serializers.IntegerField(help_text="Of these, what was handled or has had its 48 hours.")
    handled = serializers.IntegerField(help_text="Of the judged, what was answered or closed within 48 hours (K11).")
    response_median = serializers.FloatField(allow_null=True)
    response_p90 = serializers.FloatField(allow_null=True)
    solution_median = serializers.FloatField(allow_null=True)
    solution_p90 = serializers.FloatField(allow_null=True)
    late_response = serializers.IntegerField()
    late_solution = serializers.IntegerField()


class ClockFiguresShown(Shown):
    """How soon a product's feedback was answered and solved, the current period first."""

    product = serializers.CharField(help_text="The product's key.")
    by = serializers.CharField()
    periods = ClockPeriodShown(many=True)
