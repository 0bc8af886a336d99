"""Checking JSON bodies: exact types, no unknown members, every message at its place."""

from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from pmhub.lib.fuzzy_dates import FuzzyDate, FuzzyDateError
from pmhub.lib.instants import refuse_far_off

LARGEST_ID = 2**63 - 1
LARGEST_INTEGER = 2**31 - 1


class Input(serializers.Serializer):
    """The members a body may have. Members that do not exist, or that nobody may write, are refused by name."""

    def to_internal_value(self, data):
        unknown = [name for name in data if name not in self.fields] if isinstance(data, dict) else []
        if unknown:
            message = _("There is no such field, or it cannot be written.")
            raise serializers.ValidationError({name: [message] for name in unknown})
        return super().to_internal_value(data)


@cache
def reader(kind, partial):
    return kind(partial=partial)


def checked(request, kind, *, partial=False):
    """The body of a request as the `Input` class `kind` describes it; with `partial` nothing is required."""
    if not isinstance(request.data, dict):
        raise serializers.ValidationError([_("Send a JSON object.")])
    return dict(reader(kind, partial).run_validation(request.data))


class Text(serializers.CharField):
    """A string, and nothing that could be made into one. Keeps blanks unless told to trim."""

    default_error_messages = {"invalid": gettext_lazy("Enter a text.")}

    def __init__(self, **options):
        super().__init__(**{"trim_whitespace": False, "allow_blank": True, **options})

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number, not a text that looks like one."""

    def to_internal_value(self, data):
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """true or false."""

    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("invalid", input=str(data)[:40])
        return data


class Choice(serializers.ChoiceField):
    """One of the named values, as a string."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid_choice", input=str(data)[:40])
        return super().to_internal_value(data)


@extend_schema_field({"type": "number", "minimum": -9_999_999.99, "maximum": 9_999_999.99})
class Amount(serializers.DecimalField):
    """A number with two decimals."""

    def to_internal_value(self, data):
        if not isinstance(data, (int, float)) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class Moment(serializers.DateTimeField):
    """A time like 2026-12-31T08:00:00Z; without an offset it is UTC."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid", format="2026-12-31T08:00:00Z")
        try:
            moment = super().to_internal_value(data)
        except OverflowError:
            self.fail("invalid", format="2026-12-31T08:00:00Z")
        try:
            refuse_far_off(moment)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from None
        return moment


FUZZY = r"^[0-9]{4}(-Q[1-4]|-[0-9]{2}(-[0-9]{2})?)?$"


@extend_schema_field({"type": "string", "pattern": FUZZY, "examples": ["2026-12-31", "2026-12", "2026-Q4", "2026"]})
class Fuzzy(serializers.Field):
    """A day, month, quarter or year."""

    def to_internal_value(self, data):
        if not isinstance(data, str) or len(data) > 40:
            raise serializers.ValidationError(_("Enter a date like 2026-12-31, 2026-12, 2026-Q4 or 2026."))
        try:
            return FuzzyDate.parse(data)
        except FuzzyDateError as error:
            raise serializers.ValidationError(str(error)) from None

    def to_representation(self, value):
        return str(value)


def identifier(value):
    """The id that a client gave as a number or as the object it had read; None when it gave something else."""
    if isinstance(value, dict):
        value = value.get("id")
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_ID else None


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer", "minimum": 1, "description": "its id"},
            {"type": "string", "minLength": 1, "maxLength": 200, "description": "its name, a person's e-mail"},
            {"type": "object", "properties": {"id": {"type": "integer"}}, "description": "as it was read"},
        ]
    }
)
class Reference(serializers.Field):
    """Another thing of the same product, by id, by name, or as the object that a read gave. The view looks it up.

    Validates to an id, a text, or `("person", id)` for somebody from outside.
    """

    def to_internal_value(self, data):
        if isinstance(data, str) and data.strip() and len(data) <= 200 and "\x00" not in data:
            return data.strip()
        if isinstance(data, dict) and "person" in data:
            data, outside = data["person"], True
        else:
            outside = False
        if (pk := identifier(data)) is None:
            raise serializers.ValidationError(_("Name it by its id or by its name."))
        return ("person", pk) if outside else pk

    def to_representation(self, value):
        return value
