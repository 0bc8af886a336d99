from rest_framework import serializers

from accounts.api.serializers import PersonShown
from pmhub.lib.api.inputs import Amount, Choice, Input, Reference, Text
from pmhub.lib.api.schema import Shown
from products.models.membership import Title
from roadmaps.models.capacity import MOST
from roadmaps.models.risk import RISK_LENGTH, Degree, RiskState
from roadmaps.operations.scoping import MOST_AT_ONCE


class ShareShown(serializers.Serializer):
    done = serializers.FloatField()
    total = serializers.FloatField()
    left_out = serializers.IntegerField(help_text="Requirements without an estimate, or without criteria.")


class DayShown(serializers.Serializer):
    day = serializers.DateField()
    scope = serializers.IntegerField()
    done = serializers.IntegerField()
    scope_estimate = serializers.FloatField()
    done_estimate = serializers.FloatField()


class ProgressShown(serializers.Serializer):
    """How far a version is, and its burn-up: the days on which something changed, the first and the last."""

    count = ShareShown()
    estimate = ShareShown()
    criteria = ShareShown()
    days = DayShown(many=True)


class AgreedShown(serializers.Serializer):
    at = serializers.DateTimeField()
    by = PersonShown()


class MovedShown(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField(allow_blank=True, help_text="Empty where it is deleted.")
    by = serializers.CharField(help_text="Who moved it last.")
    at = serializers.DateTimeField()


class DriftShown(serializers.Serializer):
    """The last agreement on the plan (null before the first), and what was added and removed since."""

    agreed = AgreedShown(allow_null=True)
    added = MovedShown(many=True)
    removed = MovedShown(many=True)


class ScopeFields(Input):
    keys = serializers.ListField(child=Text(max_length=24), min_length=1, max_length=MOST_AT_ONCE)
    to = Choice([("in", "in"), ("out", "out")], help_text="Into the version, or out of it.")


class ScopeShown(serializers.Serializer):
    """How many requirements came in or went out; those that were there already do not count."""

    moved = serializers.IntegerField()


class LoadShown(serializers.Serializer):
    person = PersonShown(allow_null=True)
    outside = serializers.BooleanField(help_text="Whether the person is from outside, with an id of that kind.")
    title = serializers.CharField(allow_blank=True)
    load = serializers.FloatField(help_text="The estimates of their open requirements, split between assignees.")
    capacity = serializers.FloatField(allow_null=True)
    over = serializers.FloatField(help_text="By how much the load is above the capacity.")
    unestimated = serializers.IntegerField()


class CapacityShown(serializers.Serializer):
    """Loads against capacities, by person and by job title, in the unit of the estimates."""

    people = LoadShown(many=True)
    titles = LoadShown(many=True)
    nobody = serializers.FloatField(help_text="Estimates of open requirements without an assignee.")
    unestimated = serializers.IntegerField()


class CapacityFields(Input):
    person = Reference(required=False, help_text="A member of the product; or else name a title.")
    title = Choice(Title.choices, required=False)
    amount = Amount(
        max_digits=9, decimal_places=2, min_value=0, max_value=MOST, allow_null=True, help_text="null forgets it."
    )


class RiskShown(Shown):
    """Something that could keep a version from its goal or its date."""

    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="The version's id.")
    text = serializers.CharField()
    countermeasure = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(RiskState.choices)
    probability = serializers.ChoiceField(Degree.choices)
    impact = serializers.ChoiceField(Degree.choices)
    owner = PersonShown(allow_null=True)
    created_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class RiskFields(Input):
    text = Text(max_length=RISK_LENGTH, allow_blank=False, trim_whitespace=True)
    countermeasure = Text(max_length=RISK_LENGTH, required=False)
    state = Choice(RiskState.choices, required=False)
    probability = Choice(Degree.choices, required=False)
    impact = Choice(Degree.choices, required=False)
    owner = Reference(allow_null=True, required=False)
