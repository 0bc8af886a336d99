"""Customers, contacts and tiers over REST, as a CRM keeps them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from feedback.models import Contact, Customer, Vote
from feedback.operations.contacts import add_contact, erase_contact
from feedback.operations.customers import create_customer
from feedback.operations.reporting import report
from feedback.operations.tiers import add_tier

BY_KEY = "/api/v1/customers/by-external/crm/ACME-7/?product=SHOP"


@pytest.fixture
def customer(shop, maya):
    return create_customer(shop, by=maya, name="青山生鲜")


def contacts():
    return list(Contact.objects.order_by("pk").values_list("name", "email", "customer__name"))


def test_a_crm_takes_in_and_changes_by_its_own_key(api, shop, maya, manager):
    tier = add_tier(shop, by=manager, name="A")
    first = api(maya).put(BY_KEY, {"name": "Acme", "value": 120000.5, "tier": "A"})
    assert first.status_code == 201
    assert first["Location"] == f"/api/v1/customers/{first.json()['id']}/"
    assert first.json()["tier"] == {"id": tier.pk, "name": "A"}
    second = api(maya).put(BY_KEY, {"size": 40})
    assert second.status_code == 200
    body = second.json()
    assert (body["id"], body["name"], body["value"], body["size"]) == (first.json()["id"], "Acme", 120000.5, 40)
    assert (body["source"], body["external_id"]) == ("crm", "ACME-7")
    assert second["ETag"] == f'"{body["lock_version"]}"'


def test_the_same_again_changes_nothing(api, shop, maya):
    tags = {api(maya).put(BY_KEY, {"name": "Acme", "size": 40})["ETag"] for _ in range(3)}
    assert len(tags) == 1


def test_a_crm_sends_contacts_along(api, shop, maya):
    add_contact(shop, by=maya, email="LAN@qs.example")
    body = {"name": "青山", "contacts": [{"name": "陈岚", "email": "lan@qs.example"}, {"name": "李雷"}]}
    assert api(maya).put(BY_KEY, body).status_code == 201
    assert contacts() == [("陈岚", "LAN@qs.example", "青山"), ("李雷", "", "青山")]
    versions = list(Contact.objects.order_by("pk").values_list("lock_version"))
    assert api(maya).put(BY_KEY, body).status_code == 200
    assert list(Contact.objects.order_by("pk").values_list("lock_version")) == versions
    assert api(maya).put(BY_KEY, {"contacts": [{"email": "lan@qs.example", "name": "陈兰"}]}).status_code == 200
    assert contacts() == [("陈兰", "LAN@qs.example", "青山"), ("李雷", "", "青山")]


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ({"email": "lan@qs.example"}, "“lan@qs.example” belongs to “青山生鲜” already."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"email": "vıctim@qs.example"}, "“vıctim@qs.example” has a sign that could be taken for another letter."),
        ({}, "Give a name or an address."),
        ({"name": " ", "email": ""}, "Give a name or an address."),
    ],
)
def test_a_contact_that_cannot_be_kept_refuses_all(api, shop, customer, maya, contact, told):
    add_contact(shop, by=maya, email="lan@qs.example", customer=customer)
    answer = api(maya).put(BY_KEY, {"name": "Acme", "contacts": [{"name": "李雷"}, contact]})
    assert answer.status_code == 422
    assert [(error["field"], error["message"]) for error in answer.json()["errors"]] == [("contacts", told)]
    assert contacts() == [("", "lan@qs.example", "青山生鲜")]
    assert Customer.objects.get() == customer


@pytest.mark.parametrize("sent", ["x", [1], [{"phone": "138"}], [{"name": 1}], [{}] * 101, None])
def test_contacts_are_a_list_of_names_and_addresses(api, shop, maya, sent):
    answer = api(maya).put(BY_KEY, {"name": "Acme", "contacts": sent})
    assert answer.status_code == 422, answer.content
    assert not Customer.objects.exists()


def test_a_new_one_needs_a_name(api, shop, maya):
    answer = api(maya).put(BY_KEY, {"size": 40})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["name"]
    assert not Customer.objects.exists()


@pytest.mark.parametrize("key", ["%00/%00", "a%00b/a%00b", "crm/a%00", "%20/%20", "%20/7", "crm/%20"])
def test_what_is_no_key_of_another_system(api, customer, maya, key):
    answer = api(maya).put(f"/api/v1/customers/by-external/{key}/?product=SHOP", {"name": "Acme"})
    assert answer.status_code == 422, answer.content
    assert Customer.objects.get().name == "青山生鲜"


def test_nobody_has_a_key_with_a_nul_character(api, customer, maya):
    answer = api(maya).get("/api/v1/customers/?source=%00")
    assert answer.status_code == 422, answer.content


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_once_take_in_one(api, shop, maya):
    clients = [api(maya) for _ in range(4)]

    def put(client):
        try:
            return client.put(BY_KEY, {"name": "Acme"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(put, clients))
    assert sorted(codes) == [200, 200, 200, 201]
    assert Customer.objects.count() == 1


def test_edits_say_what_they_have_read(api, customer, maya, manager):
    url = f"/api/v1/customers/{customer.pk}/"
    tag = api(maya).get(url)["ETag"]
    assert api(maya).patch(url, {"size": 5}).status_code == 428
    assert api(manager).patch(url, {"name": "青山"}, headers={"If-Match": tag}).status_code == 200
    merged = api(maya).patch(url, {"size": 5}, headers={"If-Match": tag})
    assert (merged.status_code, merged.json()["name"], merged.json()["size"]) == (200, "青山", 5)
    stale = api(maya).patch(url, {"name": "绿山"}, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["clashes"]) == (412, ["name"])


def test_names_of_contacts_are_not_merged_unseen(api, shop, maya, manager):
    contact = add_contact(shop, by=maya, name="陈岚", email="lan@qs.example")
    url = f"/api/v1/contacts/{contact.pk}/"
    tag = api(maya).get(url)["ETag"]
    assert api(manager).patch(url, {"name": "陈兰"}, headers={"If-Match": tag}).status_code == 200
    assert api(maya).patch(url, {"email": "x@qs.example"}, headers={"If-Match": tag}).status_code == 412


def test_merging_and_back(api, shop, customer, maya, manager):
    home = create_customer(shop, by=maya, name="青山生鲜连锁")
    url = f"/api/v1/customers/{customer.pk}/merge/"
    assert api(manager).post(url, {"into": home.pk}).json()["merged_into"] == home.pk
    assert api(manager).post(url, {"into": None}).json()["merged_into"] is None
    assert api(manager).post(url, {"into": customer.pk}).status_code == 422


def test_who_only_reads_sees_no_addresses(api, shop, maya, support):
    add_contact(shop, by=maya, name="陈岚", email="lan@qs.example")
    assert api(maya).get("/api/v1/contacts/").json()["results"][0]["email"] == "lan@qs.example"
    assert "qs.example" not in api(support).get("/api/v1/contacts/").content.decode()


def test_nobody_votes_in_the_name_of_the_erased(api, shop, maya, manager):
    contact, item = add_contact(shop, by=maya, name="陈岚"), report(shop, by=maya, title="Dark mode")
    erase_contact(contact, by=manager)
    answer = api(maya).post(f"/api/v1/feedback/{item.key}/votes/", {"contact": contact.pk}, format="json")
    assert answer.status_code == 422
    assert not Vote.objects.exists()


def test_an_erased_contact_is_gone(api, shop, maya, manager):
    contact = add_contact(shop, by=maya, name="陈岚")
    url = f"/api/v1/contacts/{contact.pk}/"
    assert api(manager).delete(url, headers={"If-Match": "*"}).status_code == 204
    assert api(manager).get(url).status_code == 404


def test_a_list_in_few_queries(api, shop, maya, django_assert_max_num_queries):
    for number in range(30):
        create_customer(shop, by=maya, name=f"Customer {number}", source="crm", external_id=str(number))
    client = api(maya)
    with django_assert_max_num_queries(6):
        page = client.get("/api/v1/customers/?product=SHOP&limit=20").json()
    assert len(page["results"]) == 20
    found = client.get("/api/v1/customers/?source=crm&external_id=7").json()["results"]
    assert [row["name"] for row in found] == ["Customer 7"]
    assert client.get("/api/v1/customers/?colour=red").status_code == 422
