from rest_framework import serializers

from accounts.api.serializers import PersonShown
from pmhub.lib.api.inputs import Choice, Fuzzy, Input, Moment, Reference, Text
from pmhub.lib.api.schema import Shown
from roadmaps.models.milestone import HEALTH_NOTE_LENGTH, Health
from roadmaps.models.version import State


class VersionShown(Shown):
    """What is released together."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    name = serializers.CharField()
    status = serializers.ChoiceField(State.choices)
    goal = serializers.CharField(allow_blank=True)
    start = Fuzzy(allow_null=True)
    release = Fuzzy(allow_null=True)
    owner = PersonShown(allow_null=True)
    objective = serializers.IntegerField(allow_null=True, help_text="The goal that it serves, by its id.")
    released_at = serializers.DateTimeField(allow_null=True)
    released_by = PersonShown(allow_null=True)
    created_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class VersionFields(Input):
    name = Text(max_length=120, allow_blank=False, trim_whitespace=True)
    status = Choice(State.choices, required=False)
    goal = Text(max_length=10_000, required=False)
    start = Fuzzy(allow_null=True, required=False)
    release = Fuzzy(allow_null=True, required=False)
    owner = Reference(allow_null=True, required=False)
    objective = Reference(allow_null=True, required=False)


class NewVersion(VersionFields):
    product = Text(max_length=10, required=False, help_text="The product's key, unless the query names it.")


class PlanShown(serializers.Serializer):
    """A version or milestone by name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class MilestoneShown(Shown):
    """A point in time at which something named must be there."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    name = serializers.CharField()
    version = PlanShown(allow_null=True)
    deliverables = serializers.CharField(allow_blank=True)
    due = Fuzzy(allow_null=True)
    owner = PersonShown(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    also = PlanShown(many=True, help_text="Further versions that need it.")
    health = serializers.ChoiceField(Health.choices, allow_blank=True, help_text="Empty while nobody has said it.")
    health_note = serializers.CharField(allow_blank=True)
    health_by = PersonShown(allow_null=True)
    health_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class MilestoneFields(Input):
    name = Text(max_length=120, allow_blank=False, trim_whitespace=True)
    version = Reference(allow_null=True, required=False)
    deliverables = Text(max_length=10_000, required=False)
    due = Fuzzy(allow_null=True, required=False)
    owner = Reference(allow_null=True, required=False)
    done_at = Moment(allow_null=True, required=False)
    also = serializers.ListField(child=Reference(), max_length=50, required=False, help_text="Further versions.")
    health = Choice(Health.choices, required=False)
    health_note = Text(max_length=HEALTH_NOTE_LENGTH, required=False)


class NewMilestone(MilestoneFields):
    product = Text(max_length=10, required=False, help_text="The product's key, unless the query names it.")
