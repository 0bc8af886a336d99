"""Who proves an address is whom the team knows by it, and whose people write from there."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from feedback.models import Contact
from feedback.operations.contacts import edit_contact
from feedback.operations.customers import create_customer
from portal.operations.setting_up import invite_address
from portal.operations.signing_in import ask_for_code, sign_in
from portal.reach import is_invited


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


def test_a_customer_that_the_team_took_away_does_not_come_back(come_in, acme, shop, manager, bob):
    assert come_in(bob.email).customer == acme
    edit_contact(bob, by=manager, customer=None)
    assert come_in(bob.email).customer is None
    assert come_in(bob.email).customer is None


def test_a_visit_ends_when_the_address_becomes_anothers(portal, shop, visitor, ann, manager):
    browser = visitor(ann)
    me = reverse("portal_me", args=[shop.key])
    edit_contact(ann, by=manager, name="Ann")
    assert ann.email in browser.get(me).content.decode()
    edit_contact(ann, by=manager, email="successor@outside.example")
    assert browser.get(me).status_code == 302
    assert not ann.visits.exists()


@pytest.mark.parametrize(
    "alike", ["v\u0131ctim@github.example", "victim@g\u0131thub.example", "\u017feen@github.example"]
)
def test_an_address_that_looks_like_anothers_is_not_theirs(alike, portal, shop, manager, system, client, mailoutbox):
    address = alike.replace("\u0131", "i").replace("\u017f", "s")
    invite_address(shop, by=manager, email=address)
    contact = Contact.objects.create(product=shop, email=address, name="Victim")
    assert is_invited(portal, address.upper())
    assert not is_invited(portal, alike)
    with pytest.raises(ValidationError):
        sign_in(ask_for_code(shop, by=system, email=alike), by=system)
    response = client.post(reverse("portal_sign_in", args=["SHOP"]), {"email": alike})
    assert response.status_code == 422
    assert "could be taken for another letter" in response.content.decode()
    assert list(Contact.objects.of(shop).with_address(address.title())) == [contact]
    assert not Contact.objects.of(shop).with_address(alike).exists()
    assert mailoutbox == []


def test_the_page_of_the_code_says_where_it_went(portal, client):
    client.post("/portal/SHOP/sign-in/", {"email": "bbo@outside.example"})
    assert "bbo@outside.example" in client.get("/portal/SHOP/code/").content.decode()


def test_who_is_erased_is_told_so(post, visitor, bob):
    client = visitor(bob)
    page = client.post("/portal/SHOP/me/erase/", follow=True).content.decode()
    assert "Your name and address are erased." in page
    assert not Contact.objects.exclude(email="").filter(pk=bob.pk).exists()
