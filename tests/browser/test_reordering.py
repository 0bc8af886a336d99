"""Interaction 9 in the table: in manual order rows change places by drag and by keys."""

import pytest
from playwright.sync_api import expect

from requirements.models import Requirement

pytestmark = pytest.mark.browser
TABLE = "/p/SHOP/requirements/?sort=rank"


@pytest.fixture
def rows(make_requirement):
    return [make_requirement(f"Row {n}") for n in range(4)]


def ranked():
    return list(Requirement.objects.order_by("rank").values_list("number", flat=True))


def shown(page):
    return page.locator("tr[data-key]").evaluate_all(
        "(rows) => rows.map((row) => Number(row.dataset.key.split('-')[1]))"
    )


def test_row_9_a_row_is_dragged_to_another_place(visit, manager, rows):
    page = visit(manager, TABLE)
    start = page.locator("#row-1 [data-field=key]").bounding_box()
    end = page.locator("#row-3 [data-field=key]").bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 8, end["y"] + end["height"] - 4, steps=4)
    page.mouse.up()
    assert shown(page) == [2, 3, 1, 4]
    expect(page.locator(".toast")).to_contain_text("SHOP-1 moved")
    assert ranked() == [2, 3, 1, 4]


def test_row_9_alt_and_arrows_move_a_row(visit, manager, rows):
    page = visit(manager, TABLE)
    page.locator("#row-4 [data-field=key]").click()
    page.keyboard.press("Alt+ArrowUp")
    assert shown(page) == [1, 2, 4, 3]
    expect(page.locator(".toast")).to_contain_text("SHOP-4 moved")
    assert ranked() == [1, 2, 4, 3]
    page.keyboard.press("Control+z")
    expect(page.locator("tr[data-key]").last).to_have_attribute("data-key", "SHOP-4")
    expect(page.locator("#row-4 [data-field=key]")).to_be_focused()


def test_in_another_order_rows_stay(visit, manager, rows):
    assert visit(manager, "/p/SHOP/requirements/").locator("[data-controller~=ranking]").count() == 0
