from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError

from changes.models import Change
from changes.operations.undoing import undo_batch
from feedback.models import Contact, Customer, Subscription, Tier, Vote
from feedback.operations.contacts import add_contact, edit_contact, erase_contact
from feedback.operations.customers import create_customer, delete_customer, edit_customer
from feedback.operations.tiers import add_tier, delete_tier, edit_tier
from products.operations.workflow import move
from requirements.operations.authoring import Stale


@pytest.fixture
def tier(shop, manager):
    return add_tier(shop, by=manager, name="A", weight=Decimal(3))


@pytest.fixture
def customer(shop, maya, tier):
    return create_customer(shop, by=maya, name="青山生鲜", tier=tier, value=Decimal(120_000), domain="@QS.example")


@pytest.fixture
def contact(shop, maya, customer):
    return add_contact(
        shop, by=maya, name="陈岚", email="lan@qingshan.example", shown_name="Lan", language="zh", hears=True,
        customer=customer,
    )  # fmt: skip


def test_a_customer_is_taken_in(customer, tier, maya):
    assert (customer.name, customer.tier, customer.domain) == ("青山生鲜", tier, "qs.example")
    change = Change.objects.get(type="customer", object_id=customer.pk)
    assert (change.operation, change.actor_id, change.product_id) == ("create_customer", maya.pk, customer.product_id)


@pytest.mark.parametrize(
    "fields",
    [{"name": " "}, {"name": "x" * 201}, {"value": Decimal(-1)}, {"size": -1}, {"name": "a\x00"}, {"colour": "red"}],
)
def test_nonsense_is_refused_by_field(shop, maya, fields):
    with pytest.raises(ValidationError) as refused:
        create_customer(shop, by=maya, **{"name": "Somebody", **fields})
    assert set(refused.value.message_dict) == set(fields)
    assert not Customer.objects.exists()


def test_a_key_of_another_system_is_there_once(shop, maya):
    create_customer(shop, by=maya, name="One", source="crm", external_id="7")
    with pytest.raises(ValidationError, match="has this key"):
        create_customer(shop, by=maya, name="Two", source="crm", external_id="7")
    create_customer(shop, by=maya, name="Two", source="erp", external_id="7")


def test_edits_of_different_fields_go_together(customer, maya, manager):
    read = customer.lock_version
    edit_customer(customer, by=manager, size=40)
    edited = edit_customer(customer, by=maya, lock_version=read, name="青山生鲜超市")
    assert (edited.name, edited.size, edited.lock_version) == ("青山生鲜超市", 40, read + 2)


def test_edits_of_the_same_field_do_not(customer, maya, manager):
    read = customer.lock_version
    edit_customer(customer, by=manager, size=40)
    with pytest.raises(Stale) as stale:
        edit_customer(customer, by=maya, lock_version=read, size=50)
    assert stale.value.fields == ["size"]
    customer.refresh_from_db()
    assert customer.size == 40


def test_an_edit_that_changes_nothing_writes_nothing(customer, maya):
    before = Change.objects.count()
    assert edit_customer(customer, by=maya, name="青山生鲜").lock_version == customer.lock_version
    assert Change.objects.count() == before


def test_what_a_deleted_customer_said_stays(customer, make_voice, manager):
    voice = make_voice(customer=customer)
    pk = customer.pk
    delete_customer(customer, by=manager)
    voice.refresh_from_db()
    assert voice.customer is None
    undo_batch(Change.objects.get(type="customer", action="delete").batch, by=manager)
    voice.refresh_from_db()
    assert voice.customer_id == pk


def test_nothing_of_another_product(shop, other_product, outsider, maya):
    theirs = add_tier(other_product, by=outsider, name="A")
    with pytest.raises(SuspiciousOperation):
        create_customer(shop, by=maya, name="One", tier=theirs)


def test_viewers_keep_no_customers(shop, customer, contact, support, maya):
    for refused in (
        lambda: create_customer(shop, by=support, name="x"), lambda: edit_customer(customer, by=support, name="x"),
        lambda: add_contact(shop, by=support, name="x"), lambda: edit_contact(contact, by=support, name="x"),
        lambda: delete_customer(customer, by=maya), lambda: erase_contact(contact, by=maya),
        lambda: add_tier(shop, by=maya, name="x"),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            refused()
    assert Customer.objects.get().name == "青山生鲜"


def test_names_hold_no_sign_that_turns_them_around(shop, manager, maya):
    assert create_customer(shop, by=maya, name="AC\u200bME \u202eelihw\u202c").name == "ACME elihw"
    assert add_tier(shop, by=manager, name="\u2067Gold\ufeff").name == "Gold"
    for make in (
        lambda: create_customer(shop, by=maya, name="\u202e"),
        lambda: add_tier(shop, by=manager, name="\u200b"),
    ):
        with pytest.raises(ValidationError) as refused:
            make()
        assert "name" in refused.value.message_dict


def test_a_contact_needs_a_name_or_an_address(shop, maya):
    with pytest.raises(ValidationError, match="name or an address"):
        add_contact(shop, by=maya, hears=True)
    assert str(add_contact(shop, by=maya, email="a@b.example")) == "Somebody"


def test_an_address_is_there_once_per_product(shop, contact, help_desk, maya, manager):
    with pytest.raises(ValidationError, match="has this address"):
        add_contact(shop, by=maya, name="Twin", email="LAN@qingshan.example")
    add_contact(help_desk, by=manager, email="lan@qingshan.example")


def test_every_edit_of_a_contact_makes_one_version(contact, maya):
    assert contact.lock_version == 1
    contact = edit_contact(contact, by=maya, name="陈兰")
    assert contact.lock_version == 2
    contact = edit_contact(contact, by=maya, name="陈兰兰", hears=False)
    assert contact.lock_version == 3
    assert edit_contact(contact, by=maya, name="陈兰兰").lock_version == 3


def test_who_edits_what_others_renamed_is_told(contact, maya, manager):
    edit_contact(contact, by=manager, name="陈兰")
    with pytest.raises(Stale) as stale:
        edit_contact(contact, by=maya, lock_version=1, name="陈蓝")
    assert stale.value.fields == ["name"]
    edited = edit_contact(contact, by=maya, lock_version=1, hears=False)
    assert (edited.name, edited.hears) == ("陈兰", False)


def test_names_and_addresses_are_not_in_the_stream(contact, maya):
    edit_contact(contact, by=maya, name="Nobody else", email="new@qingshan.example")
    told = str(list(Change.objects.values_list("diff", flat=True)))
    assert "陈岚" not in told
    assert "@qingshan.example" not in told


def test_an_erased_person_is_gone_and_what_they_said_stays(contact, customer, make_voice, manager):
    voice = make_voice(contact=contact, customer=customer)
    Vote.objects.create(product=voice.product, feedback=voice, contact=contact)
    Subscription.objects.create(product=voice.product, feedback=voice, contact=contact)
    erase_contact(contact, by=manager)
    contact.refresh_from_db()
    assert (contact.name, contact.email, contact.shown_name, contact.language, contact.hears) == ("", "", "", "", False)
    assert contact.erased_at
    assert voice.vote_set.count() == 1
    assert not voice.subscription_set.exists()
    voice.refresh_from_db()
    assert (voice.contact, voice.customer) == (contact, customer)
    with pytest.raises(ValidationError, match="was erased"):
        edit_contact(contact, by=manager, name="Back")


def test_no_column_of_the_row_still_names_an_erased_person(contact, manager):
    erase_contact(contact, by=manager)
    row = Contact.objects.filter(pk=contact.pk).values().get()
    assert not [name for name, value in row.items() if isinstance(value, str) and value]


def test_tiers_in_an_order_with_weights(shop, tier, manager):
    second = add_tier(shop, by=manager, name="B")
    move(second, by=manager, steps=-1)
    assert list(Tier.objects.of(shop).values_list("name", "weight")) == [("B", 1), ("A", 3)]
    assert edit_tier(tier, by=manager, name="VIP", weight=Decimal("4.5")).weight == Decimal("4.5")
    with pytest.raises(ValidationError, match="already"):
        edit_tier(second, by=manager, name="vip")
    with pytest.raises(ValidationError, match="greater than or equal"):
        edit_tier(second, by=manager, weight=Decimal(-1))


def test_customers_of_a_deleted_tier_have_none(tier, customer, manager):
    delete_tier(tier, by=manager)
    customer.refresh_from_db()
    assert customer.tier is None
