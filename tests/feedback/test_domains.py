"""Whose people write from an address."""

import pytest

from feedback.customers.domains import customer_of_domain
from feedback.operations.customers import create_customer, merge_customers


@pytest.mark.parametrize(
    "address, name",
    [
        ("zoe@acme.example", "ACME"),
        ("Zoe@Mail.ACME.example", "ACME"),
        ("zoe@labs.acme.example", "ACME Labs"),
        ("zoe@notacme.example", None),
        ("zoe@example", None),
        ("zoe", None),
        ("", None),
    ],
)
def test_the_longest_domain_says_whose_people_they_are(shop, maya, address, name):
    create_customer(shop, by=maya, name="ACME", domain="acme.example")
    create_customer(shop, by=maya, name="ACME Labs", domain="labs.acme.example")
    create_customer(shop, by=maya, name="Without a domain")
    found = customer_of_domain(shop, address)
    assert (found and found.name) == name


def test_what_was_merged_has_no_people_of_its_own(shop, maya, manager):
    part = create_customer(shop, by=maya, name="ACME", domain="acme.example")
    merge_customers(part, create_customer(shop, by=maya, name="Whole"), by=manager)
    assert customer_of_domain(shop, "zoe@acme.example") is None
