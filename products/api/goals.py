from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.serializers import PersonShown
from pmhub.lib.api.inputs import Amount, Input, Moment, Reference, Text, Whole
from pmhub.lib.api.schema import Shown
from products.operations.goals import MOST_RESULTS


@extend_schema_field({"type": "number", "minimum": -99_999_999_999.999, "maximum": 99_999_999_999.999})
class Figure(Amount):
    """A number with three decimals."""

    def __init__(self, **options):
        super().__init__(max_digits=14, decimal_places=3, **options)


class KeyResultShown(serializers.Serializer):
    """A number by which one knows that a goal is reached."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    start = serializers.FloatField()
    target = serializers.FloatField()
    current = serializers.FloatField()
    unit = serializers.CharField(allow_blank=True)


class GoalShown(Shown):
    """What a product wants to achieve."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    name = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    owner = PersonShown(allow_null=True)
    key_results = KeyResultShown(many=True)
    done = serializers.FloatField(allow_null=True, help_text="How far the key results have come, from 0 to 1.")
    closed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class KeyResultFields(Input):
    id = Whole(min_value=1, required=False)
    name = Text(max_length=120, allow_blank=False, trim_whitespace=True)
    start = Figure(required=False)
    target = Figure()
    current = Figure(required=False)
    unit = Text(max_length=20, required=False)


class GoalFields(Input):
    name = Text(max_length=120, allow_blank=False, trim_whitespace=True)
    note = Text(max_length=10_000, required=False)
    owner = Reference(allow_null=True, required=False)
    key_results = KeyResultFields(many=True, required=False, max_length=MOST_RESULTS)
    closed_at = Moment(allow_null=True, required=False)


class NewGoal(GoalFields):
    product = Text(max_length=10, required=False, help_text="The product's key, unless the query names it.")
