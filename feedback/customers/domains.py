"""Whose people write from an address."""

from django.db.models import Q

from feedback.models import Customer

DEEPEST = 4  # labels of a host that are looked at: people of a@x.mail.acme.com are of acme.com


def customer_of_domain(product, address):
    """The customer whose mail domain an address has, the longest one; `mail.acme.com` is also `acme.com`. Else None."""
    parts = address.rpartition("@")[2].strip().lower().split(".")
    named = Q(pk=None)
    for start in range(len(parts) - 1)[:DEEPEST]:
        named |= Q(domain__iexact=".".join(parts[start:]))
    found = Customer.objects.of(product).current().filter(named)
    return max(found, key=lambda customer: len(customer.domain), default=None)
