"""The pages about customers: what they show, in how many queries, and what they refuse."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from feedback.models import Customer, Feedback, Message
from feedback.operations.answering import reply
from feedback.operations.contacts import add_contact, edit_contact
from feedback.operations.customers import create_customer, edit_customer, merge_customers
from feedback.operations.linking import link
from feedback.operations.tiers import add_tier
from feedback.operations.weighing import choose_weighing
from portal.models import Post, PublicComment
from requirements.models import Requirement
from requirements.operations.details import comment


@pytest.fixture
def customer(shop, maya):
    return create_customer(shop, by=maya, name="青山生鲜", value=480_000)


@pytest.fixture
def page(customer):
    return f"/p/SHOP/customers/{customer.pk}/"


def names(response):
    return [customer.name for customer in response.context["shown"].page.items]


def test_the_list_costs_the_same_whatever_it_shows(shop, web, maya, make_voice, django_assert_max_num_queries):
    client, tier = web(maya), add_tier(shop, by=shop.memberships.get(role=40).user, name="A")
    for number in range(60):
        create_customer(shop, by=maya, name=f"Customer {number:02}", tier=tier, owner=maya)
    make_voice(customer=Customer.objects.first())
    client.get("/p/SHOP/customers/")
    with django_assert_max_num_queries(13):  # the session, the person, the product and the side bar among them
        first = client.get("/p/SHOP/customers/")
    assert len(names(first)) == 50
    second = client.get("/p/SHOP/customers/" + first.context["shown"].more)
    assert names(second) == [f"Customer {number}" for number in range(50, 60)]


def test_a_value_says_what_it_is_counted_in(shop, web, maya, manager, customer, page):
    other, client = create_customer(shop, by=maya, name="Nordlicht", value=5), web(manager)
    merging = f"{page}merge/?customer={other.name}"
    for currency, told in [(None, "480,000 CNY"), ("EUR", "480,000 EUR")]:
        if currency:
            choose_weighing(shop, by=manager, currency=currency)
        for address in ("/p/SHOP/customers/", page):
            assert told in strip_tags(client.get(address).content.decode())
        for address in ("/p/SHOP/customers/new/", f"{page}facts/value/"):
            assert f"In {told[-3:]}." in client.get(address).content.decode()
        assert f"Value per year ({told[-3:]})" in client.get(merging).content.decode()


def test_search_and_filters(shop, web, maya, manager):
    tier = add_tier(shop, by=manager, name="A")
    create_customer(shop, by=maya, name="Nordlicht", tier=tier, domain="nordlicht.example")
    small = create_customer(shop, by=maya, name="Nord GmbH", value=5, owner=maya)
    part = create_customer(shop, by=maya, name="Südlicht")
    merge_customers(part, small, by=manager)
    client = web(maya)
    for query, found in [
        ("", ["Nord GmbH", "Nordlicht"]), ("?q=LICHT", ["Nord GmbH", "Nordlicht"]),
        ("?q=nordlicht.example", ["Nordlicht"]),
        (f"?tier={tier.pk}", ["Nordlicht"]), ("?tier=none", ["Nord GmbH"]), (f"?owner={maya.pk}", ["Nord GmbH"]),
        ("?sort=-value", ["Nord GmbH", "Nordlicht"]), ("?tier=x&sort=x&cursor=x", ["Nord GmbH", "Nordlicht"]),
        ("?q=%00", ["Nord GmbH", "Nordlicht"]), ("?q=nobody", []),
    ]:  # fmt: skip
        assert names(client.get(f"/p/SHOP/customers/{query}")) == found, query


def test_a_customer_with_what_they_asked_for_and_what_was_shipped(
    web, page, maya, manager, customer, requirement, make_requirement, make_voice, statuses, shop
):
    done = make_requirement("Invoices at once")
    Requirement.objects.filter(pk=done.pk).update(status=statuses["done"])
    part = create_customer(shop, by=maya, name="青山（华东）")
    merge_customers(part, customer, by=manager)
    contact = add_contact(shop, by=maya, name="陈岚", customer=part)
    link(make_voice(customer=customer), done, by=maya)
    link(make_voice(contact=contact), requirement, by=maya)
    story = web(maya).get(page).context["story"]
    assert ([one.key for one in story.shipped], [one.key for one in story.waiting]) == ([done.key], [requirement.key])
    assert (story.count, [str(one) for one in story.contacts], story.parts) == (2, ["陈岚"], [part])
    assert [key for item in story.items for key, _number in item.linked] == [requirement.key, done.key]


def test_list_page_and_query_agree_on_whose_an_item_is(web, page, shop, maya, manager, customer, make_voice):
    """Contacts who came to the customer after they wrote, and what was merged into it, are counted everywhere."""
    part = create_customer(shop, by=maya, name="青山（华东）")
    make_voice(customer=customer)
    for home in (customer, part):
        contact = add_contact(shop, by=maya, name="陈岚")
        make_voice(contact=contact)
        edit_contact(contact, by=maya, customer=home)
    merge_customers(part, customer, by=manager)
    client = web(maya)
    assert client.get(page).context["story"].count == 3
    assert [row.items for row in client.get("/p/SHOP/customers/").context["shown"].page.items] == [3]
    found = client.get("/p/SHOP/feedback/", {"show": "all", "q": "customer:青山生鲜"})
    assert len(found.context["rows"].items) == 3


def test_what_a_stranger_wrote_under_their_address_is_not_theirs(web, page, shop, maya, customer, make_voice):
    contact = add_contact(shop, by=maya, name="陈岚", email="lan@qs.example", customer=customer)
    make_voice(contact=contact), make_voice(contact=contact, channel="form")
    make_voice(channel="form", customer=customer)  # the team has named them
    client = web(maya)
    assert client.get(page).context["story"].count == 2
    assert [row.items for row in client.get("/p/SHOP/customers/").context["shown"].page.items] == [2]


def test_what_was_shipped_says_in_which_version_and_when(
    web, page, maya, manager, customer, make_requirement, make_voice, statuses, shop
):
    for title, state, released in [
        ("Invoices", "released", datetime(2026, 11, 3, tzinfo=UTC)),
        ("Exports", "planned", None),
    ]:
        version = shop.versions.create(
            name=f"{title} 1.4", state=state, released_at=released, release_on=date(2026, 12, 1)
        )
        asked = make_requirement(title)
        Requirement.objects.filter(pk=asked.pk).update(status=statuses["done" if released else "new"], version=version)
        link(make_voice(customer=customer), asked, by=maya)
    shown = web(maya).get(page).content.decode()
    assert "released 3 Nov 2026" in shown
    assert "planned for 1 Dec 2026" in shown


def test_more_than_a_page_of_voices(web, page, maya, customer, make_voice, django_assert_max_num_queries):
    for number in range(3):
        make_voice(body=f"Voice {number}", customer=customer)
    Feedback.objects.filter(customer=customer).update(received_at=datetime(2026, 11, 3, tzinfo=UTC))
    Feedback.objects.bulk_create(
        Feedback(product_id=customer.product_id, number=1_000 + n, key=f"SHOP-F{1_000 + n}", title=f"{n}",
                 customer=customer, author=maya, received_at=datetime(2026, 11, 4, tzinfo=UTC))
        for n in range(104)
    )  # fmt: skip
    client, seen, more = web(maya), [], ""
    client.get(page)
    while True:
        with django_assert_max_num_queries(22):  # the session, the person, the product and the side bar among them
            story = client.get(page + more).context["story"]
        assert story.count == 107
        seen += [item.pk for item in story.items]
        if not (more := story.more):
            break
    assert len(seen) == len(set(seen)) == 107
    assert client.get(f"{page}?cursor=x").context["story"].items[0].pk == seen[0]


def test_a_fact_that_others_changed_says_so(web, page, maya, manager, customer):
    edit_customer(customer, by=manager, size=40)
    sent = {"size": "50", "lock_version": "1"}
    refused = web(maya).post(f"{page}facts/size/", sent)
    assert refused.status_code == 422
    assert "40" in refused.content.decode()
    again = {**sent, "lock_version": str(Customer.objects.get(pk=customer.pk).lock_version)}
    assert web(maya).post(f"{page}facts/size/", again).status_code == 302
    assert Customer.objects.get(pk=customer.pk).size == 50


def test_a_value_is_written_as_people_write_amounts(web, page, maya, customer):
    client = web(maya)
    assert 'value="480000"' in client.get(f"{page}facts/value/").content.decode()
    for written, value in [("130万", 1_300_000), ("1,234.5", Decimal("1234.5")), ("", None)]:
        sent = {"value": written, "lock_version": str(Customer.objects.get(pk=customer.pk).lock_version)}
        assert client.post(f"{page}facts/value/", sent).status_code == 302, written
        assert Customer.objects.get(pk=customer.pk).value == value
    for written in ("a lot", "-5", "9" * 20, "9" * 40):
        sent = {"value": written, "lock_version": str(Customer.objects.get(pk=customer.pk).lock_version)}
        assert client.post(f"{page}facts/value/", sent).status_code == 422, written


def test_there_is_no_other_fact(web, page, maya):
    assert web(maya).get(f"{page}facts/lock_version/").status_code == 404
    assert web(maya).get(f"{page}facts/merged_into/").status_code == 404


def test_addresses_are_for_those_who_answer(web, page, shop, maya, support, customer):
    add_contact(shop, by=maya, name="陈岚", email="lan@qs.example", customer=customer)
    assert "lan@qs.example" in web(maya).get(page).content.decode()
    assert "lan@qs.example" not in web(support).get(page).content.decode()


def test_the_rule_stands_on_the_scoring_page_and_managers_choose_it(web, shop, maya, manager):
    assert "Every customer counts as 1." in web(maya).get("/p/SHOP/settings/scoring/").content.decode()
    assert "/customers/weighing/" not in web(maya).get("/p/SHOP/settings/scoring/").content.decode()
    chosen = {"weighing": "value", "currency": "eur"}
    assert web(manager).post("/p/SHOP/customers/weighing/", chosen).status_code == 302
    assert "10,000 EUR" in web(maya).get("/p/SHOP/settings/scoring/").content.decode()
    assert web(manager).post("/p/SHOP/customers/weighing/", {"weighing": "x"}).status_code == 422


def test_a_contact_has_one_letter_as_their_face(web, shop, voice, maya, manager):
    contact = add_contact(shop, by=manager, name="wang fang")
    Feedback.objects.filter(pk=voice.pk).update(contact=contact)
    Message.objects.create(product=shop, feedback=voice, kind="incoming", contact=contact, body="And now?")
    page = web(maya).get(f"/p/SHOP/feedback/{voice.number}/").content.decode()
    assert 'aria-hidden="true">W</span>' in page
    assert 'aria-hidden="true">wang fang</span>' not in page


def test_before_a_person_is_erased_the_texts_that_name_them_are_listed(
    web, shop, requirement, make_voice, customer, page, manager
):
    contact = add_contact(shop, by=manager, name="王磊", email="lei@qing.example", customer=customer)
    told = make_voice(body="没有送水", contact=contact)
    reply(told, by=manager, body="王磊您好：我们看一下")
    comment(requirement, by=manager, body="Write to LEI@qing.example")
    make_voice(body="与他无关")
    post = Post.objects.create(product=shop, feedback=told, title="Water")
    PublicComment.objects.create(product=shop, post=post, body="I am lei@qing.example")
    asked = web(manager).get(f"{page}contacts/{contact.pk}/erase/")
    assert [text.key for text in asked.context["texts"]] == [told.key, told.key, requirement.key]
    assert "王磊您好" in asked.content.decode()
    assert f'href="/p/SHOP/portal/{told.number}/"' in asked.content.decode()
