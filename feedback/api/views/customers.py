from django.db import transaction
from django.shortcuts import get_object_or_404

from accounts.api.views import person_of
from changes.api.merging import lock
from feedback import policies
from feedback.api.serializers import customers as serializers
from feedback.models import Contact, Customer, Tier
from feedback.operations import contacts, customers, tiers
from pmhub.lib.api.answers import answer, created
from pmhub.lib.api.preconditions import require
from pmhub.lib.api.queries import COUNTED, FIELDS
from pmhub.lib.api.views import Endpoint
from products.api.reach import INTO, PRODUCT, product_of_new
from products.api.references import person_referred, referred
from products.api.things import Kind, ProductsThings, Thing


def named(row):
    return row and {"id": row.pk, "name": row.name}


class CustomerKind(Kind):
    tag = "customers"
    reads = serializers.CustomerShown
    address = "/api/v1/customers/{}/"
    create, edit, remove = customers.create_customer, customers.edit_customer, customers.delete_customer

    def rows(self, user):
        return Customer.objects.visible_to(user).select_related("product", "tier", "owner")

    @staticmethod
    def shown(row):
        return {
            "id": row.pk,
            "product": row.product.key,
            "name": row.name,
            "tier": named(row.tier),
            "value": row.value,
            "size": row.size,
            "owner": person_of(row.owner),
            "domain": row.domain,
            "note": row.note,
            "source": row.source,
            "external_id": row.external_id,
            "merged_into": row.merged_into_id,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "lock_version": row.lock_version,
        }

    def resolved(self, home, values):
        if "tier" in values:
            values["tier"] = referred("tier", Tier.objects.visible_to(self.request.user).of(home), values["tier"])
        if "owner" in values:
            values["owner"] = person_referred("owner", home, values["owner"], self.request.user)
        return values


KEPT_BY = {
    "source": "Only what this other system knows.",
    "external_id": "Only what has this key there.",
}


class CustomersView(CustomerKind, ProductsThings):
    """Customers: who uses a product, what they are worth and who looks after them."""

    query = {"get": COUNTED | FIELDS | PRODUCT | KEPT_BY, "post": INTO}
    writes = {"post": serializers.NewCustomer}

    def rows(self, user):
        wanted = {name: self.params[name] for name in KEPT_BY if self.request.method == "GET" and name in self.params}
        return super().rows(user).filter(**wanted)


class CustomerView(CustomerKind, Thing):
    """One customer. What they said stays when they are deleted."""

    writes = {"patch": serializers.CustomerFields}


class CustomerByExternalView(CustomerKind, Endpoint):
    """A customer by the key that another system knows it by: taken in, or changed where the body says otherwise."""

    query = {"put": INTO}
    writes = {"put": serializers.UpsertFields}
    answers = {"put": [200, 201]}

    @transaction.atomic
    def put(self, request, source, external_id):
        home = product_of_new(request, self.params)
        self.may(customers.upsert_customer, home)
        values = self.body(partial=True)
        values.pop("product", None)
        known = {"source": source, "external_id": external_id, **self.resolved(home, values)}
        row, is_new = customers.upsert_customer(home, by=request.user, **known)
        if is_new:
            return created(self.shown(row), self.address.format(row.pk), version=row.lock_version)
        return answer(self.shown(row), version=row.lock_version)


class CustomerMergeView(CustomerKind, Endpoint):
    """What a customer is part of: another customer, or (null) nobody any more. Nothing moves."""

    writes = {"post": serializers.MergeFields}

    def post(self, request, pk):
        row = get_object_or_404(self.rows(request.user), pk=pk)
        self.may(customers.merge_customers, row)
        into = self.body()["into"]
        if into is None:
            customers.separate_customer(row, by=request.user)
        else:
            seen = self.rows(request.user).of(row.product)
            customers.merge_customers(row, referred("into", seen, into), by=request.user)
        return answer(self.shown(row), version=row.lock_version)


class ContactKind(Kind):
    tag = "customers"
    reads = serializers.ContactShown
    address = "/api/v1/contacts/{}/"
    create, edit, remove = contacts.add_contact, contacts.edit_contact, contacts.erase_contact

    def rows(self, user):
        return Contact.objects.visible_to(user).filter(erased_at=None).select_related("product", "customer")

    def shown(self, row):
        sees = policies.can_see_addresses(self.request.user, row)
        return {
            "id": row.pk,
            "product": row.product.key,
            "customer": named(row.customer),
            "name": row.name,
            "email": row.email if sees else "",
            "shown_name": row.shown_name,
            "language": row.language,
            "hears": row.hears,
            "created_at": row.created_at,
            "lock_version": row.lock_version,
        }

    def resolved(self, home, values):
        if "customer" in values:
            seen = Customer.objects.visible_to(self.request.user).of(home)
            values["customer"] = referred("customer", seen, values["customer"])
        return values


class ContactsView(ContactKind, ProductsThings):
    """People outside who spoke to us."""

    writes = {"post": serializers.NewContact}


class ContactView(ContactKind, Thing):
    """One of them. DELETE erases the person for good: what they said stays, without a name."""

    writes = {"patch": serializers.ContactFields}

    @transaction.atomic
    def patch(self, request, pk):
        row = self.find(pk)
        self.may(contacts.edit_contact, row)
        values = self.body()
        lock(row)
        require(request, row.lock_version, lambda: self.shown(row))  # the stream does not know names: no merging
        row = contacts.edit_contact(row, by=request.user, **self.resolved(row.product, values))
        return answer(self.shown(row), version=row.lock_version)


class TierKind(Kind):
    tag = "customers"
    reads = serializers.TierShown
    address = "/api/v1/tiers/{}/"
    create, edit, remove = tiers.add_tier, tiers.edit_tier, tiers.delete_tier

    def rows(self, user):
        return Tier.objects.visible_to(user).select_related("product")

    @staticmethod
    def shown(row):
        return {
            "id": row.pk,
            "product": row.product.key,
            "name": row.name,
            "weight": row.weight,
            "lock_version": row.lock_version,
        }


class TiersView(TierKind, ProductsThings):
    """The classes of customers of a product."""

    writes = {"post": serializers.NewTier}


class TierView(TierKind, Thing):
    """One of them."""

    writes = {"patch": serializers.TierFields}
