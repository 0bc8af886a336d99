from rest_framework import serializers

from accounts.api.serializers import PersonShown
from feedback.api.serializers.customers import NamedShown
from feedback.models.message import MessageKind
from feedback.operations.filing import MOST_DRAFTS
from pmhub.lib.api.inputs import Choice, Input, Text
from pmhub.lib.api.schema import Shown


class MessageFileShown(serializers.Serializer):
    """A file of a message."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    content_type = serializers.CharField()
    sha256 = serializers.CharField()
    url = serializers.CharField(help_text="Where its bytes are.")


class MessageShown(Shown):
    """One turn of the conversation."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(MessageKind.choices)
    author = PersonShown(allow_null=True)
    contact = NamedShown(allow_null=True)
    body = serializers.CharField()
    files = MessageFileShown(many=True)
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)


class NewMessage(Input):
    kind = Choice([("reply", "reply"), ("note", "note")], help_text="A reply goes to the customer, a note stays here.")
    body = Text(max_length=100_000, allow_blank=False)
    file = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True),
        max_length=MOST_DRAFTS,
        required=False,
        help_text="In multipart/form-data, as often as there are files; with a reply they go out by mail.",
    )
