"""Keeping customers: who they are, what they are worth, and which of them are one and the same."""

from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from changes.merging import held
from changes.models import Change
from feedback import policies
from feedback.models import Customer
from feedback.operations.contacts import keep_contact
from feedback.operations.wording import key_elsewhere
from pmhub.lib.operations import operation
from pmhub.lib.rows import refuse_unknown, stored
from pmhub.lib.texts import name_of

EDITABLE = {"name", "tier", "value", "size", "owner", "domain", "note", "source", "external_id"}
ONE_LINE = {"name", "domain", "source", "external_id"}


@operation(policies.can_keep_customers)
def create_customer(product, *, by, name, **fields):
    """Take in a customer, with any of the fields in EDITABLE. ValidationError by field names what is wrong."""
    return saved(Customer(product=product), {"name": name, **fields})


@operation(policies.can_keep_customers)
def edit_customer(customer, *, by, lock_version=None, **fields):
    """Change a customer's fields; returns them as they are now.

    Raises Stale where others have changed the same ones since `lock_version`.
    """
    return saved(held(customer, lock_version, fields), fields)


@operation(policies.can_keep_customers)
def upsert_customer(product, *, by, source, external_id, contacts=(), **fields):
    """Take in or change the customer whom another system knows by this key; returns it and whether it is new.

    Fields that are not named stay, and so do contacts; those who are named (`name`, `email`) are kept with it. Of two
    who take in the same at once, one changes what the other took in.
    """
    customer, is_new = taken_in(product, by, source, external_id, fields)
    for contact in contacts:
        keep_contact(customer, by=by, **contact)
    return customer, is_new


def taken_in(product, by, source, external_id, fields):
    place = key_elsewhere(Customer, source, external_id)
    known = Customer.objects.of(product).filter(**place)
    if (row := known.first()) is None:
        try:
            with transaction.atomic():
                return create_customer(product, by=by, **{"name": "", **fields, **place}), True
        except ValidationError as refused:
            if "external_id" not in refused.message_dict or (row := known.first()) is None:
                raise
    row.product = product
    return edit_customer(row, by=by, **fields), False


@operation(policies.can_delete)
def delete_customer(customer, *, by):
    """Delete a customer; what they said stays, without a name to it. Undo brings both back."""
    customer.delete()


def saved(customer, fields):
    refuse_unknown(fields, EDITABLE)
    known_already = ValidationError({"external_id": _("Another customer has this key already.")})
    fields = {name: tidied(name, value) for name, value in fields.items()}
    return stored(customer, fields, once={"customer_once_per_source": known_already})


def tidied(name, value):
    if name in ONE_LINE and isinstance(value, str):
        value = " ".join(value.split()) if name == "external_id" else name_of(value)  # keys are as others have them
        return value.lower().removeprefix("@") if name == "domain" else value
    return value


@operation(policies.can_merge_customers)
def merge_customers(customer, into, *, by):
    """Let a customer, and whatever was merged into it, be part of another. Nothing moves: all are read together.

    Merging again changes nothing. What a merged customer is part of is never more than one step up.
    """
    now = {row.pk: held(row) for row in sorted([customer, into], key=attrgetter("pk"))}
    if into.pk == customer.pk:
        raise ValidationError({"into": _("A customer cannot be merged into itself.")})
    if now[into.pk].merged_into_id:
        raise ValidationError({"into": _("“%s” is part of another customer itself.") % into.name})
    if now[customer.pk].merged_into_id not in (None, into.pk):
        raise ValidationError({"into": _("“%s” is part of another customer already.") % customer.name})
    one_step = Customer.objects.filter(merged_into=customer.pk) | Customer.objects.filter(pk=customer.pk)
    one_step.exclude(merged_into=into.pk).update(merged_into=into.pk)
    customer.refresh_from_db(fields=["merged_into", "lock_version", "updated_at"])
    return customer


@operation(policies.can_merge_customers)
def separate_customer(customer, *, by):
    """Take a merge back exactly: what came along with the customer is part of it again."""
    now = held(customer)
    if now.merged_into_id is None:
        return customer
    Customer.objects.filter(pk__in=came_along(now), merged_into=now.merged_into_id).update(merged_into=customer.pk)
    Customer.objects.filter(pk=customer.pk).update(merged_into=None)
    customer.refresh_from_db(fields=["merged_into", "lock_version", "updated_at"])
    return customer


def came_along(customer):
    """The ids of those that were part of the customer when it was merged, by the stream of changes.

    Without those whose place somebody changed since.
    """
    of_customers = Change.objects.filter(product=customer.product_id, type="customer")
    merge = of_customers.filter(object_id=customer.pk, diff__has_key="merged_into").order_by("-id").first()
    if merge is None or merge.batch is None:
        return []
    moved = [customer.pk, customer.merged_into_id]
    placed_since = of_customers.filter(
        object_id=OuterRef("object_id"), id__gt=OuterRef("id"), diff__has_key="merged_into"
    )
    came = of_customers.filter(~Exists(placed_since), batch=merge.batch, diff__merged_into=moved)
    return list(came.values_list("object_id", flat=True))
