from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.forms import ZONES
from pmhub.lib.api.inputs import Choice, Input, Text, Whole
from pmhub.lib.api.schema import Shown
from products.models import Category
from products.models.custom_field import Kind
from products.models.membership import Title
from products.models.product import Privacy, Stage

ROLES = ["none", "viewer", "contributor", "manager", "owner"]
KEY = r"^[A-Z][A-Z0-9]{0,9}\Z"


class ProductShown(Shown):
    """What a team works on, and the unit of privacy."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    vision = serializers.CharField(allow_blank=True)
    stage = serializers.ChoiceField(Stage.choices)
    time_zone = serializers.CharField()
    privacy = serializers.ChoiceField(Privacy.choices)
    role = serializers.ChoiceField(ROLES, help_text="Yours.")
    created_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class Zone(Text):
    """The name of a time zone."""

    default_error_messages = {"zone": gettext_lazy("There is no time zone “{zone}”; one is called Asia/Shanghai.")}

    def to_internal_value(self, data):
        name = super().to_internal_value(data)
        if name not in ZONES:
            self.fail("zone", zone=name[:40])
        return name


class ProductFields(Input):
    name = Text(max_length=120, allow_blank=False, trim_whitespace=True)
    vision = Text(max_length=10_000, required=False)
    stage = Choice(Stage.choices, required=False)
    time_zone = Zone(allow_blank=False, required=False)
    privacy = Choice(Privacy.choices, required=False)


class NewProduct(ProductFields):
    """A new product; you become its owner."""

    key = serializers.RegexField(
        KEY, trim_whitespace=False, help_text="1 to 10 capital letters and digits; it never changes."
    )


class StatusShown(serializers.Serializer):
    """A step of a product's workflow."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    category = serializers.ChoiceField(Category.choices)
    hue = serializers.IntegerField()
    position = serializers.IntegerField()
    wip_limit = serializers.IntegerField(allow_null=True)


class CustomFieldShown(serializers.Serializer):
    """A field that a product adds to its requirements."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    options = serializers.ListField(child=serializers.CharField())
    position = serializers.IntegerField()


class MemberShown(serializers.Serializer):
    """A person's place in a product."""

    id = serializers.IntegerField(help_text="The person's.")
    name = serializers.CharField()
    role = serializers.ChoiceField(ROLES)
    title = serializers.ChoiceField(Title.choices, allow_blank=True)


class TagShown(Shown):
    """A word that a product's people put on requirements."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    name = serializers.CharField()
    hue = serializers.IntegerField(allow_null=True)


class TagFields(Input):
    name = Text(max_length=100, allow_blank=False, trim_whitespace=True)
    hue = Whole(min_value=0, max_value=359, allow_null=True, required=False)


class NewTag(TagFields):
    product = Text(max_length=10, required=False, help_text="The product's key, unless the query names it.")
