"""Customers of a product, for the access table."""

from feedback.operations.contacts import add_contact
from feedback.operations.customers import create_customer, merge_customers
from feedback.operations.tiers import add_tier

COMPANY, PERSON = "Secret customer Ltd", "Secret contact"


def customers(product, by):
    """A customer with a tier and a contact, another one, and one that is part of it."""
    tier = add_tier(product, by=by, name="A")
    customer = create_customer(product, by=by, name=COMPANY, tier=tier)
    other, part = (create_customer(product, by=by, name=name) for name in ("Another customer", "A branch"))
    return {
        "tier": tier, "customer": customer, "other_customer": other, "part": merge_customers(part, other, by=by),
        "contact": add_contact(product, by=by, name=PERSON, email="secret@contact.example", customer=customer),
    }  # fmt: skip
