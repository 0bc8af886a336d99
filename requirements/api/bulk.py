"""What a change of many requirements is told, and what it answers."""

from rest_framework import serializers

from pmhub.lib.api.inputs import Input, Reference, Text
from requirements.api.serializers import RequirementFields
from requirements.models.bulk_edit import BulkState

MOST_KEYS = 10_000


class BulkFields(RequirementFields):
    """The fields that many can share; of tags and assignees what is added and taken away."""

    title = description = as_a = i_want = so_that = tags = assignees = None
    add_tags = serializers.ListField(
        child=Text(max_length=100, allow_blank=False), max_length=100, required=False, help_text="New ones are made."
    )
    remove_tags = serializers.ListField(child=Text(max_length=100), max_length=100, required=False)
    add_assignees = serializers.ListField(child=Reference(), max_length=100, required=False)
    remove_assignees = serializers.ListField(child=Reference(), max_length=100, required=False)


class NewBulk(Input):
    keys = serializers.ListField(
        child=Text(max_length=24, allow_blank=False),
        min_length=1,
        max_length=MOST_KEYS,
        required=False,
        help_text="Of requirements of this product.",
    )
    query = Text(
        max_length=4_000, allow_blank=False, required=False, help_text="In the language of q: status:open -tag:later"
    )
    set = BulkFields(help_text="What all of them shall say.")


class BulkShown(serializers.Serializer):
    """What a change of many has done."""

    chosen = serializers.IntegerField(help_text="How many were named or found.")
    changed = serializers.ListField(
        child=serializers.CharField(), help_text="The keys of those that say something else now."
    )
    batch = serializers.UUIDField(help_text="All of it in the stream of changes; one undo takes it back.")


class BulkJobShown(serializers.Serializer):
    """A change of so many that a worker makes it, part by part."""

    id = serializers.IntegerField()
    product = serializers.CharField()
    state = serializers.ChoiceField(BulkState.choices)
    chosen = serializers.IntegerField()
    done = serializers.IntegerField(help_text="How many have been gone through.")
    changed = serializers.IntegerField()
    problem = serializers.CharField(allow_blank=True, help_text="Why it failed.")
    batch = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    url = serializers.CharField(help_text="Where to look for it; DELETE stops it.")
