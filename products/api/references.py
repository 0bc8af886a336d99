"""Finding what a body refers to."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from pmhub.lib.api.problems import invalid_fields


def referred(field, rows, value, *, text="name"):
    """The row that `value` (an id, or what is in its column `text`) means; None stays None, 422 where there is none."""
    if value is None:
        return None
    found = rows.filter(pk=value) if isinstance(value, int) else rows.filter(**{text: value})
    if isinstance(value, tuple) or (row := found.first()) is None:
        raise invalid_fields({field: [_("There is no “%s” in this product.") % str(value)[:80]]})
    return row


def people_of(product, user):
    """Who can be made responsible in a product: its members, and whoever asks."""
    return User.objects.filter(Q(memberships__product=product) | Q(pk=user.pk), is_active=True).distinct()


def person_referred(field, product, value, user):
    """A person of the product by id or address."""
    return referred(field, people_of(product, user), value, text="email__iexact")
