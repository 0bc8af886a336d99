from rest_framework import serializers

from accounts.api.serializers import PersonShown
from notifications.models.delivery import Channel, Reason
from pmhub.lib.api.inputs import Flag, Fuzzy, Input, Moment
from pmhub.lib.api.schema import Shown


class ThingShown(serializers.Serializer):
    """A milestone or version by name."""

    type = serializers.ChoiceField(["milestone", "version"])
    id = serializers.IntegerField()
    name = serializers.CharField()


class SubjectShown(ThingShown):
    """What a row of the inbox is about."""

    type = serializers.ChoiceField(["milestone", "version", "requirement", "feedback", "digest"])


class NotificationShown(Shown):
    """A row of your inbox: a reminder of a date, what somebody did that concerns you, or the feedback of a week."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    about = SubjectShown(allow_null=True, help_text="null where one act concerned many requirements.")
    reason = serializers.ChoiceField(Reason.choices)
    by = PersonShown(allow_null=True, help_text="Who did it last; null for reminders.")
    count = serializers.IntegerField(help_text="Of how many acts, or of how many requirements, this row tells.")
    date = Fuzzy(allow_null=True, help_text="Of reminders: the date as it was when you were told.")
    days_left = serializers.IntegerField(
        allow_null=True, help_text="From then to the last day of the date; negative when late."
    )
    created_at = serializers.DateTimeField()
    read = serializers.BooleanField()
    done = serializers.BooleanField()
    snoozed_until = serializers.DateTimeField(allow_null=True)


class NotificationFields(Input):
    read = Flag(required=False)
    done = Flag(required=False)
    snoozed_until = Moment(allow_null=True, required=False, help_text="A time ahead, within a year; null wakes it.")


class ReminderShown(Shown):
    """Somebody is going to be told of a date."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    about = ThingShown()
    recipient = PersonShown()
    reason = serializers.ChoiceField(Reason.choices)
    channel = serializers.ChoiceField(Channel.choices)
    days_before = serializers.IntegerField(help_text="Days before the date; negative ones after it.")
    date = serializers.DateField(help_text="The last day of the date.")
    due_at = serializers.DateTimeField()
