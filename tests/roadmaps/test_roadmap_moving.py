"""Moving on a roadmap: versions with what belongs to them, as exact as they are, and back again."""

import json
import re
from copy import copy

import pytest

from changes.models import Change
from pmhub.lib.fuzzy_dates import FuzzyDate
from requirements.models import Requirement
from roadmaps.models import Milestone, SlipReason, Version
from roadmaps.operations.moving import move_version
from roadmaps.operations.planning import create_milestone, create_version, edit_version

ROADMAP = "/p/SHOP/roadmap/"
fuzzy = FuzzyDate.parse


@pytest.fixture
def plan(shop, manager, make_requirement):
    """2.4 with two open milestones and one reached, two open requirements with dates, one done, one without dates."""
    version = create_version(shop, by=manager, name="2.4", start=fuzzy("2026-10-06"), release=fuzzy("2026-12-11"))
    for name, due in (("Freeze", "2026-11-30"), ("Quarter", "2026-Q4"), ("Kick-off", "2026-10-06")):
        create_milestone(shop, by=manager, name=name, version=version, due=fuzzy(due))
    Milestone.objects.filter(name="Kick-off").update(done_at="2026-10-06T10:00Z")
    make_requirement("Due", version=version, due=fuzzy("2026-11-20"))
    make_requirement("Both", version=version, start=fuzzy("2026-10"), due=fuzzy("2026-12"))
    make_requirement("Done", version=version, due=fuzzy("2026-10-20"), status=shop.statuses.get(category="done"))
    make_requirement("Undated", version=version)
    return version


def shift(client, version, **values):
    values = {"along": "on", **values}
    return client.post(f"{ROADMAP}shift/version/{version.pk}/", values, headers={"HX-Request": "true"})


def dates():
    versions = {v.name: (str(v.start), str(v.release)) for v in Version.objects.all()}
    milestones = {m.name: str(m.due) for m in Milestone.objects.all()}
    return versions | milestones | {r.title: (str(r.start), str(r.due)) for r in Requirement.objects.all()}


def test_a_quarter_moves_what_belongs_to_it_and_undo_restores_all(web, manager, plan):
    before, client = dates(), web(manager)
    response = shift(client, plan, months=3)
    assert response.status_code == 204
    assert "2 milestones and 2 requirements" in response["HX-Trigger"].encode().decode("unicode_escape")
    after = dates()
    assert after == before | {
        "2.4": ("2027-01-06", "2027-03-11"), "Freeze": "2027-02-28", "Quarter": "2027-Q1",
        "Due": ("None", "2027-02-20"), "Both": ("2027-01", "2027-03"),
    }  # fmt: skip
    client.post("/changes/undo/latest/?product=SHOP")
    assert dates() == before


def test_alone_where_the_person_chooses_so(web, manager, plan):
    before = dates()
    assert shift(web(manager), plan, months=3, along="").status_code == 204
    assert dates() == before | {"2.4": ("2027-01-06", "2027-03-11")}


@pytest.mark.parametrize(
    ("edge", "expected"), [("start", ("2026-10-16", "2026-12-11")), ("end", ("2026-10-06", "2026-12-21"))]
)
def test_an_edge_resizes_and_moves_nothing_else(web, manager, plan, edge, expected):
    before = dates()
    assert shift(web(manager), plan, days=10, edge=edge).status_code == 204
    assert dates() == before | {"2.4": expected}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"days": -90, "edge": "end"}, "The end is before the start."),
        ({"months": 99_999}, "less than or equal to 1200"),
        ({"months": "x"}, "whole number"),
        ({"edge": "middle", "days": 1}, "middle"),
    ],
)
def test_what_cannot_be_is_refused(web, manager, plan, values, said):
    before = dates()
    response = shift(web(manager), plan, **values)
    assert response.status_code == 422
    assert said in response["HX-Trigger"]
    assert dates() == before


def test_29_february_a_year_later(web, manager, shop):
    leap = create_version(shop, by=manager, name="Leap", release=fuzzy("2028-02-29"))
    shift(web(manager), leap, months=12)
    assert dates()["Leap"] == ("None", "2029-02-28")


def test_what_others_moved_meanwhile_stays(web, manager, plan):
    seen = plan.lock_version
    edit_version(plan, by=manager, release=fuzzy("2027-Q1"))
    response = shift(web(manager), plan, days=1, lock_version=seen)
    assert response.status_code == 409
    assert "meanwhile" in response["HX-Trigger"]
    assert dates()["2.4"][1] == "2027-Q1"


def test_a_new_name_does_not_stand_in_the_way(web, manager, plan):
    seen = plan.lock_version
    edit_version(plan, by=manager, name="2.4.0")
    assert shift(web(manager), plan, days=1, lock_version=seen).status_code == 204


def test_a_milestone_and_a_requirement_move_too(web, manager, engineer, plan):
    stone = Milestone.objects.get(name="Quarter")
    assert web(manager).post(f"{ROADMAP}shift/milestone/{stone.pk}/", {"months": 3}).status_code == 302
    item = Requirement.objects.get(title="Due")
    assert web(engineer).post(f"{ROADMAP}shift/requirement/{item.pk}/", {"days": 1}).status_code == 302
    assert (dates()["Quarter"], dates()["Due"]) == ("2027-Q1", ("None", "2026-11-21"))


def test_who_may_not_plan_moves_no_version(web, engineer, support, plan):
    assert shift(web(engineer), plan, days=1).status_code == 403
    item = Requirement.objects.get(title="Due")
    assert web(support).post(f"{ROADMAP}shift/requirement/{item.pk}/", {"days": 1}).status_code == 403


def ask(client, version, **values):
    return client.post(f"{ROADMAP}dates/version/{version.pk}/", values)


def test_dates_are_typed_in_the_dialog(web, manager, plan):
    client = web(manager)
    html = client.get(f"{ROADMAP}dates/version/{plan.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert 'value="2026-12-11"' in html
    assert "<html" not in html
    response = ask(client, plan, start="2027-01-06", end="2027-03-11", along="on")
    assert (response.status_code, response["Location"]) == (302, ROADMAP)
    assert dates()["Freeze"] == "2027-02-28"


@pytest.mark.parametrize(
    "typed",
    [
        {"start": "2026-10-06", "end": "2026-12"},  # the same, said less exactly
        {"start": "2026-11-06", "end": "2026-12-11"},  # it only begins later
    ],
)
def test_what_belongs_to_it_stays_unless_the_promise_moves(web, manager, plan, typed):
    before = dates()
    assert ask(web(manager), plan, along="on", **typed).status_code == 302
    assert dates() == before | {"2.4": (typed["start"], typed["end"])}


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"end": "Q1"}, "end", "is not a date"),
        ({"end": "2027-02-29"}, "end", "is not a day of the calendar"),
        ({"start": "2027-01-01", "end": "2026-12-01"}, "end", "The end is before the start."),
        ({"end": "2027-Q2", "lock_version": "1"}, "__all__", "meanwhile"),
    ],
)
def test_bad_dates_keep_what_was_typed(web, manager, plan, values, field, said):
    edit_version(plan, by=manager, release=fuzzy("2026-12-12"))
    before = dates()
    response = ask(web(manager), plan, **values)
    assert response.status_code == 422
    assert said in str(response.context["form"].errors[field])
    assert f'value="{values["end"]}"' in response.content.decode()
    assert dates() == before


def test_an_unknown_kind_is_no_page(web, manager, plan):
    assert web(manager).get(f"{ROADMAP}dates/tag/{plan.pk}/").status_code == 404


@pytest.fixture
def many(plan, manager, make_requirement):
    """`many(count)`: so many more open requirements with dates in 2.4."""

    def make(count):
        first = make_requirement("Row", version=plan, start=fuzzy("2026-10"), due=fuzzy("2026-11-30"))
        rows = [copy(first) for _n in range(count)]
        for n, row in enumerate(rows):
            row.pk, row.number, row.key = None, 10_000 + n, f"SHOP-{10_000 + n}"
        Requirement.objects.bulk_create(rows)

    return make


@pytest.mark.parametrize("count", [1, 300])
def test_moving_along_asks_a_constant_number_of_questions(manager, plan, many, count, django_assert_max_num_queries):
    many(count)
    with django_assert_max_num_queries(20):  # half of them savepoints
        moved = move_version(plan, by=manager, start=fuzzy("2027-01-06"), release=fuzzy("2027-03-11"))
    assert (moved.milestones, moved.dates) == (2, count + 3)


def test_what_moved_along_in_one_go_is_recorded_row_by_row_and_undone(web, manager, plan, many):
    many(50)
    before, seen = dates(), dict(Requirement.objects.values_list("pk", "lock_version"))
    client = web(manager)
    assert shift(client, plan, months=3).status_code == 204
    moved = Change.objects.filter(type="requirement", operation="move_version", diff__has_key="due_on")
    assert moved.values("object_id").distinct().count() == 53
    assert moved.values("batch").distinct().count() == 1
    row = Requirement.objects.get(key="SHOP-10007")
    assert (str(row.start), str(row.due), row.lock_version) == ("2027-01", "2027-02-28", seen[row.pk] + 1)
    client.post("/changes/undo/latest/?product=SHOP")
    assert dates() == before


def test_one_that_would_start_after_it_is_due_keeps_all_where_they_are(web, manager, plan, make_requirement):
    late = make_requirement("Late", version=plan, start=fuzzy("2026-12-31"), due=fuzzy("2026-Q4"))
    before = dates()
    response = shift(web(manager), plan, months=1)
    assert response.status_code == 422
    assert f"{late.key}: it would start after it is due" in response["HX-Trigger"]
    assert dates() == before


@pytest.mark.parametrize("view", ["shift", "dates"])
@pytest.mark.parametrize("far", ["requirement", "milestone"])
def test_one_outside_of_the_calendar_keeps_all_where_they_are(web, manager, plan, make_requirement, view, far):
    if far == "requirement":
        name = make_requirement("Far", version=plan, due=fuzzy("9990-01-01")).key
    else:
        name = "Far"
        create_milestone(plan.product, by=manager, name=name, version=plan, due=fuzzy("9990"))
    before, client = dates(), web(manager)
    if view == "shift":
        response = shift(client, plan, months=240)
        said = response["HX-Trigger"].encode().decode("unicode_escape")
    else:
        response = ask(client, plan, start="2046-10-06", end="2046-12-11", along="on")
        said = response.content.decode()
    assert response.status_code == 422
    assert name in said
    assert "outside of the calendar" in said
    assert dates() == before


def test_a_later_date_may_be_explained_in_the_dialog(web, manager, plan):
    client = web(manager)
    assert 'name="reason"' in client.get(f"{ROADMAP}dates/version/{plan.pk}/").content.decode()
    ask(client, plan, start="2026-10-06", end="2026-12-18", reason="The partner is late")
    assert SlipReason.objects.get(version=plan).text == "The partner is late"
    milestone = Milestone.objects.get(name="Freeze")
    client.post(f"{ROADMAP}dates/milestone/{milestone.pk}/", {"end": "2026-12-04", "reason": "So is its freeze"})
    assert SlipReason.objects.get(milestone=milestone).text == "So is its freeze"


def test_a_reason_for_what_is_not_later_is_refused_and_moves_nothing(web, manager, plan):
    before = dates()
    response = ask(web(manager), plan, start="2026-10-06", end="2026-12-01", reason="Why not")
    assert response.status_code == 422
    assert "does not move later" in response.content.decode()
    assert dates() == before


def test_no_reason_is_asked_for_where_nothing_was_promised(web, manager, shop, plan):
    undated = create_version(shop, by=manager, name="9.9")
    requirement = Requirement.objects.get(title="Due")
    for kind, row in (("version", undated), ("requirement", requirement)):
        assert 'name="reason"' not in web(manager).get(f"{ROADMAP}dates/{kind}/{row.pk}/").content.decode()


def test_the_message_of_a_later_promise_leads_to_where_its_reason_is_given(web, manager, plan):
    client = web(manager)
    told = json.loads(shift(client, plan, months=3)["HX-Trigger"])["toast"]
    assert (told["label"], told["href"]) == ("Say why", f"/p/SHOP/versions/{plan.pk}/promises/#promises")
    milestone = Milestone.objects.get(name="Freeze")
    headers = {"HX-Request": "true"}
    told = client.post(f"{ROADMAP}shift/milestone/{milestone.pk}/", {"days": 1}, headers=headers)
    assert json.loads(told["HX-Trigger"])["toast"]["href"] == f"/p/SHOP/milestones/{milestone.pk}/#promises"
    assert "href" not in json.loads(shift(client, plan, months=-1)["HX-Trigger"])["toast"]
    assert "href" not in json.loads(shift(client, plan, months=1, edge="start")["HX-Trigger"])["toast"]


@pytest.mark.parametrize("kind", ["version", "milestone"])
def test_the_dialog_begins_with_its_first_date(web, manager, plan, kind):
    row = plan if kind == "version" else Milestone.objects.get(name="Freeze")
    html = web(manager).get(f"{ROADMAP}dates/{kind}/{row.pk}/").content.decode()
    assert re.search(rf'<input[^>]*name="{"start" if kind == "version" else "end"}"[^>]* autofocus', html)
