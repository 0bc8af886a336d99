"""Products, and what belongs to them: statuses, fields, members, tags, versions, milestones."""

import pytest

from products.operations.workflow import add_field
from requirements.operations.authoring import edit
from tests.api.conftest import at_fault, refused


def names(response):
    return [row["name"] for row in response.json()["results"]]


def test_products_are_those_one_may_see(as_manager, as_outsider, help_desk):
    shown = as_manager.get("products/?count=true").json()
    assert [(row["key"], row["role"]) for row in shown["results"]] == [("HELP", "owner"), ("SHOP", "manager")]
    assert shown["count"] == 2
    shown = as_outsider.get("products/").json()["results"]
    assert [(row["key"], row["role"]) for row in shown] == [("HELP", "viewer"), ("OTHER", "owner")]


def test_an_administrator_owns_everything(rest, admin, shop, other_product):
    assert {row["role"] for row in rest(admin).get("products/").json()["results"]} == {"owner"}


def test_one_product(as_manager, as_outsider, shop):
    response = as_manager.get("products/SHOP/")
    assert (response.json()["name"], response["ETag"]) == ("拾光商城", '"1"')
    assert as_manager.get("products/SHOP/?fields=key").json() == {"key": "SHOP"}
    refused(as_outsider.get("products/SHOP/"), "not-found")


def test_whoever_starts_a_product_owns_it(as_viewer):
    response = as_viewer.post(
        "products/", {"key": "NEW", "name": " New ", "stage": "launch", "time_zone": "Asia/Tokyo"}
    )
    assert response.status_code == 201
    assert response["Location"] == "/api/v1/products/NEW/"
    shown = response.json()
    assert (shown["name"], shown["role"], shown["privacy"], shown["stage"]) == ("New", "owner", "private", "launch")
    assert len(as_viewer.get("products/NEW/statuses/").json()["results"]) == 6


BAD = [
    {}, {"key": "NEW"}, {"name": "New"}, {"key": "new", "name": "x"}, {"key": "1X", "name": "x"},
    {"key": "TOOLONGAKEY", "name": "x"}, {"key": "SHOP", "name": "x"}, {"key": "NEW", "name": "x" * 121},
    {"key": "NEW", "name": "x", "privacy": "public"}, {"key": "NEW", "name": "x", "time_zone": "Mars/Base"},
    {"key": "NEW", "name": "x", "nope": 1}, {"key": "NEW\n", "name": "x"}, {"key": 5, "name": "x"},
    {"key": "NEW", "name": "\x00"}, {"key": "NEW", "name": "x", "vision": "x" * 10_001}, {"key": None, "name": "x"},
]  # fmt: skip


def test_bad_products_are_refused(as_manager):
    for body in BAD:
        assert at_fault(as_manager.post("products/", body)), body
    assert [row["key"] for row in as_manager.get("products/").json()["results"]] == ["SHOP"]


def test_a_product_is_changed_by_field(as_manager, rest, owner):
    rest(owner).patch("products/SHOP/", {"vision": "Theirs"}, '"1"')
    assert as_manager.patch("products/SHOP/", {"name": "Shop"}, '"1"').json()["vision"] == "Theirs"
    problem = refused(as_manager.patch("products/SHOP/", {"vision": "Mine"}, '"1"'), "stale")
    assert (problem["clashes"], problem["current"]["vision"]) == (["vision"], "Theirs")
    assert "key" in at_fault(as_manager.patch("products/SHOP/", {"key": "NEW"}))


def test_who_sees_it_is_for_owners_to_say(as_manager, rest, owner):
    assert "privacy" in at_fault(as_manager.patch("products/SHOP/", {"privacy": "internal"}))
    assert rest(owner).patch("products/SHOP/", {"privacy": "internal"}).json()["privacy"] == "internal"


def test_parts_of_a_product(as_manager, shop, owner):
    add_field(shop, by=owner, key="market", name="Market", kind="select", options=["EU", "CN"])
    assert names(as_manager.get("products/SHOP/statuses/?limit=2")) == ["To assess", "In review"]
    field = as_manager.get("products/SHOP/fields/").json()["results"][0]
    assert (field["key"], field["kind"], field["options"]) == ("market", "select", ["EU", "CN"])
    members = as_manager.get("products/SHOP/members/")
    assert len(members.json()["results"]) == 6
    assert b"@" not in members.content
    assert as_manager.get("products/SHOP/scoring/").json()["kind"] == "rice"


@pytest.mark.parametrize("part", ["statuses", "fields", "members", "scoring"])
def test_parts_are_hidden_with_their_product(as_outsider, shop, part):
    refused(as_outsider.get(f"products/SHOP/{part}/"), "not-found")


def test_tags(as_manager, requirement, rest, support):
    made = as_manager.post("tags/", {"product": "SHOP", "name": " Mobile ", "hue": 120})
    assert (made.status_code, made.json()["name"]) == (201, "Mobile")
    assert names(as_manager.get("tags/?product=SHOP&count=true")) == ["checkout", "Mobile"]
    assert "name" in at_fault(as_manager.post("tags/", {"product": "SHOP", "name": "MOBILE"}))
    for body in ({"hue": 360}, {"hue": "red"}, {"name": ""}, {"name": "x" * 101}, {"product": "HELP"}):
        assert at_fault(as_manager.patch(made["Location"], body)), body
    checkout = as_manager.get("tags/").json()["results"][0]
    as_manager.patch(f"tags/{checkout['id']}/", {"name": "Pay"})
    assert as_manager.get("requirements/SHOP-1/").json()["tags"] == ["Pay"]
    assert as_manager.delete(f"tags/{checkout['id']}/").status_code == 204
    assert as_manager.get("requirements/SHOP-1/").json()["tags"] == []
    refused(rest(support).post("tags/", {"product": "SHOP", "name": "x"}), "refused")


def test_versions(as_manager, engineer, rest):
    body = {"product": "SHOP", "name": "3.0", "release": "2027-Q1", "start": "2026", "owner": engineer.pk, "goal": "Go"}
    made = as_manager.post("versions/", body)
    shown = made.json()
    assert (made.status_code, made["ETag"], shown["status"]) == (201, '"1"', "planned")
    assert (shown["release"], shown["start"], shown["owner"]["name"]) == ("2027-Q1", "2026", engineer.name)
    changed = as_manager.patch(made["Location"], {"status": "active", "release": None}, '"1"').json()
    assert (changed["status"], changed["release"], changed["lock_version"]) == ("active", None, 2)
    assert at_fault(as_manager.patch(made["Location"], {"status": "released"}, '"2"')), "only its release page releases"
    refused(rest(engineer).patch(made["Location"], {"name": "x"}), "refused")
    assert as_manager.delete(made["Location"], '"2"').status_code == 204
    refused(as_manager.get(made["Location"]), "not-found")


def test_bad_versions_are_refused(as_manager, version):
    bad = [
        {"name": "2.4"}, {"name": ""}, {"name": "x" * 121}, {"name": "x", "start": "2027", "release": "2026"},
        {"name": "x", "status": "nope"}, {"name": "x", "release": "whenever"}, {"name": "x", "owner": 999},
        {"name": "x", "state": "planned"}, {"name": "a\x00"}, {"name": "x", "goal": 5}, {},
    ]  # fmt: skip
    for body in bad:
        assert at_fault(as_manager.post("versions/", {"product": "SHOP", **body})), body
    assert names(as_manager.get("versions/")) == ["2.4"]


def test_milestones(as_manager, version, milestone):
    body = {"product": "SHOP", "name": "Beta", "version": "2.4", "due": "2027-02-01", "done_at": "2027-01-31T08:00:00Z"}
    made = as_manager.post("milestones/", body)
    shown = made.json()
    assert (shown["version"]["name"], shown["due"], shown["done_at"]) == ("2.4", "2027-02-01", "2027-01-31T08:00:00Z")
    assert names(as_manager.get("milestones/?limit=1")) == ["Code freeze"]
    for bad in (
        {"version": 999},
        {"done_at": "yesterday"},
        {"done_at": 5},
        {"done_at": "9999-12-31T23:59:59Z"},
        {"done_at": "0001-01-01T00:00:00Z"},
        {"name": "Code freeze"},
        {"due": "x"},
    ):
        assert at_fault(as_manager.patch(made["Location"], bad)), bad
    assert as_manager.patch(made["Location"], {"version": None, "done_at": None}).json()["version"] is None
    assert as_manager.delete(made["Location"]).status_code == 204


def test_deleting_a_version_unplans_its_requirements(as_manager, requirement, version, manager):
    edit(requirement, by=manager, version=version)
    assert as_manager.delete(f"versions/{version.pk}/").status_code == 204
    assert as_manager.get("requirements/SHOP-1/").json()["version"] is None


def test_lists_can_be_narrowed_and_chosen(as_manager, version, milestone):
    assert as_manager.get("versions/?product=SHOP&fields=name&count=true").json() == {
        "results": [{"name": "2.4"}], "next": None, "previous": None, "count": 1,
    }  # fmt: skip
    refused(as_manager.get("milestones/?product=OTHER"), "not-found")
    for address in ("versions/?sort=name", "tags/?nope=1", f"versions/{version.pk}/?expand=all", "me/?x=1"):
        assert at_fault(as_manager.get(address)), address


def test_others_versions_are_not_there(as_outsider, version, milestone):
    assert as_outsider.get("versions/").json()["results"] == []
    refused(as_outsider.get(f"versions/{version.pk}/"), "not-found")
    refused(as_outsider.patch(f"milestones/{milestone.pk}/", {"name": "x"}), "not-found")
    refused(as_outsider.get(f"versions/{'9' * 30}/"), "not-found")
