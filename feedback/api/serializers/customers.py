from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.serializers import PersonShown
from feedback.models.customer import NAME_LENGTH
from pmhub.lib.api.inputs import LARGEST_INTEGER, Amount, Choice, Flag, Input, Reference, Text, Whole
from pmhub.lib.api.schema import Shown

MOST_CONTACTS = 100
KEY = "The product's key, unless the query names it."


@extend_schema_field({"type": "number", "minimum": 0, "maximum": 999_999_999_999.99})
class Money(Amount):
    """What a customer is worth a year."""


@extend_schema_field({"type": "number", "minimum": 0, "maximum": 99_999.99})
class Weight(Amount):
    """How much one customer of a tier counts."""


class NamedShown(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class CustomerShown(Shown):
    """Who uses the product. `value` is a year's, in the currency of the product's desk."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    name = serializers.CharField()
    tier = NamedShown(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    size = serializers.IntegerField(allow_null=True, help_text="Its people.")
    owner = PersonShown(allow_null=True)
    domain = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True, help_text="The other system that knows it.")
    external_id = serializers.CharField(allow_blank=True, help_text="Its key there.")
    merged_into = serializers.IntegerField(allow_null=True, help_text="The customer that it is part of, by its id.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class KnownFields(Input):
    """What a CRM says of a customer whom the address names."""

    name = Text(max_length=NAME_LENGTH, allow_blank=False, trim_whitespace=True)
    tier = Reference(allow_null=True, required=False)
    value = Money(max_digits=14, decimal_places=2, min_value=0, allow_null=True, required=False)
    size = Whole(min_value=0, max_value=LARGEST_INTEGER, allow_null=True, required=False)
    owner = Reference(allow_null=True, required=False)
    domain = Text(max_length=253, required=False)
    note = Text(max_length=10_000, required=False)


class PersonFields(Input):
    """A contact of a customer, by a name or an address at least."""

    name = Text(max_length=NAME_LENGTH, required=False, trim_whitespace=True)
    email = Text(max_length=254, required=False, trim_whitespace=True)


class UpsertFields(KnownFields):
    name = Text(max_length=NAME_LENGTH, allow_blank=False, trim_whitespace=True, required=False)
    contacts = PersonFields(
        many=True, required=False, max_length=MOST_CONTACTS,
        help_text="Taken in, or changed where their address (else their name at the customer) is known. Who is not "
        "named stays. 422 for who belongs to another customer.",
    )  # fmt: skip
    product = Text(max_length=10, required=False, help_text=KEY)


class CustomerFields(KnownFields):
    source = Text(max_length=40, required=False)
    external_id = Text(max_length=200, required=False)


class NewCustomer(CustomerFields):
    product = Text(max_length=10, required=False, help_text=KEY)


class MergeFields(Input):
    into = Whole(
        min_value=1, max_value=LARGEST_INTEGER, allow_null=True,
        help_text="The customer it becomes part of, by its id; null: its own again.",
    )  # fmt: skip


class ContactShown(Shown):
    """Somebody outside."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    customer = NamedShown(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True, help_text="Empty for those who only read.")
    shown_name = serializers.CharField(allow_blank=True)
    language = serializers.CharField(allow_blank=True)
    hears = serializers.BooleanField(help_text="Whether they asked for news of what they wrote.")
    created_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class ContactFields(Input):
    customer = Reference(allow_null=True, required=False)
    name = Text(max_length=NAME_LENGTH, required=False, trim_whitespace=True)
    email = Text(max_length=254, required=False, trim_whitespace=True)
    shown_name = Text(max_length=60, required=False, trim_whitespace=True)
    language = Choice([("", "unknown"), *settings.LANGUAGES], required=False)
    hears = Flag(required=False)


class NewContact(ContactFields):
    product = Text(max_length=10, required=False, help_text=KEY)


class TierShown(Shown):
    """A class of customers."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    name = serializers.CharField()
    weight = serializers.FloatField(help_text="How much one of its customers counts where demand goes by tiers.")
    lock_version = serializers.IntegerField()


class TierFields(Input):
    name = Text(max_length=40, allow_blank=False, trim_whitespace=True)
    weight = Weight(max_digits=7, decimal_places=2, min_value=0, required=False)


class NewTier(TierFields):
    product = Text(max_length=10, required=False, help_text=KEY)
