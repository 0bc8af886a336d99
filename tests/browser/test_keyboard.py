"""Interface row 2: the keyboard map and its sheet."""

import re

import pytest
from playwright.sync_api import expect

from requirements.models import Requirement

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/?sort=number"


@pytest.fixture
def some(make_requirement):
    return [make_requirement(f"Requirement {n}") for n in range(1, 5)]


def choose(page, key, typed):
    page.keyboard.press(key)
    field = page.locator("#item-choices").get_by_role("combobox")
    expect(field).to_be_focused()
    field.fill(typed)
    page.keyboard.press("Enter")


def row(page, number):
    return page.locator(f"#row-{number}")


def test_status_priority_and_date_of_the_row_are_changed_by_key(visit, manager, some):
    page = visit(manager, LIST)
    page.keyboard.press("j")
    choose(page, "s", "planned")
    expect(row(page, 1).locator("[data-field=status]")).to_have_text("Planned")
    expect(page.locator("#row-1:focus, #row-1 :focus")).to_have_count(1)
    choose(page, "p", "P1")
    expect(row(page, 1).locator("[data-field=priority]")).to_have_attribute("data-value", "1")
    choose(page, "d", "2030-02-01")
    expect(row(page, 1).locator("[data-field=due]")).to_have_attribute("data-value", "2030-02-01")
    expect(page.locator(".toast").last).to_contain_text("SHOP-1 saved: Due")
    assert Requirement.objects.get(number=1).priority == 1


def test_what_is_typed_before_the_menu_has_come_is_meant_for_it(visit, manager, some):
    page = visit(manager, LIST)
    page.route("**/choices/**", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.keyboard.press("j")
    page.keyboard.type("splanx")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(row(page, 1).locator("[data-field=status]")).to_have_text("Planned")
    expect(page.locator("#item-choices")).to_be_hidden()
    expect(page.locator("#row-1 [type=checkbox]")).not_to_be_checked()
    page.keyboard.type("pP0")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#row-2:focus, #row-2 :focus")).to_have_count(1)
    expect(row(page, 1).locator("[data-field=priority]")).not_to_have_attribute("data-value", "0")


def test_people_and_tags_are_added_and_taken_away_in_one_go(visit, manager, engineer, some):
    page = visit(manager, LIST)
    page.keyboard.press("j")
    page.keyboard.press("j")
    choose(page, "a", "zzh")
    page.keyboard.press("Enter")
    expect(row(page, 2).locator("[data-field=assignees] .avatar")).to_have_count(1)
    choose(page, "l", "checkout")
    choose_again = page.locator("#item-choices").get_by_role("combobox")
    choose_again.fill("later")
    page.keyboard.press("Tab")
    expect(row(page, 2).locator("[data-field=tags]")).to_contain_text("checkout")
    changed = Requirement.objects.get(number=2)
    assert sorted(changed.tags.values_list("name", flat=True)) == ["checkout", "later"]
    assert list(changed.assignments.values_list("user", flat=True)) == [engineer.pk]


def test_escape_gives_ticks_up_and_a_click_elsewhere_keeps_them(visit, manager, some):
    page = visit(manager, LIST)
    menu, tags = page.locator("#item-choices"), row(page, 1).locator("[data-field=tags]")
    page.keyboard.press("j")
    choose(page, "l", "given up")
    expect(menu.get_by_role("option", selected=True)).to_have_text(re.compile("given up"))
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator("#row-1:focus, #row-1 :focus")).to_have_count(1)
    choose(page, "l", "dropped")
    menu.get_by_role("button", name="Cancel").click()
    expect(menu).to_be_hidden()
    choose(page, "l", "saved")
    menu.get_by_role("button", name="Save").click()
    expect(tags).to_contain_text("saved")
    expect(page.locator("#row-1:focus, #row-1 :focus")).to_have_count(1)
    choose(page, "l", "kept")
    page.mouse.click(900, 700)
    expect(menu).to_be_hidden()
    expect(tags).to_contain_text("kept")
    assert sorted(Requirement.objects.get(number=1).tags.values_list("name", flat=True)) == ["kept", "saved"]


def test_declining_asks_for_the_reason_and_keeps_it_in_the_menu(visit, manager, some):
    page = visit(manager, LIST)
    page.keyboard.press("j")
    choose(page, "s", "declined")
    reason = page.get_by_label("Reason for declining")
    expect(reason).to_be_focused()
    reason.fill("Too dear")
    page.get_by_role("button", name="Decline").click()
    expect(row(page, 1).locator("[data-field=status]")).to_have_text("Declined")
    expect(page.locator("#item-choices")).to_be_hidden()


def test_the_keys_work_on_the_page_of_one(visit, manager, some):
    page = visit(manager, "/SHOP-3")
    choose(page, "s", "planned")
    expect(page.locator("#part-status .status")).to_have_text("Planned")


def test_without_a_row_a_sentence_says_what_to_do(visit, manager, some):
    page = visit(manager, LIST)
    page.keyboard.press("s")
    expect(page.locator(".toast")).to_contain_text("Go to a requirement first")


def test_viewers_have_no_such_keys(visit, support, some):
    page = visit(support, LIST)
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.keyboard.press("?")
    expect(page.locator("#hotkeys")).to_be_visible()
    expect(page.locator("#hotkeys")).not_to_contain_text("Change the status")
    expect(page.locator("#item-choices")).to_have_count(0)


def test_g_and_a_letter_goes(visit, manager, some):
    page = visit(manager, LIST)
    page.keyboard.press("g")
    page.keyboard.press("v")
    page.wait_for_url("**/versions/")
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page).to_have_title(re.compile("My work"))


def test_the_sheet_lists_exactly_the_keys_that_work(visit, manager, some):
    page = visit(manager, LIST)
    page.keyboard.press("?")
    listed = page.locator("#hotkeys .hotkey:visible dd").all_inner_texts()
    keys = {" ".join(text.split()) for text in listed}
    assert {"J ↓", "K ↑", "X", "Space", "Enter", "Esc", "?", "C", "/", "F", "S", "P", "A", "L", "D"} <= keys
    assert {"Ctrl K", "Ctrl Z", "G H", "G R", "G V"} <= keys
    page.keyboard.press("Escape")
    page = visit(manager, "/settings/")
    page.keyboard.press("?")
    keys = {" ".join(text.split()) for text in page.locator("#hotkeys .hotkey:visible dd").all_inner_texts()}
    assert not keys & {"J ↓", "X", "Space", "S", "F", "/"}
    page = visit(manager, "/p/SHOP/requirements/board/")
    page.keyboard.press("?")
    sheet = page.locator("#hotkeys")
    expect(sheet).to_contain_text("Pick up and put down")
    expect(sheet.get_by_text("Open or edit")).to_be_hidden()
    page = visit(manager, "/products/")
    page.keyboard.press("?")
    expect(sheet.get_by_text("Next row")).to_be_visible()
    expect(sheet.get_by_text("Back", exact=True)).to_be_hidden()


def test_keys_are_silent_while_typing_and_composing(visit, manager, some, ime):
    page = visit(manager, LIST)
    page.keyboard.press("/")
    page.keyboard.type("scjx?")
    expect(page.locator(":focus")).to_have_value("scjx?")
    expect(page.locator("#hotkeys")).to_be_hidden()
    page.locator(":focus").fill("")
    ime.compose("ce shi")
    ime.enter()
    for key in "scjx":
        page.keyboard.press(key)
    expect(page.locator("#item-choices")).to_be_hidden()
    assert "/new/" not in page.url


def test_single_keys_can_be_switched_off(visit, manager, some):
    page = visit(manager, "/settings/")
    page.get_by_role("checkbox", name="Keyboard shortcuts").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your settings are saved.")).to_be_visible()
    page = visit(manager, LIST)
    for key in ("j", "Space", "s", "c", "?"):
        page.keyboard.press(key)
    expect(page.locator("#hotkeys")).to_be_hidden()
    expect(page.locator("#item-choices")).to_be_hidden()
    assert "peek" not in page.url
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.palette")).to_be_visible()
    page.get_by_role("combobox", name="Search or jump").fill("keyboard")
    expect(page.locator("#palette-list [role=option]").first).to_contain_text("Keyboard shortcuts")
    page.keyboard.press("Enter")
    expect(page.locator("#hotkeys")).to_contain_text("Single keys are switched off")


def test_enter_while_composing_chooses_nothing_in_a_menu(visit, manager, some, ime):
    page = visit(manager, LIST)
    page.keyboard.press("j")
    page.keyboard.press("l")
    expect(page.locator("#item-choices").get_by_role("combobox")).to_be_focused()
    ime.compose("zhi fu")
    ime.enter()
    page.wait_for_timeout(100)
    expect(page.locator("#item-choices [role=option]")).to_have_count(0)
    ime.commit("支付")
    expect(page.locator("#item-choices [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(row(page, 1).locator("[data-field=tags]")).to_contain_text("支付")
