"""What nobody can mean: a message that says what is wrong and where, nothing changed, no traceback."""

import json

import pytest

from changes.models import Change
from roadmaps.models import Capacity, ChecklistItem, Milestone, Version
from roadmaps.operations.checklists import add_item

P, API = "/p/SHOP/", "/api/v1/"
LONG, EMOJI, NUL = "x" * 500, "🚀 发布 ✅", "a\0b"


@pytest.fixture(autouse=True)
def nothing_breaks(caplog):
    yield
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]


@pytest.fixture
def item(version, manager):
    return add_item(version, by=manager, text="Test it")


def refused(response, said, count):
    """The page says it, and no change was recorded."""
    assert response.status_code == 422, response.status_code
    assert said in response.content.decode()
    assert Change.objects.count() == count


VERSION = {"name": "3.0", "state": "planned"}
MILESTONE = {"name": "Freeze"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"start": "2027-02-01", "release": "2027-01-31"}, "The start is after the release"),
        ({"release": "2027-02-29"}, "“2027-02-29” is not a day of the calendar"),
        ({"release": "Q3"}, "“Q3” is not a date without its year"), ({"start": "第三季度"}, "without its year"),
        ({"release": "0000-01-01"}, "not a day of the calendar"), ({"release": "99999-01-01"}, "is not a date"),
        ({"name": LONG}, "at most 120 characters"), ({"name": NUL}, "ull characters are not allowed"),
        ({"name": ""}, "This field is required"), ({"goal": NUL}, "ull characters are not allowed"),
        ({"state": "shipped"}, "Select a valid choice"), ({"owner": "1e9"}, "Select a valid choice"),
        ({"objective": "99999999999999999999"}, "Select a valid choice"),
    ],
)  # fmt: skip
def test_a_version_says_which_field_and_why(web, manager, version, fields, said):
    count = Change.objects.count()
    refused(web(manager).post(f"{P}versions/new/", VERSION | fields), said, count)
    refused(web(manager).post(f"{P}versions/{version.pk}/edit/", VERSION | fields), said, count)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"due": "2027-02-29"}, "not a day of the calendar"), ({"due": "Q1"}, "without its year"),
        ({"name": LONG}, "at most 120 characters"), ({"deliverables": NUL}, "ull characters are not allowed"),
        ({"version": "-1"}, "Select a valid choice"), ({"also": ["0"]}, "Select a valid choice"),
    ],
)  # fmt: skip
def test_a_milestone_says_which_field_and_why(web, manager, milestone, fields, said):
    count = Change.objects.count()
    refused(web(manager).post(f"{P}milestones/new/", MILESTONE | fields), said, count)
    refused(web(manager).post(f"{P}milestones/{milestone.pk}/edit/", MILESTONE | fields), said, count)


@pytest.mark.parametrize(
    ("amount", "said"),
    [("-1", "greater than or equal to 0"), ("1000000000", "no more than 9 digits"), ("100001", "less than or equal"),
     ("NaN", "Enter a number"), ("Infinity", "Enter a number"), ("1e400", "no more than 9 digits"),
     ("many", "Enter a number"),
     ("1.234", "no more than 2 decimal places"), (NUL, "Enter a number")],
)  # fmt: skip
def test_a_capacity_is_a_number_that_somebody_can_do(web, api, manager, engineer, version, amount, said):
    count = Change.objects.count()
    page = web(manager).post(f"{P}versions/{version.pk}/capacity/", {f"user-{engineer.pk}": amount})
    refused(page, said, count)
    at = f"{API}versions/{version.pk}/capacity/"
    answer = api(manager).post(at, {"person": engineer.pk, "amount": amount}, content_type="application/json")
    assert answer.json()["errors"][0]["field"] == "amount"
    assert not Capacity.objects.exists()


@pytest.mark.parametrize(
    ("estimate", "said"),
    [(-1, "greater than or equal to 0"), (1e9, "no more than"), ("NaN", "number"), (1e400, "number"),
     ("much", "number")],
)  # fmt: skip
def test_an_estimate_is_none_that_nobody_can_sum(web, api, manager, requirement, estimate, said):
    count = Change.objects.count()
    page = web(manager).post(
        f"{P}requirements/1/parts/estimate/",
        {"estimate": estimate, "lock_version": requirement.lock_version},
        headers={"HX-Request": "true"},
    )
    refused(page, said, count)
    body = json.dumps({"estimate": estimate})
    one, headers = f"{API}requirements/SHOP-1/", {"If-Match": "*"}
    answer = api(manager).patch(one, body, content_type="application/json", headers=headers)
    assert answer.status_code in (400, 422), answer.content
    many = json.dumps({"keys": ["SHOP-1"], "set": {"estimate": estimate}})
    answer = api(manager).post(f"{API}products/SHOP/requirements/bulk/", many, content_type="application/json")
    assert answer.status_code in (400, 422), answer.content
    assert Change.objects.count() == count


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": LONG}, "at most 300 characters"), ({"text": NUL}, "ull characters are not allowed"),
        ({"text": " "}, "required"), ({"due_on": "2027-02"}, "is due on a day"),
        ({"due_on": "2027-02-29"}, "not a day of the calendar"),
        ({"section": "party"}, "Select a valid choice"), ({"note": "x" * 2001}, "at most 2000 characters"),
    ],
)  # fmt: skip
def test_a_checklist_item_says_which_field_and_why(web, manager, version, item, fields, said):
    count, at = Change.objects.count(), f"{P}versions/{version.pk}/release/items/"
    sent = {"text": "x", "section": "testing"} | fields
    refused(web(manager).post(at, sent), said, count)
    refused(web(manager).post(f"{at}{item.pk}/", sent), said, count)


def test_a_risk_and_a_reason_refuse_what_they_cannot_keep(web, manager, version):
    count, at = Change.objects.count(), f"{P}versions/{version.pk}/"
    degrees = {"probability": "low", "impact": "high"}
    refused(web(manager).post(f"{at}risks/", {"text": NUL, **degrees}), "ull characters are not allowed", count)
    refused(web(manager).post(f"{at}risks/", {"text": "x" * 2001, **degrees}), "at most 2000 characters", count)
    refused(
        web(manager).post(f"{at}risks/", {"text": "x", "probability": "sure", "impact": "low"}), "valid choice", count
    )
    sent = {"name": version.name, "state": "planned", "release": "2027-12-31", "reason": NUL}
    refused(web(manager).post(f"{at}edit/", sent), "ull characters are not allowed", count)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("versions/", {"name": "x", "start": "2027-02-01", "release": "2027-01-31"}),
        ("versions/", {"name": LONG}), ("versions/", {"name": NUL}),
        ("versions/", {"name": "x", "release": "2027-02-29"}),
        ("versions/", {"name": "x", "release": "Q3"}), ("versions/", {"name": 5}),
        ("milestones/", {"name": "x", "due": "Q3"}), ("milestones/", {"name": LONG}),
        ("milestones/", {"name": "x", "due": "2027-02-30"}),
    ],
)  # fmt: skip
def test_rest_refuses_the_same(api, manager, shop, path, fields):
    count = Change.objects.count()
    answer = api(manager).post(f"{API}{path}", {"product": "SHOP"} | fields, content_type="application/json")
    assert answer.status_code == 422, (answer.status_code, answer.content)
    assert answer.json()["errors"]
    assert Change.objects.count() == count


def test_what_is_only_unusual_is_taken_as_it_is(web, manager, shop, item):
    client = web(manager)
    leap = {"start": "2028-02-29", "release": "2028-02-29"}
    assert (
        client.post(f"{P}versions/new/", VERSION | leap | {"name": EMOJI, "goal": "\u202eabc <b>"}).status_code == 302
    )
    assert client.post(f"{P}milestones/new/", {"name": "里" * 120, "due": "2028-02"}).status_code == 302
    made = Version.objects.get(name=EMOJI)
    assert str(made.release) == "2028-02-29"
    assert Milestone.objects.get().due.end.isoformat() == "2028-02-29"
    for tail in ("", "capacity/", "progress/", "promises/", "release/"):
        assert EMOJI in client.get(f"{P}versions/{made.pk}/{tail}").content.decode()
    client.post(f"{P}versions/{made.pk}/release/items/", {"text": EMOJI, "section": "decision"})
    assert ChecklistItem.objects.filter(text=EMOJI).exists()
