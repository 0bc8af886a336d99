"""A version's release: the checklist by keyboard, items edited where they stand, the release and the way back."""

import re

import pytest
from playwright.sync_api import expect

from roadmaps.operations.checklists import add_item

pytestmark = pytest.mark.browser


@pytest.fixture
def place(version, manager):
    for text in ("Tests are green", "Support is told"):
        add_item(version, by=manager, text=text)
    return f"/p/SHOP/versions/{version.pk}/release/"


def test_the_checklist_is_ticked_by_keyboard(visit, manager, place):
    page = visit(manager, place)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#checklist .section-note")).to_have_text("1 / 2")
    expect(page.get_by_role("checkbox", name="Tests are green")).to_be_checked()
    page.get_by_role("checkbox", name="Support is told").focus()
    page.keyboard.press("Space")
    expect(page.locator("#checklist .section-note")).to_have_text("2 / 2")


def test_an_item_is_edited_where_it_stands(visit, manager, place):
    page = visit(manager, place)
    page.get_by_role("link", name="Tests are green").click()
    row = page.locator(".check-row").first
    row.get_by_label("What must be done").fill("All tests are green")
    row.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="All tests are green")).to_be_visible()
    expect(row.locator("form.launch-form")).to_have_count(0)


def test_a_refused_item_says_why_and_keeps_the_text(visit, manager, place):
    page = visit(manager, place)
    page.get_by_text("Add an item").click()
    page.get_by_label("What must be done").fill("Announce it")
    page.get_by_label("Due").fill("2027-02-29")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#checklist .field-error")).to_contain_text("not a day of the calendar")
    expect(page.get_by_label("What must be done")).to_have_value("Announce it")


def test_releasing_and_taking_it_back(visit, manager, place, make_requirement, version):
    make_requirement("Not done", version=version)
    page = visit(manager, place + "now/")
    page.get_by_label("All open requirements").select_option("drop")
    page.get_by_label("Reason to release although the checklist is not done").fill("Small change")
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_text("Released although open")).to_be_visible()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Before the release")).to_be_visible()
    expect(page.get_by_text("1 still open")).to_be_visible()


def order(version):
    return list(version.checklist.in_order().values_list("text", flat=True))


def test_items_are_put_in_order_by_mouse_keys_and_buttons(visit, manager, version, place):
    add_item(version, by=manager, text="Go", section="decision")
    page = visit(manager, place)
    rows = page.locator(".check-row .check-text")
    start, end = (page.locator(".check-row").nth(n).bounding_box() for n in (0, 1))
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] - 4, steps=4)
    page.mouse.up()
    expect(rows).to_have_text(["Support is told", "Tests are green", "Go"])
    expect(page.locator(".toast")).to_contain_text("“Tests are green” moved")
    assert order(version) == ["Support is told", "Tests are green", "Go"]
    page.get_by_role("checkbox", name="Tests are green").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(rows).to_have_text(["Tests are green", "Support is told", "Go"])
    expect(page.get_by_role("checkbox", name="Tests are green")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(rows).to_have_text(["Support is told", "Tests are green", "Go"])
    expect(page.locator(".checks").last.locator(".check-text")).to_have_text(["Tests are green", "Go"])
    page.get_by_role("link", name="Go", exact=True).click()
    page.get_by_role("button", name="Move up").click()
    expect(rows).to_have_text(["Support is told", "Go", "Tests are green"])
    assert order(version) == ["Support is told", "Go", "Tests are green"]


def test_the_reason_of_a_later_date_opens_by_keyboard(visit, manager, version):
    page = visit(manager, f"/p/SHOP/versions/{version.pk}/edit/")
    reason = page.get_by_label("If the date moves later: why?")
    expect(reason).to_be_hidden()
    page.get_by_label("Release").fill("2027-01-31")
    page.get_by_text("Give a reason for a later date").press("Enter")
    reason.fill("The provider is late")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Promises").first.click()
    expect(page.get_by_text("The provider is late")).to_be_visible()


def test_what_is_missing_is_where_the_focus_is(visit, manager, place, make_requirement, version):
    """However far down it stands; the banner, where it is said of nothing single."""
    for number in range(40):
        make_requirement(f"Not done {number}", version=version)
    page = visit(manager, place + "now/")
    page.set_viewport_size({"width": 1280, "height": 700})
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("40 requirements are still open")
    page.get_by_label("All open requirements").select_option("drop")
    page.get_by_role("button", name="Release", exact=True).click()
    reason = page.get_by_label("Reason to release although the checklist is not done")
    expect(reason).to_be_focused()
    expect(reason).to_be_in_viewport()
    expect(reason).to_have_accessible_description(re.compile("people will ask"))
