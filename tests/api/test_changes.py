"""The stream of changes over REST: every change once, in order, and only to those who may know."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from changes.models import Change
from products.models import Membership
from products.operations.members import add_member, remove_member
from products.operations.products import edit_product
from requirements.operations.authoring import create, delete, edit
from requirements.operations.details import comment
from tests.api.conftest import at_fault, refused

pytestmark = pytest.mark.django_db(transaction=True)
MEMBERS = {"seq", "at", "actor", "source", "operation", "batch", "product", "type", "id", "key", "action", "diff"}


def tail(client, query="", after=0):
    """All that is to be read from `after` on, in pages of three."""
    found = []
    while True:
        page = client.get(f"changes/?after={after}&limit=3{query}").json()
        found += page["results"]
        if not page["results"]:
            return found, page["last_seq"]
        after = page["last_seq"]


def test_a_change_says_who_what_when_and_why(as_manager, requirement, manager):
    edit(requirement, by=manager, title="Newer", drivers={"reach": 5})
    last = tail(as_manager)[0][-1]
    assert set(last) == MEMBERS
    assert last["actor"] == {"id": manager.pk, "name": manager.name}
    assert (last["type"], last["key"], last["action"]) == ("requirement", "SHOP-1", "update")
    assert (last["operation"], last["product"], last["id"]) == ("edit", "SHOP", requirement.pk)
    assert last["diff"] == {"title": [requirement.title, "Newer"], "drivers.reach": [1800, 5]}
    assert last["at"].endswith("Z")


def test_the_stream_is_in_order_without_gaps_for_who_sees_all(rest, admin, shop, requirement):
    found, last = tail(rest(admin))
    assert [change["seq"] for change in found] == list(range(1, last + 1))
    assert len(found) == Change.objects.count()


def test_fresh_changes_come_without_any_worker(as_manager, requirement, manager):
    _found, last = tail(as_manager)
    comment(requirement, by=manager, body="Words")
    page = as_manager.get(f"changes/?after={last}").json()
    assert [(change["type"], change["key"]) for change in page["results"]] == [("comment", "SHOP-1")]


def test_deletions_are_there(as_manager, requirement, manager):
    _found, last = tail(as_manager)
    delete(requirement, by=manager)
    found, _last = tail(as_manager, after=last)
    assert ("requirement", "delete", "SHOP-1") in [(each["type"], each["action"], each["key"]) for each in found]


def test_one_product_and_some_types(as_manager, requirement, help_desk, manager):
    create(help_desk, by=manager, title="Elsewhere")
    found, last = tail(as_manager, "&product=SHOP&types=requirement,assignment")
    assert {change["type"] for change in found} == {"requirement", "assignment"}
    assert {change["product"] for change in found} == {"SHOP"}
    assert last == Change.objects.count()


def test_others_see_nothing_of_a_private_product(as_outsider, requirement):
    found, _last = tail(as_outsider)
    assert {change["product"] for change in found} == {"OTHER"}
    refused(as_outsider.get("changes/?product=SHOP"), "not-found")
    refused(as_outsider.get("changes/?product=NOPE"), "not-found")


def test_nobodys_address_is_in_the_stream(as_manager, requirement):
    assert "@" not in as_manager.get("changes/?limit=1000").content.decode()


def test_who_is_taken_out_learns_that_the_product_is_hidden(as_viewer, requirement, shop, support, owner, manager):
    _found, last = tail(as_viewer)
    remove_member(Membership.objects.get(product=shop, user=support), by=owner)
    edit(requirement, by=manager, title="No longer theirs")
    for query in ("", "&product=SHOP", "&types=comment"):
        found = as_viewer.get(f"changes/?after={last}{query}").json()["results"]
        assert [(each["action"], each["type"], each["key"], each["id"]) for each in found] == [
            ("hidden", "product", "SHOP", shop.pk)
        ]
        assert (found[0]["diff"], found[0]["actor"]) == ({}, None)
    refused(as_viewer.get(f"changes/?product=SHOP&after={found[0]['seq']}"), "not-found")


def test_who_comes_back_sees_all_again(as_viewer, requirement, shop, support, owner):
    remove_member(Membership.objects.get(product=shop, user=support), by=owner)
    shop.forget_roles()
    add_member(shop, by=owner, user=support)
    assert "hidden" not in {change["action"] for change in tail(as_viewer)[0]}


def test_a_product_that_becomes_private_is_hidden_from_those_outside(as_outsider, as_manager, help_desk, manager):
    _found, last = tail(as_outsider)
    edit_product(help_desk, by=manager, privacy="private")
    found, _last = tail(as_outsider, after=last)
    assert [(change["action"], change["key"]) for change in found] == [("hidden", "HELP")]
    assert [change["action"] for change in tail(as_manager, after=last)[0]] == ["update"]


def test_who_came_later_never_knew_of_it(as_outsider, help_desk, manager, outsider):
    edit_product(help_desk, by=manager, privacy="private")
    User.objects.filter(pk=outsider.pk).update(joined_at=timezone.now() + timedelta(seconds=1))
    assert "HELP" not in {change["key"] for change in tail(as_outsider)[0]}


def test_a_token_of_one_product_reads_of_that_one(rest, manager, requirement, help_desk):
    found, _last = tail(rest(manager, product=help_desk))
    assert {change["product"] for change in found} == {"HELP"}


def test_bad_queries_are_refused(as_manager, requirement):
    bad = [
        "after=-1", "after=x", "after=" + "9" * 30, "after=999", "limit=0", "limit=1001", "wait=31", "wait=x",
        "wait=-1", "types=%00", "nope=1",
    ]  # fmt: skip
    for query in bad:
        assert query.split("=")[0] in at_fault(as_manager.get(f"changes/?{query}")), query
    assert as_manager.get("changes/?types=nothing,,").json()["results"] == []


def test_waiting_ends_with_the_first_change(as_manager, requirement, manager):
    _found, last = tail(as_manager)
    answers, started = [], time.monotonic()

    def wait():
        answers.append(as_manager.get(f"changes/?after={last}&wait=20").json())
        connection.close()

    reader = threading.Thread(target=wait)
    reader.start()
    edit(requirement, by=manager, title="Newer")
    reader.join()
    assert time.monotonic() - started < 10
    assert [change["diff"]["title"][1] for change in answers[0]["results"]] == ["Newer"]


def test_waiting_ends_with_the_time(as_manager, requirement):
    _found, last = tail(as_manager)
    started = time.monotonic()
    assert as_manager.get(f"changes/?after={last}&wait=1").json() == {"results": [], "last_seq": last}
    assert 0.9 < time.monotonic() - started < 5


def test_waiting_keeps_no_transaction_open(as_manager, requirement):
    _found, last = tail(as_manager)
    reader = threading.Thread(target=lambda: (as_manager.get(f"changes/?after={last}&wait=2"), connection.close()))
    reader.start()
    time.sleep(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"  # not one that vacuums
        )
        assert cursor.fetchone()[0] == 0
    reader.join()


def test_a_large_difference_ends_the_page_early(as_manager, requirement, manager, monkeypatch):
    monkeypatch.setattr("changes.api.feed.LARGEST", 20_000)
    for letter in "abcd":
        edit(requirement, by=manager, description=letter * 9_000)
    page = as_manager.get("changes/?limit=1000").json()
    assert 0 < len(page["results"]) < Change.objects.count()
    assert page["last_seq"] == page["results"][-1]["seq"]
    assert len(tail(as_manager)[0]) == Change.objects.count()
