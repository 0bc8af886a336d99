"""What is different between two instants."""

import pytest
from django.utils import timezone

from changes.operations.undoing import undo_batch
from pmhub.lib.operations import one_batch
from products.operations.workflow import edit_status
from requirements.history.between import PAGE, Between
from requirements.models import Requirement
from requirements.operations.authoring import delete, edit
from requirements.operations.details import add_criterion, comment
from requirements.operations.ordering import move
from requirements.operations.rescoring import rescore
from tests.requirements.conftest import text_of
from tests.requirements.test_as_of import iso

ADDRESS = "/p/SHOP/requirements/compare/"


@pytest.fixture
def since(requirement, shop, manager):
    """`since()`: the difference between the fixture's own instant and now."""
    rescore(shop)
    start = timezone.now()
    return lambda: Between(shop, manager, start, timezone.now())


def cells(between):
    (item,) = between.page()[0]
    return {cell.name: (cell.old, cell.new) for cell in item.cells}


def test_nothing_happened(since):
    assert since().counts() == {"added": 0, "changed": 0, "deleted": 0}
    assert since().page() == ([], None)


def test_cells_with_their_old_and_new_content(since, requirement, manager, engineer, statuses):
    edit(
        requirement, by=manager, title="One page", status=statuses["planned"], tags=["checkout", "结算"], assignees=[],
        drivers={"reach": 10}, owner=engineer,
    )  # fmt: skip
    add_criterion(requirement, by=manager, text="It works")
    comment(requirement, by=manager, body="Done")
    rescore(requirement.product)
    found = cells(since())
    assert found == found | {
        "title": (requirement.title, "One page"), "status": ("To assess", "Planned"),
        "tags": ("checkout", "checkout, 结算"), "assignees": (engineer.name, ""), "drivers.reach": ("1800", "10"),
        "owner": ("", engineer.name), "criteria": ("", "☐ It works"), "comments": ("0", "1"),
    }  # fmt: skip
    assert found["score"] == ("864", "4.8")


def test_added_deleted_and_neither(since, requirement, make_requirement, manager):
    make_requirement("New")
    brief = make_requirement("Here and gone")
    delete(brief, by=manager)
    delete(requirement, by=manager)
    found = since()
    assert found.counts() == {"added": 1, "changed": 0, "deleted": 1}
    assert [(item.state, item.title) for item in found.page()[0]] == [("added", "New"), ("deleted", requirement.title)]


def test_what_went_and_came_back_is_no_difference(since, requirement, manager, engineer):
    edit(requirement, by=manager, tags=[], assignees=[], title="Other")
    edit(requirement, by=manager, tags=["checkout"], assignees=[engineer], title=requirement.title)
    with one_batch() as batch:
        delete(requirement, by=manager)
    undo_batch(batch, by=manager)
    move(Requirement.objects.select_related("product").get(), by=manager)
    assert since().counts() == {"added": 0, "changed": 0, "deleted": 0}


def test_renaming_a_status_changes_no_requirement(since, requirement, manager):
    edit_status(requirement.status, by=manager, name="Inbox")
    found = since()
    assert found.counts()["changed"] == 0
    assert found.renamed() == [("status", "To assess", "Inbox")]


def test_long_texts_are_compared_word_by_word(since, requirement, manager):
    edit(requirement, by=manager, description="Three pages become one. " * 9)
    edit(requirement, by=manager, description="Three pages become two. " + "Three pages become one. " * 8)
    start = timezone.now()
    edit(requirement, by=manager, description="Three pages become one. " * 9)
    (item,) = Between(requirement.product, manager, start, timezone.now()).page()[0]
    (cell,) = item.cells
    assert ("removed", "two") in cell.pieces
    assert ("added", "one") in cell.pieces


def test_pages_follow_each_other_without_gaps(since, make_requirement, requirement, manager):
    edit(requirement, by=manager, priority=0)
    for number in range(PAGE + 5):
        make_requirement(f"Story {number}")
    between, seen, place = since(), [], (0, 0)
    while place:
        items, place = between.page(place)
        seen += [item.key for item in items]
    assert seen == [*(f"SHOP-{n}" for n in range(2, PAGE + 7)), "SHOP-1"]


def test_every_difference_is_what_ordinary_reading_saw(since, requirement, manager, web):
    start = timezone.now()
    edit(requirement, by=manager, priority=0)
    page = text_of(web(manager).get(ADDRESS, {"from": iso(start)}))
    assert '<b class="num">1</b> changed' in page
    assert "<del>P1 high</del>" in page
    assert "<ins>P0 critical</ins>" in page


def test_one_requirement_alone(since, requirement, make_requirement, manager, web):
    start = timezone.now()
    edit(requirement, by=manager, priority=0)
    make_requirement("Another one")
    page = text_of(web(manager).get(ADDRESS, {"from": iso(start), "key": "shop-1"}))
    assert 'id="SHOP-1"' in page
    assert 'id="SHOP-2"' not in page


@pytest.mark.parametrize("name", ["from", "to"])
def test_a_bad_end_is_named(requirement, manager, web, name):
    answer = web(manager).get(ADDRESS, {name: "2026-02-31"})
    assert answer.status_code == 400
    assert f"{name}: “2026-02-31” is not a time: position 9, there is no such day" in text_of(answer)


@pytest.mark.parametrize("cursor", ["changed", "changed.x", "nothing.1", "added." + "9" * 40, "\x00"])
def test_a_damaged_cursor_begins_again(requirement, manager, web, cursor):
    assert web(manager).get(ADDRESS, {"cursor": cursor}).status_code == 200


def test_rest_compares(api, since, requirement, make_requirement, manager):
    start = timezone.now()
    edit(requirement, by=manager, priority=0)
    make_requirement("Another one")
    found = api(manager).get(f"/api/v1/products/SHOP/compare/?from={iso(start)}").json()
    assert found["counts"] == {"added": 1, "changed": 1, "deleted": 0}
    assert found["results"][1]["cells"]["priority"] == ["P1 high", "P0 critical"]


@pytest.mark.parametrize(
    ("query", "parameter"), [("", "from"), ("?from=2026-13-01", "from"), ("?from=2026-01-01&cursor=x", "cursor")]
)
def test_rest_says_what_is_wrong(api, requirement, manager, query, parameter):
    answer = api(manager).get(f"/api/v1/products/SHOP/compare/{query}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, parameter)
