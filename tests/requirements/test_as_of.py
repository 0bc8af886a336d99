"""A product as it stood at an instant, from the stream of changes alone."""

import datetime
import re

import pytest
from django.db import connection, transaction
from django.utils import timezone

from changes.as_of import as_of as as_of_all
from changes.operations.undoing import undo_batch
from pmhub.lib.operations import one_batch
from products.operations.tags import edit_tag
from products.operations.workflow import edit_status
from requirements.history.as_of import as_of
from requirements.models import Requirement
from requirements.operations.authoring import delete, edit
from requirements.operations.rescoring import rescore
from requirements.operations.scoring import choose_model
from requirements.reading import with_rows
from roadmaps.operations.planning import create_version
from tests.requirements.conftest import text_of
from tests.requirements.past import Turmoil, state_of

PAGE = "/p/SHOP/requirements/as-of/"
ONE = "/p/SHOP/requirements/1/as-of/"


def iso(at):
    return at.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


@pytest.fixture
def at_first(requirement):
    """The instant after SHOP-1 was written, before anything else happened to it."""
    return timezone.now()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_cell_of_the_past_is_as_it_was_read_then(shop, manager, engineer, maya, settings, tmp_path, seed):
    settings.MEDIA_ROOT = tmp_path
    turmoil = Turmoil(seed, shop, manager, [manager, engineer, maya])
    create_version(shop, by=manager, name="2.4")
    moments = [turmoil.moment()]
    for _step in range(90):
        turmoil.happen()
        if turmoil.random.random() < 0.2:
            moments.append(turmoil.moment())
    for at, expected in moments:
        with as_of(shop, at):
            found = state_of(shop)
        assert found.keys() == expected.keys()
        for key, cells in expected.items():
            assert found[key] == cells, (seed, at, key)


def test_what_was_deleted_is_there_again(shop, manager, requirement, at_first):
    delete(requirement, by=manager)
    with as_of(shop, at_first):
        found = with_rows(Requirement.objects.of(shop)).get()
        rows = found.tag_rows
    assert (found.key, found.title) == (requirement.key, requirement.title)
    assert [tag["name"] for tag in rows] == ["checkout"]
    assert not Requirement.objects.of(shop).exists()


def test_an_undone_deletion_leaves_no_trace_before_or_after(shop, manager, requirement, at_first):
    with one_batch() as batch:
        delete(requirement, by=manager)
    gone = timezone.now()
    undo_batch(batch, by=manager)
    rescore(shop)
    with as_of(shop, at_first):
        before = state_of(shop)
    with as_of(shop, gone):
        assert not Requirement.objects.of(shop).exists()
    assert before == state_of(shop)


def test_things_are_called_as_they_were(shop, manager, requirement, at_first, web):
    edit_status(requirement.status, by=manager, name="Inbox")
    edit_tag(shop.tags.get(name="checkout"), by=manager, name="Kasse")
    page = text_of(web(manager).get(PAGE, {"at": iso(at_first)}))
    assert "To assess" in page
    assert "checkout" in page
    assert "Kasse" not in page


def test_the_score_is_that_of_the_formula_of_then(shop, manager, requirement):
    rescore(shop)
    before, present = timezone.now(), Requirement.objects.get().score
    choose_model(shop, by=manager, kind="formula", formula="votes + 7")
    edit(requirement, by=manager, drivers={"effort": 10})
    rescore(shop)
    assert Requirement.objects.get().score == 7
    with as_of(shop, before) as model:
        assert (model.number, Requirement.objects.get().score) == (1, present)


def test_a_score_of_what_is_not_recorded_is_missing(shop, manager, requirement, web):
    choose_model(shop, by=manager, kind="formula", formula="demand + 1")
    rescore(shop)
    at = timezone.now()
    assert Requirement.objects.get().score == 1
    with as_of(shop, at):
        assert Requirement.objects.get().score is None
    assert "no score" in text_of(web(manager).get(PAGE, {"at": iso(at)}))


def test_nothing_can_be_written_in_the_past(shop, requirement, at_first):
    with pytest.raises(RuntimeError, match="can only be read"), transaction.atomic(), as_of(shop, at_first):
        Requirement.objects.of(shop).update(title="Another past")
    requirement.refresh_from_db()
    assert requirement.title != "Another past"


def test_the_past_of_one_product_shows_nothing_of_another(shop, other_requirement, requirement):
    with as_of_all(timezone.now(), [shop.pk]):
        assert list(Requirement.objects.values_list("key", flat=True)) == [requirement.key]


def test_reading_the_past_costs_a_constant_number_of_queries(
    shop, manager, requirement, at_first, web, django_assert_max_num_queries
):
    client = web(manager)
    client.get(PAGE, {"at": iso(at_first)})
    with django_assert_max_num_queries(14):
        client.get(PAGE, {"at": iso(at_first)})
    with django_assert_max_num_queries(14):
        client.get(ONE, {"at": iso(at_first)})


def test_the_list_says_when_it_stood_so(requirement, manager, at_first, web):
    edit(requirement, by=manager, title="A later title")
    page = text_of(web(manager).get(PAGE, {"at": iso(at_first)}))
    assert "As it stood at" in page
    assert requirement.title in page
    assert "A later title" not in page


def test_one_requirement_as_it_stood(requirement, manager, at_first, web):
    edit(requirement, by=manager, title="A later title", description="Later", tags=[], drivers={"reach": 1})
    page = text_of(web(manager).get(ONE, {"at": iso(at_first)}))
    assert requirement.title in page
    assert "<strong>one</strong>" in page
    assert "checkout" in page
    assert "1800" in page
    assert "A later title" not in page


def test_a_requirement_that_was_not_there_yet_is_said_so(requirement, manager, web):
    answer = web(manager).get(ONE, {"at": "2020-01-01"})
    assert answer.status_code == 200
    assert "did not exist at this instant" in text_of(answer)


def test_before_the_product_began_there_was_nothing(requirement, manager, web):
    answer = web(manager).get(PAGE, {"at": "2020-01-01T00:00"})
    assert answer.status_code == 200
    assert "before that there was nothing" in text_of(answer)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-13-01T09:00", "at: “2026-13-01T09:00” is not a time: position 6, there is no such month"),
        ("gestern", "at: “gestern” is not a time like"),
        ("2999-01-01", "at: “2999-01-01” is yet to come"),
        ("\x00", "is not a time"),
    ],
)
def test_a_bad_instant_is_named_with_its_place(requirement, manager, web, at, said):
    for page in (PAGE, ONE):
        answer = web(manager).get(page, {"at": at})
        assert answer.status_code == 400
        assert said in text_of(answer)


def test_an_hour_that_came_twice_is_said_to_be_the_first(requirement, manager, web):
    manager.time_zone = "Europe/Berlin"
    manager.save(update_fields=["time_zone"])
    page = text_of(web(manager).get(PAGE, {"at": "2025-10-26T02:30"}))
    assert "this is the first. The second is 2025-10-26T01:30:00Z" in page


@pytest.mark.parametrize("page", [PAGE, ONE, "/p/SHOP/requirements/compare/", "/p/SHOP/requirements/baselines/"])
def test_outsiders_know_of_no_past(requirement, outsider, web, page):
    assert web(outsider).get(page, {"at": "2026-01-01"}).status_code == 404


def test_a_number_that_never_was_is_not_found(requirement, manager, web):
    assert web(manager).get("/p/SHOP/requirements/999/as-of/", {"at": "2026-01-01"}).status_code == 404


@pytest.fixture
def asked(shop, requirement, make_requirement, manager, web):
    """`asked(query)`: which numbers the list of the past finds, after everything has been turned round."""
    make_requirement("退款到账提醒", description="Wallet", priority=3, tags=["later"], kind="technical")
    at = timezone.now()
    for one in Requirement.objects.of(shop):
        edit(one, by=manager, title="x", description="", priority=4, tags=["new"], assignees=[], kind="business")

    def ask(**params):
        answer = web(manager).get(PAGE, {"at": iso(at), **params})
        page = text_of(answer)
        return [number for number in (1, 2) if f"requirements/{number}/as-of/" in page], page

    return ask


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("退款", [2]), ("wallet", [2]), ("SHOP-1", [1]), ("priority:1", [1]), ("-priority:1", [2]),
        ("tag:checkout", [1]),
        ("kind:technical OR tag:checkout", [1, 2]), ("status:new", [1, 2]), ("assignee:none", [2]),
        ('"Three pages"', [1]), ("created>=2020-01-01", [1, 2]), ("driver.reach>1000", [1]), ("no:tag", []),
    ],
)  # fmt: skip
def test_filters_are_those_of_then(asked, query, numbers):
    assert asked(q=query)[0] == numbers


@pytest.mark.parametrize(("name", "value", "numbers"), [("priority", "1", [1]), ("tag", "later", [2])])
def test_filters_as_parameters_too(asked, name, value, numbers):
    assert asked(**{name: value})[0] == numbers


def test_the_query_stays_in_the_box(asked):
    assert 'name="q" value="priority:1"' in asked(q="priority:1")[1]


@pytest.mark.parametrize("query", ["updated:<7d", "watcher:me", "is:overdue", "demand>1", "due:today"])
def test_what_the_past_cannot_answer_is_named(asked, query):
    numbers, page = asked(q=query)
    assert numbers == [1, 2]
    marked = query.replace("<", "&lt;").replace(">", "&gt;")
    assert f"<mark>{marked}</mark>" in page


def test_a_tag_that_was_not_there_yet_is_unknown(asked):
    numbers, page = asked(q="tag:new")
    assert numbers == [1, 2]
    assert "<mark>tag:new</mark>" in page


def test_a_due_date_relative_to_today_is_refused(asked):
    assert "This counts from today" in asked(due="week")[1] or "not recorded" in asked(due="week")[1]


def test_pages_of_the_past_follow_each_other(shop, make_requirement, manager, web):
    for number in range(60):
        make_requirement(f"Story {number}")
    at = timezone.now()
    delete(Requirement.objects.get(number=7), by=manager)
    page = text_of(web(manager).get(PAGE, {"at": iso(at), "sort": "number"}))
    following = re.search(r'id="more"><a class="button" href="([^"]+)"', page)[1].replace("&amp;", "&")
    more = text_of(web(manager).get(following))
    shown = [f"requirements/{n}/as-of/" in page for n in range(1, 61)].count(True)
    assert shown == 50
    assert "requirements/7/as-of/" in page
    assert "requirements/60/as-of/" in more
    assert "requirements/7/as-of/" not in more


def test_the_history_leads_to_each_instant(requirement, manager, web):
    edit(requirement, by=manager, title="A later title")
    page = text_of(web(manager).get("/p/SHOP/requirements/1/?tab=history"))
    assert page.count("As of here") == 2
    address = page.split('<a class="link tiny" href="')[2].split('"')[0]
    assert requirement.title in text_of(web(manager).get(address))


def test_rest_reads_the_past(api, requirement, manager, at_first):
    edit(requirement, by=manager, title="A later title", tags=["new"])
    client = api(manager)
    listed = client.get(f"/api/v1/requirements/?product=SHOP&as_of={iso(at_first)}&q=tag:checkout&count=true").json()
    assert (listed["count"], listed["results"][0]["title"]) == (1, requirement.title)
    one = client.get(f"/api/v1/requirements/SHOP-1/?as_of={iso(at_first)}").json()
    assert (one["tags"], one["description"]) == (["checkout"], requirement.description)
    assert not {"demand", "lock_version"} & one.keys()


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("product=SHOP&as_of=soon", "as_of"), ("product=SHOP&as_of=2999-01-01", "as_of"),
        ("as_of=2026-01-01", "product"),
        ("product=SHOP&as_of=2026-01-01&q=updated:<7d", "q"), ("product=SHOP&as_of=2026-01-01&due=week", "due"),
    ],
)  # fmt: skip
def test_rest_says_which_parameter_is_wrong(api, requirement, manager, query, parameter):
    answer = api(manager).get(f"/api/v1/requirements/?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_rest_hides_the_past_from_outsiders(api, requirement, outsider):
    at = iso(timezone.now())
    assert api(outsider).get(f"/api/v1/requirements/?product=SHOP&as_of={at}").status_code == 404
    assert api(outsider).get(f"/api/v1/requirements/SHOP-1/?as_of={at}").status_code == 404


def test_a_statement_that_begins_with_expressions_of_its_own_reads_the_past_too(shop, requirement, manager, at_first):
    edit(requirement, by=manager, title="A later title")
    with as_of(shop, at_first), connection.cursor() as cursor:
        cursor.execute("WITH own AS (SELECT title FROM requirements_requirement) SELECT title FROM own")
        assert cursor.fetchall() == [(requirement.title,)]
