from rest_framework import serializers

from pmhub.lib.api.inputs import Input, Moment, Text
from pmhub.lib.api.schema import Shown
from requirements.models.baseline import NAME_LENGTH, NOTE_LENGTH


class BaselineShown(Shown):
    """A name for an instant of a product's past."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    name = serializers.CharField()
    at = serializers.DateTimeField()
    note = serializers.CharField(allow_blank=True)
    by = serializers.CharField(help_text="Who named it.")
    created_at = serializers.DateTimeField()


class BaselineFields(Input):
    name = Text(max_length=NAME_LENGTH, allow_blank=False, trim_whitespace=True)
    note = Text(max_length=NOTE_LENGTH, required=False)


class NewBaseline(BaselineFields):
    at = Moment(required=False, help_text="An instant of the past; now if it is left out.")


class DifferenceCountsShown(serializers.Serializer):
    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    deleted = serializers.IntegerField()


class DifferenceShown(serializers.Serializer):
    key = serializers.CharField()
    state = serializers.ChoiceField(["added", "changed", "deleted"])
    title = serializers.CharField()
    cells = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2),
        help_text="What stood in the cell at the two instants, as text.",
    )


class ComparisonShown(serializers.Serializer):
    """What is different between two instants, by page; the counts are of all of it."""

    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    counts = DifferenceCountsShown()
    results = DifferenceShown(many=True)
    next = serializers.URLField(allow_null=True)
