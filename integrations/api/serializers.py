import orjson
from rest_framework import serializers

from accounts.api.serializers import PersonShown
from integrations.models import State
from pmhub.lib.api.inputs import Input, Text
from pmhub.lib.api.schema import Shown
from pmhub.lib.tabular.inspection import FORMATS


class CountsShown(serializers.Serializer):
    """`read = created + updated + unchanged + failed`; the rest was made beside the rows."""

    read = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    failed = serializers.IntegerField()
    versions_created = serializers.IntegerField()
    versions_updated = serializers.IntegerField()
    parents_created = serializers.IntegerField()
    parents_updated = serializers.IntegerField()
    people_created = serializers.IntegerField()
    tags_created = serializers.IntegerField()


class ProblemShown(serializers.Serializer):
    """Something wrong with a row; `fatal` ones kept it out."""

    code = serializers.CharField()
    row = serializers.IntegerField(allow_null=True)
    column = serializers.CharField(allow_blank=True)
    message = serializers.CharField()
    fatal = serializers.BooleanField()


class ImportShown(Shown):
    """A file on its way into a product."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    filename = serializers.CharField()
    source = serializers.CharField(help_text="The other system's name; identifiers are compared within it.")
    format = serializers.ChoiceField(FORMATS)
    encoding = serializers.CharField()
    mapping = serializers.DictField(child=serializers.CharField(), help_text="Which column goes to which field.")
    state = serializers.ChoiceField(State.choices)
    error = serializers.CharField(allow_blank=True)
    batch = serializers.UUIDField(help_text="The batch of all its changes in the feed.")
    by = PersonShown()
    counts = CountsShown(allow_null=True)
    total = serializers.IntegerField(allow_null=True, help_text="The rows of the file, once it was read to its end.")
    problem_count = serializers.IntegerField()
    problems = ProblemShown(many=True, help_text="The first problems of each kind.")
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class Mapping(serializers.JSONField):
    """JSON in a form's field, as strict as JSON bodies are: brackets without end and half characters are refused."""

    def to_internal_value(self, data):
        try:
            return orjson.loads(str(data))
        except orjson.JSONDecodeError:
            self.fail("invalid")


class NewImport(Input):
    """Sent as multipart/form-data."""

    file = serializers.FileField()
    source = Text(max_length=40, required=False)
    format = serializers.ChoiceField(FORMATS, required=False)
    encoding = Text(max_length=40, required=False)
    mapping = Mapping(required=False, help_text='JSON: {"column": "field"}; the rest as suggested.')
    dry_run = serializers.ChoiceField(["true", "false"], required=False, help_text="Only say what would happen.")
