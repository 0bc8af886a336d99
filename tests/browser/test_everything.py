"""The list of all products: beside it, in it and together, as in the table of one product."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from requirements.models import Requirement
from requirements.operations.authoring import create

pytestmark = pytest.mark.browser
ALL = "/requirements/?q=&sort=title"


@pytest.fixture
def four(make_requirement, help_desk, manager):
    """Two of each product, in the order of their titles: SHOP-1, HELP-1, SHOP-2, HELP-2."""
    for n, product in enumerate([None, help_desk, None, help_desk], start=1):
        title = f"Number {n}"
        create(product, by=manager, title=title, tags=["calls"]) if product else make_requirement(title, tags=["pay"])


def row(page, key):
    return page.locator(f"#row-{key}")


def cell(page, key, field):
    return row(page, key).locator(f'[data-field="{field}"]')


def test_the_panel_follows_across_products_and_back_closes_it(visit, manager, four):
    page = visit(manager, ALL)
    cell(page, "SHOP-1", "key").click()
    expect(page.locator("#peek").get_by_role("heading", name="Number 1")).to_be_visible()
    assert page.url.endswith("peek=SHOP-1")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#peek").get_by_role("heading", name="Number 2")).to_be_visible()
    assert page.url.endswith("peek=HELP-1")
    page.go_back()
    expect(page.locator("#peek article")).to_have_count(0)
    page.goto(page.url + "&peek=HELP-2")
    expect(page.locator("#peek").get_by_role("heading", name="Number 4")).to_be_visible()
    assert not Axe().run(page).response["violations"]


def test_cells_take_the_choices_of_their_rows_product(visit, manager, four):
    page = visit(manager, f"{ALL}&columns=product,tags,priority")
    for key, tag in (("SHOP-1", "pay"), ("HELP-1", "calls")):
        cell(page, key, "tags").click(position={"x": 4, "y": 4})
        page.keyboard.press("Enter")
        expect(page.locator("#cell-choices [role=option]")).to_have_text([tag])
        page.keyboard.press("Escape")
    cell(page, "HELP-2", "priority").click(position={"x": 4, "y": 4})
    page.keyboard.press("Enter")
    page.locator("#cell-choices").get_by_text("P0").click()
    expect(cell(page, "HELP-2", "priority").locator(".priority")).to_have_attribute("data-level", "0")
    expect(cell(page, "HELP-2", "product")).to_have_text("HELP")
    expect(page.locator(".toast")).to_contain_text("HELP-2 saved")
    page.locator(".toast-undo").click()
    expect(cell(page, "HELP-2", "priority").locator(".priority")).to_have_attribute("data-level", "4")


def test_a_key_changes_the_row_at_hand(visit, manager, four):
    page = visit(manager, ALL)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("p")
    page.locator("#item-choices").get_by_role("option", name="P1 high").click()
    expect(cell(page, "HELP-1", "priority").locator(".priority")).to_have_attribute("data-level", "1")
    expect(cell(page, "HELP-1", "product")).to_have_text("HELP")


def test_what_one_only_reads_opens_no_editor(visit, engineer, four):
    page = visit(engineer, ALL)
    cell(page, "HELP-1", "priority").click(position={"x": 4, "y": 4})
    expect(page.locator(".cell-input")).to_have_count(0)
    cell(page, "SHOP-1", "priority").click(position={"x": 4, "y": 4})
    expect(page.locator(".cell-input")).to_have_count(1)
    expect(row(page, "HELP-1").get_by_role("checkbox")).to_have_count(0)


def test_groups_fold_and_count(visit, manager, four):
    page = visit(manager, ALL)
    page.get_by_role("button", name="Group: None").click()
    page.locator("#group-menu").get_by_role("link", name="Product").click()
    expect(page.locator("tr.group .group-count")).to_have_text(["2", "2"])
    page.locator("tr.group button").first.click()
    expect(page.locator("#rows tr[data-key]:visible")).to_have_count(2)
    assert "group=product" in page.url
    assert not Axe().run(page).response["violations"]


def test_many_are_changed_once_the_list_is_of_one_product(visit, manager, four):
    page = visit(manager, ALL)
    row(page, "SHOP-1").get_by_role("checkbox").click()
    bar = page.get_by_role("toolbar", name="Change the chosen requirements")
    expect(bar).to_contain_text("within one product")
    bar.get_by_role("link", name="Only Help centre").click()
    expect(page.locator("#rows tr[data-key]")).to_have_count(2)
    page.get_by_role("checkbox", name="Choose all rows shown").click()
    bar.get_by_role("button", name="Priority").click()
    page.locator(".bulk-editor").get_by_role("button", name="P0 critical").click()
    expect(page.locator(".toast")).to_contain_text("2 requirements changed.")
    expect(cell(page, "HELP-1", "priority").locator(".priority")).to_have_attribute("data-level", "0")
    assert set(Requirement.objects.filter(priority=0).values_list("key", flat=True)) == {"HELP-1", "HELP-2"}


def test_a_view_keeps_columns_and_groups(visit, manager, four):
    page = visit(manager, f"{ALL}&group=product")
    page.get_by_role("button", name="Columns").click()
    page.locator("#columns-menu").get_by_role("checkbox", name="Owner").check()
    page.locator("#columns-menu").get_by_role("button", name="Apply").click()
    expect(page.locator("th[data-field=owner]")).to_be_visible()
    page.get_by_role("button", name="Save view").first.click()
    page.get_by_role("textbox", name="Name").fill("By product")
    page.locator("#save-view").get_by_role("button", name="Save view").click()
    expect(page).to_have_url(re.compile("view="))
    expect(page.locator("th[data-field=owner]")).to_be_visible()
    expect(page.locator("tr.group")).to_have_count(2)
