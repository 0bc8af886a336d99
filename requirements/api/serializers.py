from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.serializers import PersonShown
from pmhub.lib.api.inputs import LARGEST_INTEGER, Amount, Choice, Flag, Fuzzy, Input, Reference, Text, Whole
from pmhub.lib.api.schema import Shown
from products.models import Category
from requirements.models.link import LinkKind
from requirements.models.requirement import TEXT_LENGTH, TITLE_LENGTH, Kind, Level
from requirements.models.saved_view import LONGEST_QUERY
from requirements.models.scoring_model import ScoringKind

NUMBERS = {"type": "object", "additionalProperties": {"type": ["number", "null"]}}


class SomebodyShown(serializers.Serializer):
    """A person of this installation (`id`), or one from outside (`person`), where they come from (`source`)."""

    id = serializers.IntegerField(required=False)
    person = serializers.IntegerField(required=False)
    name = serializers.CharField()
    source = serializers.CharField(required=False, allow_blank=True)


class StepShown(serializers.Serializer):
    """A status by name."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    category = serializers.ChoiceField(Category.choices)


class PlannedShown(serializers.Serializer):
    """A version or milestone by name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class CriterionShown(serializers.Serializer):
    """What must be true before a requirement counts as done."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    done = serializers.BooleanField()
    position = serializers.IntegerField()


class LinkShown(serializers.Serializer):
    """`source` blocks, relates to or duplicates `target`."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(LinkKind.choices)
    source = serializers.CharField()
    target = serializers.CharField()


class ReferenceShown(serializers.Serializer):
    """What a requirement is called in another system."""

    source = serializers.CharField()
    external_id = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    data = serializers.DictField(help_text="The original dates and names, as they were.")


@extend_schema_field(NUMBERS)
class Numbers(serializers.Field):
    """Scoring inputs by driver; null empties one."""

    def to_internal_value(self, data):
        if not isinstance(data, dict):
            raise serializers.ValidationError("Give an object of numbers by driver.")
        return data


@extend_schema_field({"type": "object", "additionalProperties": True})
class Values(serializers.Field):
    """Values of custom fields by their key; null empties one."""

    def to_internal_value(self, data):
        if not isinstance(data, dict):
            raise serializers.ValidationError("Give an object of values by field.")
        return data


class RequirementRow(Shown):
    """A requirement as lists show it."""

    key = serializers.CharField()
    number = serializers.IntegerField()
    product = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    level = serializers.ChoiceField(Level.choices)
    status = StepShown()
    priority = serializers.IntegerField(min_value=0, max_value=4, help_text="0 is the most urgent.")
    score = serializers.FloatField(allow_null=True, help_text="Computed by a worker; not counted by lock_version.")
    score_problem = serializers.CharField(allow_blank=True)
    demand = serializers.FloatField()
    drivers = Numbers()
    custom = Values()
    tags = serializers.ListField(child=serializers.CharField())
    owner = PersonShown(allow_null=True)
    assignees = SomebodyShown(many=True)
    requester = SomebodyShown(allow_null=True)
    author = PersonShown()
    version = PlannedShown(allow_null=True)
    milestone = PlannedShown(allow_null=True)
    parent = serializers.CharField(allow_null=True, help_text="Its key.")
    start = Fuzzy(allow_null=True)
    due = Fuzzy(allow_null=True)
    estimate = serializers.FloatField(allow_null=True)
    votes = serializers.IntegerField()
    rank = serializers.CharField(help_text="Compared byte by byte, it gives the manual order.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class RequirementShown(RequirementRow):
    """A requirement with all that hangs on it."""

    description = serializers.CharField(allow_blank=True, help_text="Markdown.")
    as_a = serializers.CharField(allow_blank=True)
    i_want = serializers.CharField(allow_blank=True)
    so_that = serializers.CharField(allow_blank=True)
    decline_reason = serializers.CharField(allow_blank=True)
    criteria = CriterionShown(many=True)
    links = LinkShown(many=True)
    references = ReferenceShown(many=True)


class RequirementFields(Input):
    title = Text(max_length=TITLE_LENGTH, allow_blank=False, trim_whitespace=True)
    description = Text(max_length=TEXT_LENGTH, required=False, help_text="Markdown, kept byte for byte.")
    kind = Choice(Kind.choices, required=False)
    level = Choice(Level.choices, required=False)
    status = Reference(required=False, help_text="A step of the product's workflow.")
    decline_reason = Text(max_length=2_000, required=False, help_text="Needed for a status that declines.")
    priority = Whole(min_value=0, max_value=4, required=False, help_text="0 is the most urgent.")
    drivers = Numbers(required=False, help_text="Scoring inputs; only those named change, null empties one.")
    custom = Values(required=False, help_text="Custom fields by key; only those named change, null empties one.")
    tags = serializers.ListField(
        child=Text(max_length=100), max_length=100, required=False, help_text="Names; new ones are made."
    )
    owner = Reference(allow_null=True, required=False, help_text="A member, by id or address.")
    assignees = serializers.ListField(
        child=Reference(),
        max_length=100,
        required=False,
        help_text="Members, or {person: id} of somebody from outside.",
    )
    requester = Reference(
        allow_null=True, required=False, help_text="A member, or {person: id} of somebody from outside."
    )
    version = Reference(allow_null=True, required=False)
    milestone = Reference(allow_null=True, required=False)
    parent = Text(max_length=24, allow_null=True, allow_blank=False, required=False, help_text="Its key.")
    start = Fuzzy(allow_null=True, required=False, help_text="A day, month, quarter or year.")
    due = Fuzzy(allow_null=True, required=False, help_text="A day, month, quarter or year.")
    estimate = Amount(max_digits=9, decimal_places=2, allow_null=True, required=False)
    votes = Whole(min_value=-LARGEST_INTEGER, max_value=LARGEST_INTEGER, required=False)
    as_a = Text(max_length=500, required=False)
    i_want = Text(max_length=1_000, required=False)
    so_that = Text(max_length=1_000, required=False)


class MoveFields(RequirementFields):
    title = Text(max_length=TITLE_LENGTH, allow_blank=False, trim_whitespace=True, required=False)
    before = Text(max_length=24, allow_null=True, allow_blank=False, required=False, help_text="Its neighbour's key.")
    after = Text(max_length=24, allow_null=True, allow_blank=False, required=False, help_text="Its neighbour's key.")


class NewRequirement(RequirementFields):
    product = Text(max_length=10, required=False, help_text="The product's key, unless the query names it.")


class CommentShown(Shown):
    """What somebody said about a requirement, in Markdown."""

    id = serializers.IntegerField()
    requirement = serializers.CharField(help_text="Its key.")
    author = PersonShown()
    body = serializers.CharField()
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    lock_version = serializers.IntegerField()


class CommentFields(Input):
    body = Text(max_length=50_000, allow_blank=False)


class NewCriterion(Input):
    text = Text(max_length=1_000, allow_blank=False, trim_whitespace=True)


class CriterionFields(NewCriterion):
    done = Flag(required=False)


class NewLink(Input):
    kind = Choice(LinkKind.choices)
    target = Text(max_length=24, allow_blank=False, help_text="The other requirement's key.")


class InputShown(serializers.Serializer):
    """One thing the formula reads, and who gave it when."""

    name = serializers.CharField()
    label = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)
    source = serializers.CharField(allow_null=True)
    author = serializers.CharField(allow_null=True, allow_blank=True)


class NeighbourShown(serializers.Serializer):
    """The next requirement above or below, and how far their scores are apart."""

    key = serializers.CharField()
    title = serializers.CharField()
    score = serializers.FloatField()
    distance = serializers.FloatField()


class ScoreShown(serializers.Serializer):
    """Why a requirement has the score it has, or none."""

    key = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    problem = serializers.CharField(allow_blank=True, help_text="Why there is none, as a sentence.")
    pending = serializers.BooleanField(help_text="A worker was asked for new scores.")
    model = serializers.ChoiceField(ScoringKind.choices)
    formula = serializers.CharField()
    formula_version = serializers.IntegerField()
    position = serializers.IntegerField(allow_null=True, help_text="By score; null beyond the first thousand.")
    inputs = InputShown(many=True)
    above = NeighbourShown(allow_null=True)
    below = NeighbourShown(allow_null=True)


class DriverShown(serializers.Serializer):
    """An input of the score."""

    name = serializers.CharField()
    label = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    min = serializers.FloatField(allow_null=True)
    max = serializers.FloatField(allow_null=True)
    weight = serializers.FloatField()


class ScoringShown(serializers.Serializer):
    """How a product scores."""

    kind = serializers.ChoiceField(ScoringKind.choices)
    formula = serializers.CharField()
    version = serializers.IntegerField()
    drivers = DriverShown(many=True)


class ViewShown(Shown):
    """A name for a query: yours, or one that others share."""

    id = serializers.IntegerField()
    product = serializers.CharField(allow_null=True, help_text="Its key; null across all products.")
    owner = PersonShown()
    name = serializers.CharField()
    way = serializers.CharField(help_text="How it is looked at: table, board, matrix, tree; inbox: it shows feedback.")
    query = serializers.CharField(help_text="A query string as GET /requirements/ or /feedback/ and the pages take it.")
    shared = serializers.BooleanField()
    position = serializers.IntegerField()
    address = serializers.CharField(help_text="Where people see it.")


class ViewFields(Input):
    name = Text(max_length=60, allow_blank=False, trim_whitespace=True)
    way = Text(max_length=20, allow_blank=False, required=False)
    query = Text(max_length=LONGEST_QUERY, required=False)
    shared = Flag(required=False, help_text="Whether everybody in the product sees it.")
    position = Whole(min_value=0, max_value=LARGEST_INTEGER, required=False)


class NewView(ViewFields):
    """Without a product, here or in the query, it is one across all products, for yourself."""

    product = Text(max_length=10, required=False)
