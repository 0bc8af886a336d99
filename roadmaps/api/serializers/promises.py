from rest_framework import serializers

from accounts.api.serializers import PersonShown
from pmhub.lib.api.inputs import Fuzzy, Input, Text
from roadmaps.api.serializers.versions import MilestoneFields, VersionFields
from roadmaps.ledger.moves import Kind
from roadmaps.ledger.reading import MODELS
from roadmaps.models.slip import REASON_LENGTH


class PromiseShown(serializers.Serializer):
    """A version or milestone whose date is promised."""

    type = serializers.ChoiceField(list(MODELS))
    id = serializers.IntegerField()
    name = serializers.CharField()


class MoveShown(serializers.Serializer):
    """A promise that took the place of the one before. `days` counts from last day to last day, later is positive."""

    id = serializers.IntegerField(help_text="By it a slip is given its reason.")
    kind = serializers.ChoiceField(Kind.choices)
    old = Fuzzy(allow_null=True)
    new = Fuzzy(allow_null=True)
    days = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = PersonShown(allow_null=True)
    reason = serializers.CharField(allow_null=True)


class LedgerShown(PromiseShown):
    """All promises of one date, oldest first."""

    first = Fuzzy(allow_null=True)
    current = Fuzzy(allow_null=True)
    counted = Fuzzy(allow_null=True, help_text="The promise that the delivery is measured by.")
    delivered_on = serializers.DateField(allow_null=True)
    on_time = serializers.BooleanField(allow_null=True)
    slips = serializers.IntegerField()
    slipped_days = serializers.IntegerField()
    moves = MoveShown(many=True)


class SlipShown(MoveShown):
    """A date that moved later."""

    promise = PromiseShown()


class DeliveredShown(PromiseShown):
    counted = Fuzzy(allow_null=True)
    delivered_on = serializers.DateField(allow_null=True, help_text="null: deleted when its promise had passed.")
    deleted_on = serializers.DateField(allow_null=True)
    on_time = serializers.BooleanField(allow_null=True, help_text="null: nothing was promised before.")
    days_late = serializers.IntegerField(allow_null=True)


class OnTimeShown(serializers.Serializer):
    rate = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    kept = serializers.IntegerField()
    counted = serializers.IntegerField()
    rows = DeliveredShown(many=True)


class DelaysShown(serializers.Serializer):
    count = serializers.IntegerField()
    days = serializers.IntegerField()
    rows = SlipShown(many=True)


class LateShown(PromiseShown):
    promised = Fuzzy()
    days_late = serializers.IntegerField()


class StoodShown(PromiseShown):
    then = Fuzzy(allow_null=True)
    now = Fuzzy(allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    is_there = serializers.BooleanField(help_text="Whether it still exists.")
    was_there = serializers.BooleanField(help_text="Whether it existed then.")


class PeriodShown(serializers.Serializer):
    start = serializers.DateField()
    end = serializers.DateField()


class PromisesShown(serializers.Serializer):
    """The figures K4 (on time) and K5 (delays) of a period with their rows, and what is late now."""

    period = PeriodShown()
    on_time = OnTimeShown()
    delays = DelaysShown()
    late = LateShown(many=True)
    as_of = StoodShown(many=True, allow_null=True)


class ReasonFields(Input):
    reason = Text(max_length=REASON_LENGTH, help_text="Why the date moved later; an empty text takes it back.")


class ForecastDateShown(serializers.Serializer):
    percent = serializers.IntegerField()
    day = serializers.DateField(allow_null=True, help_text="null: in more than ten years.")


class ForecastShown(serializers.Serializer):
    """When a version may be done: from the weeks of the product's past, drawn with replacement."""

    state = serializers.ChoiceField(["waiting", "not_enough_history", "nothing_open", "ready"])
    dates = ForecastDateShown(many=True)
    chance = serializers.FloatField(allow_null=True, help_text="Of the date that is promised, from 0 to 1.")
    weeks = serializers.ListField(child=serializers.IntegerField(), help_text="Items finished per week, oldest first.")
    remaining = serializers.IntegerField()
    ahead = serializers.IntegerField(help_text="Open items of versions that come before it.")
    began_on = serializers.DateField(allow_null=True)
    draws = serializers.IntegerField()
    seed = serializers.IntegerField()
    computed_at = serializers.DateTimeField(allow_null=True)


class VersionChanges(VersionFields):
    reason = Text(max_length=REASON_LENGTH, required=False, help_text="Why the release moves later, for the ledger.")


class MilestoneChanges(MilestoneFields):
    reason = Text(max_length=REASON_LENGTH, required=False, help_text="Why the date moves later, for the ledger.")
