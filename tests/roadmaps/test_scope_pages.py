"""The page of a version's scope: with and without script, refused in words, at a constant cost."""

import json

import pytest

from roadmaps.models import Agreement, Risk
from roadmaps.models.version import Version
from roadmaps.operations.planning import create_version
from roadmaps.operations.scoping import plan_into

HTMX = {"HX-Request": "true"}


@pytest.fixture
def page(version):
    return f"/p/SHOP/versions/{version.pk}/"


def toast_of(response):
    return json.loads(response["HX-Trigger"])["toast"]


def test_the_form_moves_several_without_a_script(web, engineer, page, version, make_requirement):
    rows = [make_requirement(f"Item {n}") for n in range(3)]
    client = web(engineer)
    answer = client.post(f"{page}scope/?order=priority", {"key": [rows[0].key, rows[2].key], "to": "in"})
    assert answer["Location"] == f"{page}?order=priority"
    shown = client.get(page)
    assert [row.key for row in shown.context["rows"]] == [rows[0].key, rows[2].key]
    assert [row.key for row in shown.context["waiting"]] == [rows[1].key]
    client.post(f"{page}scope/", {"one": rows[0].key, "to": "out"})
    assert [row.key for row in client.get(page).context["rows"]] == [rows[2].key]


def test_a_move_answers_with_the_row_and_the_way_back(web, engineer, page, make_requirement):
    row, client = make_requirement("row"), web(engineer)
    answer = client.post(f"{page}scope/", {"key": row.key, "to": "in"}, headers=HTMX)
    assert f"Take {row.key} out" in answer.content.decode()
    assert toast_of(answer)["text"] == f"{row.key} is in 2.4."
    client.post(toast_of(answer)["undo"])
    row.refresh_from_db()
    assert row.version is None


def test_what_others_planned_elsewhere_is_a_conflict(web, engineer, manager, shop, page, make_requirement):
    row = make_requirement("row")
    plan_into(create_version(shop, by=manager, name="2.5"), [row.key], by=manager)
    answer = web(engineer).post(f"{page}scope/", {"key": row.key, "to": "in"}, headers=HTMX)
    assert answer.status_code == 409
    assert "Somebody else was faster" in toast_of(answer)["text"]
    assert web(engineer).post(f"{page}scope/", {"key": row.key, "to": "in"}).status_code == 409


@pytest.mark.parametrize("key", ["", "OTHER-1", "SHOP-999", "x\x00y", "x" * 5000])
def test_a_key_that_is_not_there_is_refused_in_words(web, engineer, page, other_requirement, key):
    answer = web(engineer).post(f"{page}scope/", {"key": key, "to": "in"})
    assert answer.status_code == 422
    assert answer.context["problems"]


def test_a_released_version_shows_no_tray_and_takes_nothing(web, engineer, page, version, make_requirement):
    row = make_requirement("row")
    Version.objects.filter(pk=version.pk).update(state="released")
    html = web(engineer).get(page).content.decode()
    assert "Unscheduled" not in html
    assert "scope-move" not in html
    assert web(engineer).post(f"{page}scope/", {"key": row.key, "to": "in"}, headers=HTMX).status_code == 422


def test_the_tray_is_asked_in_the_language_of_lists(web, engineer, page, make_requirement, statuses):
    make_requirement("wanted", priority=0)
    make_requirement("other")
    make_requirement("done", status=statuses["done"])
    client = web(engineer)
    found = client.get(page, {"q": "priority:p0"}).context
    assert [row.title for row in found["waiting"]] == ["wanted"]
    assert client.get(page).context["waiting_count"] == 2
    wrong = client.get(page, {"q": "priority:p77 nonsense:1", "sort": "colour", "cursor": "broken", "after": "x"})
    assert wrong.status_code == 200
    assert wrong.context["tray_problems"]


def test_the_tray_goes_on_page_by_page(web, engineer, page, make_requirement, monkeypatch):
    monkeypatch.setattr("roadmaps.views.scope.IN_TRAY", 2)
    for number in range(5):
        make_requirement(f"Item {number}", priority=number)
    client, seen = web(engineer), []
    address = f"{page}?sort=priority"
    while address:
        context = client.get(f"{address}&part=tray_more", headers=HTMX).context
        seen += [row.title for row in context["waiting"]]
        address = context["waiting_more"]
    assert seen == [f"Item {number}" for number in range(5)]


def test_agreeing_says_so_and_names_what_came_since(web, manager, engineer, page, version, make_requirement):
    row, client = make_requirement("Came later"), web(manager)
    client.post(f"{page}agreement/")
    assert Agreement.objects.get().by == manager
    plan_into(version, [row.key], by=engineer)
    html = client.get(page).content.decode()
    assert f"{manager.name} agreed on the plan" in html
    assert "Since then 1 added, 0 removed." in html
    assert engineer.name in html
    assert f"/p/SHOP/requirements/{row.number}/" in html


def test_the_page_costs_the_same_for_many_requirements(
    web, manager, engineer, page, version, make_requirement, django_assert_max_num_queries
):
    for number in range(12):
        fields = {"version": version} if number % 2 else {}
        make_requirement(f"Item {number}", assignees=[engineer], **fields)
    client = web(manager)
    client.get(page)
    with django_assert_max_num_queries(19):
        client.get(page)
    with django_assert_max_num_queries(10):
        client.get(f"{page}?part=tray_list", headers=HTMX)


RISK = {"text": "The supplier is late", "probability": "high", "impact": "high"}


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"text": "x" * 20_000}, {"text": "x\x00y"}, {"probability": "certain"}, {"owner": "999999"},
     {"countermeasure": "x" * 2_001}],
)  # fmt: skip
def test_a_risk_that_cannot_be_is_refused_at_its_field(web, engineer, page, wrong):
    answer = web(engineer).post(f"{page}risks/", RISK | wrong)
    assert answer.status_code == 422
    assert list(answer.context["risk_form"].errors) == list(wrong)
    assert not Risk.objects.exists()


def test_a_risk_is_named_changed_closed_and_deleted_with_a_way_back(web, engineer, page, version):
    client = web(engineer)
    client.post(f"{page}risks/", RISK)
    risk = Risk.objects.get()
    assert risk.tone == "negative"
    client.post(f"{page}risks/{risk.pk}/", RISK | {"impact": "low", "countermeasure": "Ask a second one"})
    client.post(f"{page}risks/{risk.pk}/state/", {"state": "closed"})
    risk.refresh_from_db()
    assert (risk.impact, risk.countermeasure, risk.state) == ("low", "Ask a second one", "closed")
    gone = client.post(f"{page}risks/{risk.pk}/delete/", follow=True)
    assert not Risk.objects.exists()
    client.post([str(message.extra_tags) for message in gone.context["messages"]][-1])
    assert Risk.objects.get().state == "closed"
