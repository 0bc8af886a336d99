"""A cell of the table: every kind of field is saved through one address, and a refusal says why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from products.operations.workflow import add_field
from requirements.models import ExternalPerson
from requirements.operations.authoring import edit
from tests.requirements.conftest import HTMX, text_of


@pytest.fixture
def cell(web, manager, requirement, url):
    """`cell("title", "New", by=user)`: save one cell as the table does."""

    def send(field, *values, by=manager, of=requirement, query="", **more):
        of.refresh_from_db(fields=["lock_version"])
        data = {"value": values, "lock_version": of.lock_version, **more}
        return web(by).post(url(f"cells/{field}/{query}", of), data, headers=HTMX)

    return send


@pytest.fixture
def fields(shop, manager):
    """One field of SHOP's own of every kind."""
    options = {"select": ["CN", "DE"], "multi_select": ["web", "app, iOS"]}
    for kind in ("text", "number", "date", "select", "multi_select", "person", "url", "rating"):
        add_field(shop, by=manager, key=f"a_{kind}", name=f"A {kind}", kind=kind, options=options.get(kind, []))


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("title", "新标题", "新标题"),
        ("priority", "0", 0),
        ("kind", "technical", "technical"),
        ("level", "feature", "feature"),
        ("estimate", "3.5", 3.5),
        ("due", "Q1 2027", "2027-Q1"),
        ("due", "2026-12", "2026-12"),
        ("start", "2026-12-31", "2026-12-31"),
        ("due", "", "None"),
    ],
)
def test_typed_values_are_saved(cell, requirement, field, value, stored):
    response = cell(field, value)
    assert response.status_code == 200, text_of(response)
    requirement.refresh_from_db()
    present = getattr(requirement, field)
    assert (str(present) if isinstance(stored, str) else present) == stored
    assert 'id="row-1"' in text_of(response)


@pytest.mark.parametrize(
    ("kind", "values", "stored"),
    [
        ("text", ["some words"], "some words"),
        ("number", ["1.5"], 1.5),
        ("date", ["2026-12-31"], "2026-12-31"),
        ("select", ["DE"], "DE"),
        ("multi_select", ["app, iOS", "web"], ["app, iOS", "web"]),
        ("person", ["Somebody"], "Somebody"),
        ("url", ["https://example.com/x"], "https://example.com/x"),
        ("rating", ["4"], 4),
    ],
)
def test_own_fields_are_saved(cell, requirement, fields, kind, values, stored):
    response = cell(f"custom.a_{kind}", *values, query=f"?columns=custom.a_{kind}")
    assert response.status_code == 200, text_of(response)
    requirement.refresh_from_db()
    assert requirement.custom == {f"a_{kind}": stored}
    assert f'data-field="custom.a_{kind}"' in text_of(response)


@pytest.mark.parametrize(("text", "days"), [("明天", 1), ("tomorrow", 1), ("今天", 0), ("+3d", 3)])
def test_a_field_of_days_takes_the_names_of_days(cell, requirement, fields, text, days):
    response = cell("custom.a_date", text, query="?columns=custom.a_date")
    assert response.status_code == 200, text_of(response)
    requirement.refresh_from_db()
    assert requirement.custom == {"a_date": (timezone.localdate() + timedelta(days=days)).isoformat()}


def test_a_field_of_days_is_shown_like_the_other_days(cell, fields):
    assert ">31 Dec 2031<" in text_of(cell("custom.a_date", "2031/12/31", query="?columns=custom.a_date"))
    assert cell("custom.a_date", "2031").status_code == 422


def test_an_estimate_is_shown_without_idle_zeros(cell):
    assert 'data-value="3.5">3.5<' in text_of(cell("estimate", "3.50", query="?columns=estimate"))
    assert 'data-value="1200">1,200<' in text_of(cell("estimate", "1200", query="?columns=estimate"))


def test_chosen_things_are_saved(cell, requirement, statuses, version, milestone, engineer):
    for field, thing in [
        ("status", statuses["planned"]), ("version", version), ("milestone", milestone), ("owner", engineer),
    ]:  # fmt: skip
        assert cell(field, thing.pk).status_code == 200
        requirement.refresh_from_db()
        assert getattr(requirement, field) == thing
    cell("owner", "")
    requirement.refresh_from_db()
    assert requirement.owner is None


def test_one_input_of_the_score_changes_alone(cell, requirement):
    response = cell("drivers.reach", "2,400", query="?columns=drivers.reach,score")
    assert "2,400" in text_of(response)
    requirement.refresh_from_db()
    assert requirement.drivers == {"reach": 2400, "impact": 3, "confidence": 80, "effort": 5}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("drivers.impact", "7", "out of range"),
        ("drivers.effort", "a lot", "is not a number"),
        ("title", "", "required"),
        ("title", "x" * 501, "at most 500"),
        ("title", "a\x00b", "Null characters"),
        ("due", "someday", "someday"),
        ("estimate", "-1", "greater than or equal to 0"),
        ("status", "99999999", "valid choice"),
        ("parent", "SHOP-999", "no requirement SHOP-999"),
        ("parent", "SHOP-1", "cannot be its parent"),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(cell, requirement, field, value, sentence):
    before = requirement.lock_version
    response = cell(field, value)
    assert response.status_code == 422
    assert sentence in text_of(response)
    requirement.refresh_from_db()
    assert requirement.lock_version == before


@pytest.mark.parametrize("field", ["score", "key", "votes", "nonsense", "custom.none", "drivers.none", "lock_version"])
def test_what_cannot_be_edited_has_no_cell(cell, web, manager, url, field):
    assert cell(field, "1").status_code == 404
    assert web(manager).get(url(f"cells/{field}/"), headers=HTMX).status_code == 404


def test_declining_asks_for_the_reason_in_place(cell, requirement, statuses):
    response = cell("status", statuses["declined"].pk)
    assert response.status_code == 422
    assert 'id="cell-reason"' in text_of(response)
    assert cell("status", statuses["declined"].pk, decline_reason="Too dear").status_code == 200
    requirement.refresh_from_db()
    assert (requirement.status, requirement.decline_reason) == (statuses["declined"], "Too dear")


def test_tags_are_added_and_taken_away_without_losing_those_of_others(cell, requirement, manager):
    edit(requirement, by=manager, tags=["checkout", "theirs"])
    response = cell("tags", "new one", was=["checkout"])
    assert response.status_code == 200
    assert {tag.name for tag in requirement.tags.all()} == {"theirs", "new one"}


def test_assignees_are_members_outsiders_and_new_names(cell, requirement, shop, engineer, maya):
    ada = ExternalPerson.objects.create(product=shop, name="Ada", external_id="ada")
    response = cell("assignees", maya.pk, f"person:{ada.pk}", "Grace", was=[engineer.pk])
    assert response.status_code == 200, text_of(response)
    names = {(row.user or row.person).name for row in requirement.assignments.all()}
    assert names == {maya.name, "Ada", "Grace"}


def test_nobody_of_another_product_can_be_assigned(cell, requirement, outsider, other_product):
    stranger = ExternalPerson.objects.create(product=other_product, name="Eve", external_id="eve")
    for value in (outsider.pk, f"person:{stranger.pk}", 10**17):
        assert cell("assignees", value).status_code == 422
    assert requirement.assignments.count() == 1


def test_two_people_in_one_row_do_not_meet_but_in_one_cell_they_do(cell, requirement, web, engineer, manager, url):
    read = requirement.lock_version
    edit(requirement, by=engineer, priority=0)
    assert web(manager).post(
        url("cells/title/"), {"value": "Mine", "lock_version": read}, headers=HTMX
    ).status_code == 200  # fmt: skip
    response = web(manager).post(url("cells/priority/"), {"value": "3", "lock_version": read}, headers=HTMX)
    assert response.status_code == 422
    assert "P0 critical" in text_of(response)
    assert "Keep mine" in text_of(response)
    requirement.refresh_from_db()
    assert (requirement.title, requirement.priority) == ("Mine", 0)
    assert f'data-lock-version="{requirement.lock_version}"' in text_of(response)


def test_choices_are_offered(web, manager, url, requirement, statuses, make_requirement, fields):
    make_requirement("Epic of all", level="initiative")
    for field, label in [
        ("status", statuses["planned"].name), ("priority", "P0 critical"), ("tags", "checkout"),
        ("assignees", "周子航"), ("custom.a_multi_select", "app, iOS"), ("custom.a_rating", "★★★"),
        ("custom.a_person", "周子航"), ("parent", "Epic of all"), ("owner", "Nobody"),
    ]:  # fmt: skip
        response = web(manager).get(url(f"cells/{field}/"), headers=HTMX)
        assert response.status_code == 200
        assert label in text_of(response), field


def test_parents_are_searched(web, manager, url, make_requirement):
    make_requirement("Payment by face")
    assert "Payment by face" in text_of(web(manager).get(url("cells/parent/?typed=payment"), headers=HTMX))
    assert "Payment by face" not in text_of(web(manager).get(url("cells/parent/?typed=zzz"), headers=HTMX))


@pytest.mark.parametrize("typed", ["SHOP-2", "shop-2", "2"])
def test_a_parent_named_by_its_key_comes_first(web, manager, url, make_requirement, typed):
    make_requirement("Second")
    make_requirement("Not SHOP-2 but newer, with 2 in it")
    text = text_of(web(manager).get(url(f"cells/parent/?typed={typed}"), headers=HTMX))
    assert text.index("SHOP-2 Second") < text.index("but newer")


def test_a_parent_may_be_none(web, manager, url):
    assert 'data-value=""' in text_of(web(manager).get(url("cells/parent/"), headers=HTMX))


def test_without_script_a_cell_leads_to_its_part(web, manager, url):
    assert web(manager).get(url("cells/drivers.reach/"))["Location"] == url("parts/drivers/")


def test_a_save_can_be_undone_from_its_toast(cell):
    assert "undo" in cell("title", "Other")["HX-Trigger"]
    assert "HX-Trigger" not in cell("title", "Other")


def test_the_row_is_the_one_of_this_view(web, support, url, requirement):
    row = text_of(web(support).get(url("row/?columns=due,drivers.reach")))
    assert 'data-field="drivers.reach"' in row
    assert "1,800" in row
    assert 'data-field="status"' not in row
    assert "checkbox" not in row


def test_a_save_asks_a_limited_number_of_questions(cell, django_assert_max_num_queries):
    cell("title", "Warm")
    with django_assert_max_num_queries(36):  # signing in and the stream of changes among them
        cell("title", "Other")


def test_a_menu_saves_a_day_by_its_name_and_tells_who_shows_it(web, manager, requirement, url):
    response = web(manager).post(
        url("choices/due/"), {"value": "tomorrow", "lock_version": requirement.lock_version}, headers=HTMX
    )
    assert (response.status_code, "requirement:changed" in response["HX-Trigger"]) == (204, True)
    requirement.refresh_from_db()
    assert requirement.due.date == timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize("sent", [{}, {"value": "no such thing"}, {"value": "0", "lock_version": 1}])
def test_a_menu_that_cannot_save_is_shown_again(web, manager, engineer, requirement, url, sent):
    edit(requirement, by=engineer, priority=3)
    response = web(manager).post(url("choices/priority/"), sent, headers=HTMX)
    assert (response.status_code, ("Somebody changed this" in text_of(response))) == (422, "lock_version" in sent)
    requirement.refresh_from_db()
    assert requirement.priority == 3
