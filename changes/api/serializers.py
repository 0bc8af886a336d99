from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.serializers import PersonShown

PAIRS = {"type": "object", "additionalProperties": {"type": "array", "minItems": 2, "maxItems": 2}}


@extend_schema_field(PAIRS)
class Difference(serializers.Field):
    """Old and new value of each changed field; entries of maps are called drivers.reach, custom.segment …"""


class ChangeShown(serializers.Serializer):
    """One row was written. `hidden` says that you lost sight of a product: forget what you know of it."""

    seq = serializers.IntegerField(help_text="Its place in the stream.")
    at = serializers.DateTimeField()
    actor = PersonShown(allow_null=True)
    source = serializers.CharField(help_text="web, api, import, command, system or sql.")
    operation = serializers.CharField(allow_blank=True)
    batch = serializers.UUIDField(allow_null=True, help_text="What was done together and can be undone together.")
    product = serializers.CharField(allow_null=True, help_text="The product's key.")
    type = serializers.CharField(help_text="requirement, comment, version …")
    id = serializers.IntegerField()
    key = serializers.CharField(allow_blank=True, help_text="Of the page it belongs to: SHOP-142.")
    action = serializers.ChoiceField(["insert", "update", "delete", "hidden"])
    diff = Difference()


class Feed(serializers.Serializer):
    """Changes in the order of the stream. Ask again with `after` = `last_seq`."""

    results = ChangeShown(many=True)
    last_seq = serializers.IntegerField()
