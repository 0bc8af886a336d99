"""Writing and editing a requirement by hand, with a mouse, a keyboard and an input method."""

import re

import pytest
from playwright.sync_api import expect

from requirements.models import Comment, Requirement
from requirements.operations.authoring import edit

pytestmark = pytest.mark.browser


def test_from_the_first_word_to_the_undone_refusal(visit, manager, shop):
    page = visit(manager, "/p/SHOP/requirements/new/")
    page.get_by_label("Title").fill("结算页一步完成")
    page.get_by_label("Title").press("Enter")
    expect(page.get_by_role("status").get_by_text("SHOP-1 is in the pool.")).to_be_visible()

    page.locator("#part-priority [data-editable-target=value]").click()
    page.get_by_role("button", name="P1 high").click()
    expect(page.locator("#part-priority [data-editable-target=value]")).to_contain_text("P1 high")

    page.locator("#part-status [data-editable-target=value]").click()
    page.locator("#part-status").get_by_role("button", name="Declined").click()
    page.get_by_label("Reason for declining").fill("Nobody asked for it")
    page.locator("#part-status").get_by_role("button", name="Decline").click()
    expect(page.locator("#part-reason")).to_contain_text("Nobody asked for it")
    expect(page.locator("#part-status [data-editable-target=value]")).to_be_focused()

    page.get_by_role("textbox", name="Comment").fill("A pity, **really**")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comment-body strong")).to_have_text("really")
    expect(page.get_by_role("textbox", name="Comment")).to_have_value("")

    page.get_by_role("link", name="History").click()
    entry = page.locator(".history > li").filter(has_text="Declined")
    entry.get_by_role("button", name="Undo").click()
    expect(page.locator("#part-status [data-editable-target=value]")).to_contain_text("To assess")
    assert Requirement.objects.get().status.category == "new"


def test_the_title_is_edited_with_the_keyboard_alone(visit, manager, requirement):
    page = visit(manager, "/SHOP-1")
    page.locator("#part-title [data-editable-target=value]").focus()
    page.keyboard.press("Enter")
    field = page.locator("#part-title input[name=title]")
    expect(field).to_be_focused()
    page.keyboard.type(" now")
    page.keyboard.press("Enter")
    expect(page.locator("#part-title h2")).to_have_text(re.compile("同屏 now$"))
    expect(page.locator("#part-title [data-editable-target=value]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.type("nothing")
    page.keyboard.press("Escape")
    expect(page.locator("#part-title [data-editable-target=value]")).to_be_focused()
    expect(page.locator("#part-title h2")).to_have_text(re.compile("同屏 now$"))


def test_a_menu_is_used_with_arrows(visit, manager, requirement):
    page = visit(manager, "/SHOP-1")
    page.locator("#part-status [data-editable-target=value]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#part-status .menu [aria-current]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#part-status [data-editable-target=value]")).to_contain_text("In review")
    expect(page.locator("#part-status [data-editable-target=value]")).to_be_focused()


def test_letters_in_an_open_editor_are_no_shortcuts(visit, manager, requirement):
    page = visit(manager, "/SHOP-1")
    page.locator("#part-assignees [data-editable-target=value]").click()
    expect(page.locator("#part-assignees input[type=checkbox]").first).to_be_focused()
    for letter in "sap":
        page.keyboard.press(letter)
    expect(page.locator("#part-assignees input[type=checkbox]").first).to_be_focused()
    expect(page.locator("#item-choices")).to_be_hidden()


def test_a_refused_date_keeps_the_text(visit, manager, requirement):
    page = visit(manager, "/SHOP-1")
    page.locator("#part-due [data-editable-target=value]").click()
    field = page.locator("#part-due input[name=due]")
    field.fill("2026-13")
    field.press("Enter")
    expect(page.locator("#part-due .field-error")).to_contain_text("is not a day of the calendar")
    expect(field).to_have_value("2026-13")
    field.fill("2026-Q4")
    field.press("Enter")
    expect(page.locator("#part-due [data-editable-target=value]")).to_contain_text("2026 Q4")


def test_tags_criteria_and_links(visit, manager, requirement, make_requirement):
    make_requirement("Payment provider")
    page = visit(manager, "/SHOP-1")
    page.locator("#part-tags [data-editable-target=value]").click()
    page.locator("[name=add_tag]").fill("支付，checkout")
    page.locator("[name=add_tag]").press("Enter")
    expect(page.locator("#part-tags [data-editable-target=value]")).to_contain_text("支付")

    page.locator("#criteria [name=text]").fill("It works")
    page.locator("#criteria [name=text]").press("Enter")
    page.get_by_role("checkbox", name="It works").check()
    expect(page.locator("#criteria .section-note")).to_have_text("1 / 1")

    page.get_by_text("Add a link").click()
    page.locator("#links [name=target]").press_sequentially("Payment")
    page.locator("#offers-link").get_by_role("option", name="SHOP-2").click()
    expect(page.locator("#links .related")).to_contain_text("Payment provider")


def test_a_conflict_shows_both_and_keeps_mine(visit, manager, engineer, requirement):
    page = visit(manager, "/SHOP-1")
    page.get_by_role("link", name="Edit the description").click()
    field = page.locator("#part-description textarea")
    field.fill("Mine, long in the making")
    edit(requirement, by=engineer, description="Theirs, saved first")
    page.locator("#part-description").get_by_role("button", name="Save").click()
    expect(page.locator(".clash-side").first).to_contain_text("Theirs, saved first")
    expect(field).to_have_value("Mine, long in the making")
    page.locator("#part-description").get_by_role("button", name="Save").click()
    expect(page.locator("#part-description .prose").first).to_have_text("Mine, long in the making")


def test_giving_way_in_a_conflict_shows_theirs(visit, manager, engineer, requirement):
    page = visit(manager, "/SHOP-1")
    page.locator("#part-title [data-editable-target=value]").click()
    page.locator("#part-title input[name=title]").fill("Mine")
    edit(requirement, by=engineer, title="Theirs")
    page.locator("#part-title").get_by_role("button", name="Save").click()
    expect(page.locator(".clash-side .diff-text").first).to_have_text("Theirs")
    page.locator("#part-title").get_by_role("link", name="Cancel").click()
    expect(page.locator("#part-title h2")).to_have_text("Theirs")
    expect(page.locator("#part-title form")).to_have_count(0)


def test_what_is_typed_survives_saving_something_else_and_leaving(visit, manager, requirement):
    page = visit(manager, "/SHOP-1")
    field = page.get_by_role("textbox", name="Comment")
    field.fill("Half a thought")
    page.locator("#part-priority [data-editable-target=value]").click()
    page.get_by_role("button", name="P0 critical").click()
    expect(page.locator("#part-priority [data-editable-target=value]")).to_contain_text("P0 critical")
    expect(field).to_have_value("Half a thought")
    page.wait_for_function("() => localStorage.getItem('pmhub:draft:SHOP-1:comment')")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(field).to_have_value("Half a thought")
    expect(page.get_by_text("Your unsent text was restored.").first).to_be_visible()
    assert not Comment.objects.exists()


def test_enter_chooses_a_word_and_does_not_submit(visit, manager, shop, ime):
    page = visit(manager, "/p/SHOP/requirements/new/")
    page.get_by_label("Title").focus()
    ime.compose("jie")
    ime.enter()
    ime.commit("结算")
    expect(page.get_by_label("Title")).to_have_value("结算")
    assert page.url.endswith("/new/")
    assert not Requirement.objects.exists()
    page.get_by_label("Title").press("Enter")
    expect(page.locator("#part-title h2")).to_have_text("结算")


def test_readers_find_nothing_to_press(visit, support, requirement):
    page = visit(support, "/SHOP-1")
    assert page.locator("#requirement form").count() == 1  # watching
    assert page.locator("#requirement [hx-post], #requirement a[href*='parts/']").count() == 1


def test_it_works_without_javascript(visit_without_script, manager, requirement):
    page = visit_without_script(manager, "/SHOP-1")
    page.locator("#part-status [data-editable-target=value]").click()
    page.get_by_role("button", name="Planned").click()
    expect(page.locator("#part-status [data-editable-target=value]")).to_contain_text("Planned")
    page.locator("#part-title [data-editable-target=value]").click()
    page.locator("[name=title]").fill("By hand")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#part-title h2")).to_have_text("By hand")
    page.locator("#criteria [name=text]").fill("Without scripts")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#criteria")).to_contain_text("Without scripts")
