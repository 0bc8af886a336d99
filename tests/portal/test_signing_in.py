"""Who proves an address is whom the team knows by it, and whose people write from there."""

import pytest

from feedback.models import Contact
from feedback.operations.customers import create_customer
from portal.operations.signing_in import ask_for_code, sign_in


@pytest.fixture
def come_in(portal, shop, system):
    """`come_in("bob@outside.example")`: somebody gives the code; returns the contact."""

    def proved(email):
        assert sign_in(ask_for_code(shop, by=system, email=email), by=system)
        return Contact.objects.get(email__iexact=email)

    return proved


@pytest.fixture
def acme(shop, manager):
    return create_customer(shop, by=manager, name="ACME", domain="outside.example")


def test_who_proves_an_address_is_of_the_customer_of_its_domain(come_in, acme, bob):
    assert bob.customer is None
    assert come_in(bob.email).customer == acme
    assert come_in("new@mail.outside.example").customer == acme
    assert come_in("new@elsewhere.example").customer is None


def test_what_the_team_said_of_somebody_stays(come_in, acme, shop, manager, make_contact):
    other = create_customer(shop, by=manager, name="Other")
    assert come_in(make_contact("zoe", customer=other).email).customer == other
