from rest_framework import serializers

from accounts.api.serializers import PersonShown
from feedback.api.serializers.customers import NamedShown
from feedback.models.evidence import Importance
from feedback.models.feedback import BODY_LENGTH, TITLE_LENGTH, Channel, Kind, State
from pmhub.lib.api.inputs import LARGEST_ID, LARGEST_INTEGER, Choice, Input, Moment, Reference, Text, Whole
from pmhub.lib.api.schema import Shown

MOST = 1_000


class FeedbackRow(Shown):
    """An item of feedback as lists show it."""

    key = serializers.CharField()
    number = serializers.IntegerField()
    product = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    channel = serializers.ChoiceField(Channel.choices)
    state = serializers.ChoiceField(State.choices)
    customer = NamedShown(allow_null=True)
    contact = NamedShown(allow_null=True)
    assignee = PersonShown(allow_null=True)
    author = PersonShown()
    received_at = serializers.DateTimeField()
    snoozed_until = serializers.DateTimeField(allow_null=True)
    duplicate_of = serializers.CharField(allow_null=True, help_text="The key of the first of its group.")
    votes = serializers.IntegerField(help_text="Different contacts, of the whole group.")
    satisfaction = serializers.IntegerField(allow_null=True)
    source = serializers.CharField(allow_blank=True)
    external_id = serializers.CharField(allow_blank=True)
    response_due_at = serializers.DateTimeField(allow_null=True)
    responded_at = serializers.DateTimeField(allow_null=True)
    solution_due_at = serializers.DateTimeField(allow_null=True)
    solved_at = serializers.DateTimeField(allow_null=True)
    next_due_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class FeedbackShown(FeedbackRow):
    """An item of feedback with all that it says."""

    body = serializers.CharField(allow_blank=True)
    decline_reason = serializers.CharField(allow_blank=True)
    root_cause = serializers.CharField(allow_blank=True)
    solution = serializers.CharField(allow_blank=True)
    satisfaction_note = serializers.CharField(allow_blank=True)


class FeedbackFields(Input):
    title = Text(max_length=TITLE_LENGTH, required=False, help_text="Left empty, the first line of the text.")
    body = Text(max_length=BODY_LENGTH, required=False)
    kind = Choice(Kind.choices, required=False)
    channel = Choice(Channel.choices, required=False)
    state = Choice(State.choices, required=False, help_text="Only merging makes duplicates.")
    customer = Reference(allow_null=True, required=False)
    contact = Reference(allow_null=True, required=False, help_text="By id or by name.")
    assignee = Reference(allow_null=True, required=False, help_text="By id or address.")
    received_at = Moment(required=False)
    snoozed_until = Moment(allow_null=True, required=False)
    decline_reason = Text(max_length=2_000, required=False, help_text="Needed for what is declined.")
    root_cause = Text(max_length=10_000, required=False)
    solution = Text(max_length=10_000, required=False, help_text="Needed for what is solved.")
    satisfaction = Whole(min_value=1, max_value=5, allow_null=True, required=False)


class UpsertFeedback(FeedbackFields):
    product = Text(max_length=10, required=False, help_text="The product's key, unless the query names it.")


class NewFeedback(UpsertFeedback):
    source = Text(max_length=40, required=False)
    external_id = Text(max_length=200, required=False, help_text="Its key in the source.")


class BulkItem(FeedbackFields):
    key = Text(max_length=24, allow_blank=False, required=False, help_text="Of an item that is there.")
    source = Text(max_length=40, allow_blank=False, required=False)
    external_id = Text(max_length=200, allow_blank=False, required=False)


class NewFeedbackBulk(Input):
    product = Text(max_length=10, required=False, help_text="The product's key, unless the query names it.")
    items = serializers.ListField(
        child=serializers.DictField(),
        min_length=1,
        max_length=MOST,
        help_text="Each as in POST or PATCH: with `key` it is changed, with `source` and `external_id` taken in or"
        " changed, else taken in.",
    )


class OutcomeShown(serializers.Serializer):
    """What became of one item."""

    outcome = serializers.ChoiceField(["created", "updated", "unchanged", "failed"])
    key = serializers.CharField(allow_null=True)
    errors = serializers.DictField(help_text="By field: the reasons why it failed.")


class FeedbackBulkShown(serializers.Serializer):
    """What became of each item, in the order of the request."""

    results = OutcomeShown(many=True)
    batch = serializers.UUIDField(help_text="All of it in the stream of changes; one undo takes it back.")


class EvidenceShown(Shown):
    """A passage that speaks for a requirement."""

    id = serializers.IntegerField()
    requirement = serializers.CharField(help_text="Its key.")
    passage = serializers.CharField(allow_blank=True, help_text="Empty for the whole item.")
    start = serializers.IntegerField(allow_null=True, help_text="Where it begins, in characters of the text.")
    importance = serializers.ChoiceField(Importance.choices)
    by = PersonShown()
    at = serializers.DateTimeField()


class NewEvidence(Input):
    requirement = Text(max_length=24, allow_blank=False, help_text="Its key.")
    passage = Text(max_length=10_000, required=False)
    start = Whole(min_value=0, max_value=LARGEST_INTEGER, allow_null=True, required=False)
    importance = Whole(min_value=0, max_value=3, required=False)


class VoteShown(Shown):
    """A contact who wants the same."""

    id = serializers.IntegerField()
    contact = NamedShown()
    feedback = serializers.CharField(help_text="The key of the item of the group that they voted for.")
    created_at = serializers.DateTimeField()


class NewVote(Input):
    contact = Whole(min_value=1, max_value=LARGEST_ID, help_text="Whom you vote for, by id.")


class VerdictShown(Shown):
    """What a contact answered to “did it solve it?”; the latest answer counts."""

    id = serializers.IntegerField()
    feedback = serializers.CharField(help_text="The key of the item of the group that they were asked about.")
    contact = NamedShown()
    solved = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True, help_text="In their words.")
    at = serializers.DateTimeField(help_text="When they last answered.")


class NewMerge(Input):
    keys = serializers.ListField(
        child=Text(max_length=24, allow_blank=False),
        min_length=1,
        max_length=MOST,
        help_text="What asks for the same.",
    )


class SimilarShown(Shown):
    """An item that says nearly the same."""

    key = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    percent = serializers.IntegerField()
