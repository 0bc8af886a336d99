"""Conditions on who spoke: customers, their tiers, contacts."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from feedback.customers.story import said_by
from feedback.models import Contact, Customer, Tier
from pmhub.lib.texts import number_in
from products.models import Membership, Role
from requirements.query.conditions.people import called
from requirements.query.conditions.values import missing_or, only_equal
from requirements.query.names import perhaps

MOST = 500  # of one name


def customer(term, user):
    """By id or name, or how the name begins; their contacts and what was merged into a customer count as them."""
    only_equal(term)
    seen = Customer.objects.visible_to(user).order_by()

    def condition(value):
        chosen = Q(name__iexact=value) | Q(name__istartswith=value)
        if (pk := number_in(value)) is not None:
            chosen |= Q(pk=pk)
        ids = list(seen.filter(chosen).values_list("pk", flat=True)[:MOST])
        if not ids:
            raise ValidationError(_("There is no customer “%s”.") % value[:60])
        ids += seen.filter(merged_into__in=ids).values_list("pk", flat=True)
        return said_by(ids)

    return missing_or("customer", term, condition)


def tier(term, user):
    """By id or name; of a merged customer the tier of the one it is part of."""
    only_equal(term)
    seen = Tier.objects.visible_to(user).order_by()

    def condition(value):
        chosen = Q(name__iexact=value)
        if (pk := number_in(value)) is not None:
            chosen |= Q(pk=pk)
        ids = list(seen.filter(chosen).values_list("pk", flat=True))
        if not ids:
            names = seen.values_list("name", flat=True).distinct()[:200]
            raise ValidationError(_("There is no customer tier “%s”.") % value[:60] + perhaps(value, names))
        return Q(customer__in=in_tiers(ids))

    return missing_or("customer__tier", term, condition)


def in_tiers(ids):
    return Customer.objects.filter(Q(merged_into=None, tier__in=ids) | Q(merged_into__tier__in=ids)).values("pk")


def contact(term, user):
    """By id or name; by address only where the person may see addresses."""
    only_equal(term)
    seen = Contact.objects.visible_to(user).order_by()

    def condition(value):
        if (pk := number_in(value)) is not None:
            found = seen.filter(pk=pk)
        elif "@" in value:
            found = seen.filter(addressed(user)).with_address(value)
        else:
            found = seen.filter(called(value) | Q(shown_name__iexact=value))
        ids = list(found.values_list("pk", flat=True)[:MOST])
        if not ids:
            raise ValidationError(_("Nobody you can see is called “%s”.") % value[:60])
        return Q(contact__in=ids)

    return missing_or("contact", term, condition)


def addressed(user):
    """The contacts of products in which this person may see addresses (policies.can_see_addresses)."""
    if user.is_admin or user.is_system:
        return Q()
    return Q(product__in=Membership.objects.filter(user=user, role__gte=Role.CONTRIBUTOR).values("product"))
