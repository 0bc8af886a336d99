"""Releasing over REST: the guard, the checklist, the notes, and a milestone's health."""

import pytest

from changes.models import Change
from roadmaps.models import Version, Waiver
from roadmaps.operations.checklists import add_item
from roadmaps.operations.planning import create_version


@pytest.fixture
def later(shop, manager):
    return create_version(shop, by=manager, name="2.5")


@pytest.fixture
def address(version):
    return f"versions/{version.pk}/release/"


def test_what_stands_in_the_way_is_said(rest, engineer, manager, address, version, make_requirement):
    make_requirement("Still open", version=version)
    item = add_item(version, by=manager, text="Tested")
    answer = rest(engineer).get(address)
    assert answer["ETag"] == f'"{version.lock_version}"'
    body = answer.json()
    assert (body["status"], body["released_at"]) == ("planned", None)
    assert body["open_requirements"] == [{"key": "SHOP-1", "title": "Still open", "status": "To assess"}]
    assert body["open_items"] == [{"id": item.pk, "text": "Tested"}]


def test_a_version_is_released_with_a_choice_for_all_and_for_single_ones(
    rest, manager, address, version, later, make_requirement
):
    moved, dropped, passed = (make_requirement(name, version=version) for name in ("a", "b", "c"))
    body = {
        "every": {"action": "move", "target": "2.5"},
        "requirements": [
            {"requirement": dropped.key, "action": "drop"},
            {"requirement": passed.key, "action": "anyway", "reason": "Behind a flag"},
        ],
    }
    answer = rest(manager).post(address, body, **{"If-Match": f'"{version.lock_version}"'})
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["status"], shown["released_by"]["name"]) == ("released", manager.name)
    assert [(row["requirement"], row["reason"]) for row in shown["waivers"]] == [(passed.key, "Behind a flag")]
    for row in (moved, dropped, passed):
        row.refresh_from_db()
    assert (moved.version, dropped.version, passed.version) == (later, None, version)
    assert Change.objects.filter(operation="release").values("batch", "source").distinct().count() == 1


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, {}, 428),
        ({"If-Match": '"99"'}, {}, 412),
        ({"If-Match": "*"}, {}, 409),  # nobody has said what becomes of what is open
        ({"If-Match": "*"}, {"every": {"action": "sell"}}, 422),
        ({"If-Match": "*"}, {"every": {"action": "move"}}, 422),
        ({"If-Match": "*"}, {"every": {"action": "move", "target": 999_999}}, 422),
        ({"If-Match": "*"}, {"every": {"action": "move", "target": "1.0 of another product"}}, 422),
        ({"If-Match": "*"}, {"every": {"action": "move", "target": "2.4"}}, 422),
        ({"If-Match": "*"}, {"every": {"action": "anyway"}}, 422),
        ({"If-Match": "*"}, {"requirements": [{"requirement": "SHOP-99", "action": "drop"}]}, 422),
        ({"If-Match": "*"}, {"everything": True}, 422),
        ({"If-Match": "*"}, {"every": {"action": "drop", "reason": 3}}, 422),
    ],
)
def test_a_refusal_changes_nothing(
    rest, manager, outsider, other_product, address, version, make_requirement, headers, body, status
):
    create_version(other_product, by=outsider, name="1.0 of another product")
    make_requirement("open", version=version)
    before = Change.objects.count()
    answer = rest(manager).post(address, body, **headers)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert Change.objects.count() == before
    assert Version.objects.get(pk=version.pk).state == "planned"


def test_a_version_is_released_once(rest, manager, address, version):
    assert rest(manager).post(address, {}, **{"If-Match": "*"}).status_code == 201
    second = rest(manager).post(address, {}, **{"If-Match": "*"})
    assert second.status_code == 409
    assert "has been released already" in second.json()["detail"]
    assert second.json()["current"]["status"] == "released"


def test_patching_the_status_does_not_go_past_the_guard(rest, manager, version):
    answer = rest(manager).patch(f"versions/{version.pk}/", {"status": "released"})
    assert answer.status_code == 422
    assert "release page" in answer.json()["detail"]


def test_open_items_need_a_reason(rest, manager, address, version):
    add_item(version, by=manager, text="Tested")
    assert rest(manager).post(address, {}, **{"If-Match": "*"}).status_code == 422
    assert rest(manager).post(address, {"items_reason": "No time"}, **{"If-Match": "*"}).status_code == 201
    assert Waiver.objects.get().reason == "No time"


def test_a_checklist_over_rest(rest, manager, engineer, version):
    made = rest(manager).post(
        f"versions/{version.pk}/checklist/",
        {"text": "Tested", "section": "decision", "owner": engineer.email, "due": "2028-02-29"},
    )
    assert made.status_code == 201, made.content
    item = made.json()
    assert (item["section"], item["owner"]["name"], item["due"]) == ("decision", engineer.name, "2028-02-29")
    ticked = rest(engineer).patch(made["Location"], {"done": True}, match=made["ETag"])
    assert ticked.json()["done_by"]["name"] == engineer.name
    assert rest(engineer).patch(made["Location"], {"text": "Else"}).status_code == 403
    assert rest(manager).patch(made["Location"], {"text": "Else"}, match=made["ETag"]).status_code == 200
    assert rest(manager).patch(made["Location"], {"done": False}, match=made["ETag"]).status_code == 412
    (listed,) = rest(engineer).get(f"versions/{version.pk}/checklist/").json()["results"]
    assert listed["text"] == "Else"
    assert rest(manager).delete(made["Location"]).status_code == 204


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"text": "x" * 301}, {"section": "party"}, {"due": "2027-02-29"}, {"due": "2026-Q4"},
     {"owner": "nobody@nowhere.example"}, {"note": "x" * 2_001}, {"done": True}, {"text": "a\x00b"}],
)  # fmt: skip
def test_a_wrong_item_is_refused_by_field(rest, manager, version, wrong):
    answer = rest(manager).post(f"versions/{version.pk}/checklist/", {"text": "Tested"} | wrong)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == list(wrong)
    assert not version.checklist.exists()


def test_a_checklist_of_five_hundred_items_is_refused(rest, manager, shop):
    items = [{"section": "testing", "text": f"number {number}"} for number in range(500)]
    answer = rest(manager).post("checklists/", {"product": "SHOP", "name": "Long", "items": items})
    assert answer.status_code == 422
    assert "at most 200" in answer.json()["detail"]
    assert not shop.checklists.exists()


def test_checklists_of_a_product(rest, manager, engineer, shop):
    items = [{"section": "testing", "text": "Tested"}]
    made = rest(manager).post("checklists/", {"product": "SHOP", "name": "Launch", "items": items})
    assert made.status_code == 201, made.content
    assert rest(engineer).get(made["Location"]).json()["items"] == items
    changed = rest(manager).patch(made["Location"], {"name": "Big launch"}, match=made["ETag"])
    assert (changed.json()["name"], changed.json()["items"]) == ("Big launch", items)
    again = rest(manager).post("checklists/", {"product": "SHOP", "name": "big LAUNCH", "items": items})
    assert again.status_code == 422


def test_a_note_is_drafted_published_and_read(rest, manager, engineer, version, make_requirement, statuses):
    make_requirement("One-page checkout", version=version, status=statuses["done"])
    made = rest(manager).post(f"versions/{version.pk}/release-notes/", {"language": "en"})
    assert made.status_code == 201, made.content
    note = made.json()
    assert note["body"] == "## For users\n\n- One-page checkout (SHOP-1)"
    assert note["published_at"] is None
    published = rest(manager).patch(made["Location"], {"published": True}, match=made["ETag"])
    assert published.json()["published_by"]["name"] == manager.name
    assert rest(engineer).get(made["Location"]).json()["published_at"]
    assert rest(manager).post(f"versions/{version.pk}/release-notes/", {"language": "en"}).status_code == 409
    assert rest(manager).post(f"versions/{version.pk}/release-notes/", {"language": "fr"}).status_code == 422


def test_a_milestone_says_how_it_stands_and_for_which_versions(rest, manager, engineer, milestone, later):
    place = f"milestones/{milestone.pk}/"
    changed = rest(manager).patch(place, {"health": "at_risk", "health_note": "Waiting", "also": ["2.5"]})
    assert changed.status_code == 200, changed.content
    shown = rest(engineer).get(place).json()
    assert (shown["health"], shown["health_note"], shown["health_by"]["name"]) == ("at_risk", "Waiting", manager.name)
    assert shown["health_at"]
    assert shown["also"] == changed.json()["also"] == [{"id": later.pk, "name": "2.5"}]
    assert changed["ETag"] == rest(engineer).get(place)["ETag"]


@pytest.mark.parametrize(
    "wrong", [{"health": "fine"}, {"health": ""}, {"also": [999_999]}, {"also": "2.5"}, {"health_note": "x" * 2_001}]
)
def test_wrong_health_is_refused(rest, manager, milestone, wrong):
    answer = rest(manager).patch(f"milestones/{milestone.pk}/", wrong)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith(next(iter(wrong)))
