"""One requirement: read, create, change, delete."""

from changes.models import Change
from pmhub.lib.fuzzy_dates import FuzzyDate
from products.operations.workflow import add_field
from requirements.models import ExternalPerson, Requirement
from requirements.operations.authoring import create, edit
from requirements.operations.details import add_criterion, link
from tests.api.conftest import at_fault, refused

ONE = "requirements/SHOP-1/"


def test_detail_has_everything(as_manager, requirement, manager, engineer, make_requirement, version):
    other = make_requirement("Another", parent=requirement)
    edit(requirement, by=manager, version=version, due=FuzzyDate.parse("2026-Q4"), estimate="2.50", owner=engineer)
    add_criterion(requirement, by=manager, text="It works")
    link(other, requirement, by=manager, kind="blocks")
    shown = as_manager.get(ONE).json()
    assert shown["title"] == requirement.title
    assert shown["description"] == "Three pages become **one**."
    assert shown["product"] == "SHOP"
    assert shown["status"]["category"] == "new"
    assert shown["version"] == {"id": version.pk, "name": "2.4"}
    assert (shown["due"], shown["start"], shown["estimate"]) == ("2026-Q4", None, 2.5)
    assert shown["drivers"] == {"reach": 1800, "impact": 3, "confidence": 80, "effort": 5}
    assert shown["tags"] == ["checkout"]
    assert shown["owner"] == {"id": engineer.pk, "name": engineer.name}
    assert shown["assignees"] == [{"id": engineer.pk, "name": engineer.name}]
    assert [criterion["text"] for criterion in shown["criteria"]] == ["It works"]
    assert [(each["kind"], each["source"], each["target"]) for each in shown["links"]] == [
        ("blocks", "SHOP-2", "SHOP-1")
    ]
    assert as_manager.get("requirements/SHOP-2/").json()["parent"] == "SHOP-1"


def test_times_are_utc(as_manager, requirement):
    assert as_manager.get(ONE).json()["created_at"] == requirement.created_at.isoformat().replace("+00:00", "Z")


def test_no_address_of_anybody_is_shown(as_viewer, requirement):
    assert "@" not in as_viewer.get(ONE).content.decode()


def test_fields_are_chosen(as_manager, requirement):
    assert as_manager.get(f"{ONE}?fields=title,key").json() == {"title": requirement.title, "key": "SHOP-1"}
    assert "nope" in at_fault(as_manager.get(f"{ONE}?fields=key,nope"))["fields"]


def test_created_with_everything(as_manager, shop, requirement, version, milestone, engineer, statuses):
    add_field(shop, by=shop.memberships.first().user, key="market", name="Market", kind="text")
    outside = ExternalPerson.objects.create(product=shop, external_id="7", name="Jira: marge")
    edit(requirement, by=shop.memberships.first().user, level="initiative")
    body = {
        "product": "SHOP",
        "title": " Trimmed ",
        "description": "  Kept as it is \r\n",
        "kind": "technical",
        "level": "feature",
        "status": "In review",
        "priority": 0,
        "drivers": {"reach": 5},
        "custom": {"market": "EU"},
        "tags": ["Checkout", "new tag"],
        "owner": engineer.pk,
        "assignees": [engineer.email, {"person": outside.pk}],
        "requester": {"person": outside.pk},
        "version": version.pk,
        "milestone": "Code freeze",
        "parent": "SHOP-1",
        "start": "2026-11",
        "due": "2027-Q1",
        "estimate": 3.5,
        "votes": 7,
        "as_a": "shopper",
        "i_want": "one page",
        "so_that": "it is quick",
    }
    response = as_manager.post("requirements/", body)
    assert response.status_code == 201, response.content
    assert response["Location"] == "/api/v1/requirements/SHOP-2/"
    shown = response.json()
    assert shown["title"] == "Trimmed"
    assert shown["description"] == "  Kept as it is \r\n"
    assert shown["status"]["id"] == statuses["review"].pk
    assert shown["tags"] == ["checkout", "new tag"]
    assert shown["assignees"] == [
        {"id": engineer.pk, "name": engineer.name},
        {"person": outside.pk, "name": "Jira: marge", "source": ""},
    ]
    assert shown["requester"]["person"] == outside.pk
    plain = ("kind", "level", "priority", "drivers", "custom", "parent", "start", "due", "estimate", "votes", "as_a")
    assert {name: shown[name] for name in plain} == {name: body[name] for name in plain}
    assert (shown["version"]["name"], shown["milestone"]["name"]) == ("2.4", "Code freeze")
    assert as_manager.get(response["Location"]).json() == shown
    assert as_manager.get(response["Location"])["ETag"] == response["ETag"]


def test_the_query_may_name_the_product(as_manager):
    assert as_manager.post("requirements/?product=SHOP", {"title": "x"}).json()["key"] == "SHOP-1"
    body = {"title": "x", "product": "HELP"}
    assert "product" in at_fault(as_manager.post("requirements/?product=SHOP", body))
    assert "product" in at_fault(as_manager.post("requirements/", {"title": "x"}))


def test_nobody_creates_where_they_see_nothing(as_outsider, shop):
    refused(as_outsider.post("requirements/", {"product": "SHOP", "title": "x"}), "not-found")
    assert not Requirement.objects.exists()


def test_it_is_recorded_as_coming_from_the_api(as_manager, manager):
    as_manager.post("requirements/", {"product": "SHOP", "title": "x"})
    change = Change.objects.get(type="requirement")
    assert (change.source, change.operation, change.actor) == ("api", "create", manager)
    assert change.batch


def test_what_was_read_can_be_sent_back(as_manager, requirement, version, manager):
    edit(requirement, by=manager, version=version)
    shown = as_manager.get(ONE)
    names = ("status", "version", "owner", "assignees", "requester", "parent", "milestone", "due", "tags", "drivers")
    body = {name: shown.json()[name] for name in names}
    again = as_manager.patch(ONE, body, shown["ETag"])
    assert again.json() == shown.json()
    assert again["ETag"] == shown["ETag"]


def test_patch_changes_only_what_it_names(as_manager, requirement):
    changed = as_manager.patch(ONE, {"title": "Newer", "drivers": {"reach": 5, "effort": None}}, '"1"').json()
    assert changed["title"] == "Newer"
    assert changed["drivers"] == {"reach": 5, "impact": 3, "confidence": 80}
    assert changed["tags"] == ["checkout"]
    assert changed["lock_version"] == 2


def test_an_empty_patch_changes_nothing(as_manager, requirement):
    assert as_manager.patch(ONE, {}, '"1"')["ETag"] == '"1"'


def test_merge_patch_is_understood(as_manager, requirement):
    response = as_manager.client.patch(
        f"/api/v1/{ONE}", b'{"title": "Newer"}', content_type="application/merge-patch+json", headers={"If-Match": "*"}
    )
    assert response.json()["title"] == "Newer"


def test_null_empties(as_manager, requirement, version, manager, engineer):
    edit(requirement, by=manager, version=version, owner=engineer, requester=engineer, due=FuzzyDate.parse("2026"))
    body = {"version": None, "owner": None, "requester": None, "due": None, "estimate": None, "assignees": []}
    shown = as_manager.patch(ONE, body).json()
    assert {name: shown[name] for name in body} == body


def test_what_cannot_be_written_is_refused_by_name(as_manager, requirement):
    before = as_manager.get(ONE).json()
    for name in ("key", "number", "lock_version", "score", "author", "created_at", "nope", "product"):
        assert list(at_fault(as_manager.patch(ONE, {"title": "Newer", name: before.get(name, 1)}))) == [name]
    assert as_manager.get(ONE).json() == before


BAD = [
        {"title": ""}, {"title": "   "}, {"title": "x" * 100_000}, {"title": None}, {"title": 5}, {"title": ["x"]},
        {"title": "a\x00b"}, {"description": "x" * 200_001}, {"description": "\x00"}, {"priority": 5},
        {"priority": "1"}, {"priority": True}, {"priority": 1.5}, {"priority": -1}, {"kind": "nope"}, {"kind": 1},
        {"level": []}, {"status": "nope"}, {"status": 10**18}, {"status": 10**40}, {"status": None}, {"status": {}},
        {"status": {"id": ""}}, {"version": "nope"}, {"version": 999}, {"milestone": -1}, {"owner": "nobody@x.example"},
        {"owner": 999}, {"owner": True}, {"owner": {"person": 1}}, {"requester": {"person": 999}}, {"assignees": "x"},
        {"assignees": [None]}, {"assignees": [999]}, {"assignees": [1] * 101}, {"parent": "OTHER-1"}, {"parent": ""},
        {"parent": "SHOP-999"}, {"parent": "SHOP-1"}, {"parent": 5}, {"due": "soon"}, {"due": "2026-02-30"},
        {"due": 2026}, {"due": "9" * 5_000}, {"start": "2027", "due": "2026"}, {"estimate": "3"}, {"estimate": 1e300},
        {"estimate": 12345678.9}, {"estimate": 1.234}, {"votes": 2**31}, {"votes": 1e3}, {"drivers": []},
        {"drivers": {"nope": 1}}, {"drivers": {"reach": "many"}}, {"drivers": {"reach": 1e30}},
        {"drivers": {"reach": {}}}, {"drivers": {"reach": True}}, {"custom": {"nope": 1}}, {"custom": 5},
        {"tags": "x"}, {"tags": ["x" * 101]}, {"tags": ["\x00"]}, {"tags": [5]}, {"tags": ["x"] * 101},
        {"tags": [str(n) for n in range(101)]}, {"as_a": "x" * 501}, {"decline_reason": 5},
]  # fmt: skip


def test_bad_values_are_refused_by_name_and_change_nothing(as_manager, requirement, other_requirement, caplog):
    before = as_manager.get(ONE).json()
    for body in BAD:
        faults = at_fault(as_manager.patch(ONE, body))
        assert {name.split(".")[0] for name in faults} <= set(body), body
        assert all(faults.values()), body
    assert as_manager.get(ONE).json() == before
    assert not [record for record in caplog.records if record.exc_info]


BAD_CUSTOM = [
    ("number", "x"), ("number", [1]), ("date", "2026-13-01"), ("date", 5), ("select", "nope"), ("select", {}),
    ("multi_select", "a"), ("multi_select", [{}]), ("multi_select", [["a"]]), ("url", "javascript:alert(1)"),
    ("url", 5), ("rating", 6), ("rating", 1.5), ("text", 5), ("text", "\x00"), ("person", {}),
]  # fmt: skip


def test_bad_values_of_custom_fields(as_manager, shop, owner, requirement):
    for kind in {kind for kind, _value in BAD_CUSTOM}:
        options = ["a", "b"] if "select" in kind else []
        add_field(shop, by=owner, key=f"my_{kind}", name=kind, kind=kind, options=options)
    for kind, value in BAD_CUSTOM:
        faults = at_fault(as_manager.patch(ONE, {"custom": {f"my_{kind}": value}}))
        assert list(faults) == [f"custom.my_{kind}"], value
    assert as_manager.patch(ONE, {"custom": {"my_text": None, "my_multi_select": []}}).json()["custom"] == {}


def test_declining_needs_a_reason(as_manager, requirement):
    assert "decline_reason" in at_fault(as_manager.patch(ONE, {"status": "Declined"}))
    body = {"status": "Declined", "decline_reason": "No budget"}
    assert as_manager.patch(ONE, body).json()["status"]["category"] == "declined"


def test_things_of_another_product_are_not_there(rest, admin, requirement, other_requirement, outsider):
    everywhere = rest(admin)
    assert "parent" in at_fault(everywhere.patch(ONE, {"parent": "OTHER-1"}))
    status = other_requirement.product.statuses.first()
    assert "status" in at_fault(everywhere.patch(ONE, {"status": status.pk}))
    assert "owner" in at_fault(everywhere.patch(ONE, {"owner": outsider.email}))


def test_deleted_is_gone_and_can_be_taken_back(as_manager, requirement):
    response = as_manager.delete(ONE, '"1"')
    assert (response.status_code, response.content) == (204, b"")
    refused(as_manager.get(ONE), "not-found")
    assert Change.objects.filter(type="requirement", action="delete", source="api").exists()


def test_contributors_delete_only_their_own(rest, engineer, requirement, shop):
    client = rest(engineer)
    refused(client.delete(ONE), "refused")
    create(shop, by=engineer, title="Mine")
    assert client.delete("requirements/SHOP-2/").status_code == 204
