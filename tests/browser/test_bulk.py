"""Row 8: choosing rows, changing them together, one undo for all."""

import time
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from requirements.models import Requirement
from requirements.operations.reviewing import schedule

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/?sort=number"


@pytest.fixture
def many(shop, manager, statuses):
    """600 requirements, all new, without a priority."""
    shared = {"product": shop, "title": "one of many", "author": manager, "status": statuses["new"]}
    Requirement.objects.bulk_create(
        Requirement(number=n, key=f"SHOP-{n}", rank=f"a{n:06}", **shared) for n in range(1, 601)
    )
    type(shop).objects.filter(pk=shop.pk).update(last_number=600)


def box(page, number):
    return page.locator(f"#row-{number} input[type=checkbox]")


def bar(page):
    return page.get_by_role("toolbar", name="Change the chosen requirements")


def set_priority(page, label="P0 critical"):
    bar(page).get_by_role("button", name="Priority").click()
    page.locator(".bulk-editor").get_by_role("button", name=label).click()


def with_priority(level):
    return Requirement.objects.filter(priority=level).count()


def test_ticked_rows_change_together_and_one_undo_takes_all_back(visit, manager, many):
    page = visit(manager, LIST)
    expect(bar(page)).to_be_hidden()
    box(page, 2).click()
    box(page, 5).click(modifiers=["Shift"])
    expect(bar(page)).to_contain_text("4 chosen")
    set_priority(page)
    expect(page.locator(".toast")).to_contain_text("4 requirements changed.")
    expect(bar(page)).to_be_hidden()
    expect(page.locator("#row-3 .priority")).to_have_attribute("data-level", "0")
    assert with_priority(0) == 4
    page.locator(".toast-undo").click()
    expect(page.locator("#row-3 .priority")).to_have_attribute("data-level", "4")
    assert with_priority(0) == 0


def test_all_that_match_change_within_two_seconds(visit, manager, many):
    page = visit(manager, LIST)
    box(page, 1).click()
    bar(page).get_by_label("All 600 that match").check()
    began = time.perf_counter()
    set_priority(page)
    expect(page.locator(".toast")).to_contain_text("600 requirements changed.")
    took = time.perf_counter() - began
    assert with_priority(0) == 600
    assert took < 3, f"{took:.1f} s with the clicks and the first look at the list"


def test_rows_chosen_by_x_and_shift_are_changed_and_undone_by_keys_alone(visit, manager, many):
    page = visit(manager, LIST)
    for key in ("j", "x", "j", "j", "x"):
        page.keyboard.press(key)
    expect(bar(page)).to_contain_text("2 chosen")
    for key in ("Shift+ArrowDown", "Shift+J", "Shift+ArrowDown", "Shift+K"):
        page.keyboard.press(key)
    expect(bar(page)).to_contain_text("4 chosen")
    page.keyboard.press("p")
    expect(page.locator(".bulk-editor .menu-item").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("4 requirements changed.")
    assert set(Requirement.objects.filter(priority=0).values_list("number", flat=True)) == {1, 3, 4, 5}
    expect(page.locator("#row-3 .priority")).to_have_attribute("data-level", "0")
    page.keyboard.press("Control+z")
    expect(page.locator("#row-3 .priority")).to_have_attribute("data-level", "4")
    assert with_priority(0) == 0


@pytest.mark.parametrize("width", [1024, 1440])
def test_a_message_does_not_cover_the_bar(visit, manager, many, width):
    page = visit(manager, LIST)
    page.set_viewport_size({"width": width, "height": 844})
    box(page, 2).click()
    set_priority(page)
    expect(page.locator(".toast")).to_contain_text("1 requirement changed.")
    expect(page.locator("#row-2 .priority")).to_have_attribute("data-level", "0")  # the list is drawn anew
    box(page, 3).click()
    expect(bar(page)).to_be_visible()
    toast, below = page.locator(".toast").bounding_box(), bar(page).bounding_box()
    assert toast["y"] + toast["height"] <= below["y"]


def test_what_is_chosen_while_the_list_is_drawn_anew_stays_chosen(visit, manager, many):
    page = visit(manager, LIST)
    asked = []
    page.route("**/requirements/?sort=number", lambda route: asked.append(route), times=1)  # it waits
    box(page, 2).click()
    set_priority(page)
    expect(page.locator(".toast")).to_contain_text("1 requirement changed.")
    expect(box(page, 2)).not_to_be_checked()
    box(page, 3).click()
    box(page, 5).click(modifiers=["Shift"])
    expect(bar(page)).to_contain_text("3 chosen")
    asked[0].continue_()
    expect(page.locator("#row-2 .priority")).to_have_attribute("data-level", "0")
    expect(bar(page)).to_contain_text("3 chosen")
    expect(box(page, 2)).not_to_be_checked()
    expect(box(page, 4)).to_be_checked()
    box(page, 6).click(modifiers=["Shift"])
    expect(bar(page)).to_contain_text("4 chosen")
    set_priority(page)
    expect(page.locator(".toast").last).to_contain_text("4 requirements changed.")
    expect(bar(page)).to_be_hidden()


def test_escape_gives_the_choice_up(visit, manager, many):
    page = visit(manager, LIST)
    box(page, 1).click()
    expect(bar(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(bar(page)).to_be_hidden()
    expect(box(page, 1)).not_to_be_checked()


def test_a_refused_change_keeps_what_was_typed_and_says_why(visit, manager, many):
    page = visit(manager, LIST)
    box(page, 1).click()
    bar(page).get_by_role("button", name="Due").click()
    page.locator(".bulk-editor").get_by_role("textbox").fill("someday")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".bulk-editor .field-error")).to_be_visible()
    expect(page.locator(".bulk-editor").get_by_role("textbox")).to_have_value("someday")


def test_readers_are_offered_nothing(visit, support, many):
    page = visit(support, LIST)
    expect(page.locator("#row-1")).to_be_visible()
    assert page.locator("#rows input[type=checkbox], .bulk").count() == 0


def test_the_bar_has_no_accessibility_findings(visit, manager, many):
    page = visit(manager, LIST)
    box(page, 1).click()
    bar(page).get_by_role("button", name="Assignees").click()
    expect(page.locator(".bulk-editor")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_ticked_rows_go_onto_the_agenda_of_a_review_and_back(visit, shop, manager, many):
    review = schedule(shop, by=manager, title="Weekly", starts_at=datetime(2026, 12, 1, 6, tzinfo=UTC))
    page = visit(manager, LIST)
    box(page, 2).click()
    box(page, 3).click()
    bar(page).get_by_role("button", name="Review", exact=True).click()
    page.locator(".bulk-editor").get_by_role("button", name="Weekly · 2026-12-01").click()
    expect(page.locator(".toast")).to_contain_text("2 requirements were put on the agenda of “Weekly”.")
    assert review.items.count() == 2
    with page.expect_response(lambda answer: "/undo/" in answer.url):
        page.locator(".toast-undo").click()
    assert review.items.count() == 0


def test_rows_are_changed_without_script(visit_without_script, manager, make_requirement):
    make_requirement("Requirement 1")
    page = visit_without_script(manager, "/p/SHOP/requirements/")
    page.locator("#rows tbody .cell-check input").check()
    page.locator(".bulk button[form=bulk]").first.click()
    expect(page.locator("main").get_by_role("button", name="Priority")).to_be_visible()
