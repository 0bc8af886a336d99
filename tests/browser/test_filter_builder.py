"""Row 7: filters by chips, by typing and by the builder of groups; one text behind all of them."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from products.operations.workflow import tags_named

pytestmark = pytest.mark.browser


@pytest.fixture
def pool(shop):
    return reverse("requirement_list", args=[shop.key])


@pytest.fixture
def some(make_requirement, engineer, statuses):
    """Three requirements that filters can tell apart."""
    make_requirement("Pay by card", tags=["pay"], priority=0, assignees=[engineer])
    make_requirement("Pay later", tags=["pay", "later"], priority=2)
    make_requirement("Dark mode", priority=2, status=statuses["planned"])


def titles(page):
    return page.locator("td.cell-title")


def chip(page, label):
    return page.locator(".chip-host").filter(has_text=label)


def test_row_7_completion_by_keyboard_and_enter_makes_chips(visit, manager, pool, some):
    page = visit(manager, f"{pool}?q=")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search requirements")
    expect(box).to_be_focused()
    page.keyboard.type("ta")
    expect(page.get_by_role("option", name="Tag")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "query-offer-1")
    page.keyboard.press("Enter")
    expect(box).to_have_value("tag:")
    page.keyboard.type("la")
    expect(page.get_by_role("option", name="later")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(box).to_have_value("tag:later ")
    expect(titles(page)).to_have_text(["Pay later"])
    page.keyboard.press("Enter")
    expect(box).to_have_value("")
    expect(chip(page, "later")).to_be_visible()
    expect(page).to_have_url(re.compile(r"q=tag%3Alater$"))
    page.reload()
    expect(titles(page)).to_have_text(["Pay later"])


def test_row_7_typing_narrows_and_half_a_word_changes_nothing(visit, manager, pool, some):
    page = visit(manager, f"{pool}?q=")
    page.locator("#q").press_sequentially("mode")
    expect(titles(page)).to_have_text(["Dark mode"])
    with page.expect_response(lambda r: r.status == 204):
        page.locator("#q").press_sequentially(" status:pla")
    expect(titles(page)).to_have_text(["Dark mode"])
    expect(page.locator(".banner")).to_have_count(0)


def test_row_7_a_mistake_is_marked_and_the_rest_is_kept(visit, manager, pool, some):
    page = visit(manager, f"{pool}?q=")
    page.locator("#q").fill("tag:pay nosuch:thing")
    page.locator("#q").press("Enter")
    expect(page.locator("mark")).to_have_text("nosuch:thing")
    expect(page.locator("#q")).to_have_value("nosuch:thing")
    expect(chip(page, "pay")).to_be_visible()
    expect(titles(page)).to_have_count(2)


def test_row_7_chips_change_operator_and_values(visit, manager, pool, some):
    page = visit(manager, f"{pool}?q=tag:pay")
    expect(titles(page)).to_have_count(2)
    page.get_by_role("button", name="Tag: is", exact=True).click()
    page.get_by_role("link", name="is not", exact=True).click()
    expect(titles(page)).to_have_text(["Dark mode"])
    page.get_by_role("button", name="Tag: pay").focus()
    page.keyboard.press("Enter")
    page.locator(".menu:popover-open .menu-item", has_text="later").press("Enter")
    expect(page.get_by_role("button", name="Tag: none of")).to_be_visible()
    expect(page).to_have_url(re.compile(r"q=-tag%3Apay%2Clater"))
    page.get_by_role("link", name="Remove the filter Tag").click()
    expect(titles(page)).to_have_count(3)


def test_row_7_older_parameters_are_chips(visit, manager, pool, some):
    page = visit(manager, pool)
    expect(chip(page, "Status")).to_contain_text("open")
    page = visit(manager, f"{pool}?priority=2&tag=later")
    expect(page.locator(".chip-host")).to_have_count(2)
    page.get_by_role("link", name="Remove the filter Tag").click()
    expect(titles(page)).to_have_count(2)


def test_row_7_the_menu_has_numbers_and_long_lists(visit, manager, shop, pool, some):
    tags_named(shop, [f"tag {n:03}" for n in range(80)], by=manager)
    page = visit(manager, f"{pool}?q=")
    page.keyboard.press("f")
    page.locator("#add-filter summary", has_text="Score").click()
    form = page.locator("#add-filter form.filter-form")
    form.get_by_label("Comparison").select_option("none")
    form.get_by_role("button", name="Apply").click()
    expect(chip(page, "Score")).to_contain_text("is empty")
    page.keyboard.press("f")
    page.locator("#add-filter summary", has_text="Tag").click()
    page.locator("#add-filter details[open] input[type=search]").fill("079")
    page.locator("#add-filter details[open] .menu-options a", has_text="tag 079").click()
    expect(chip(page, "tag 079")).to_be_visible()
    expect(page).to_have_url(re.compile(r"score%3Anone"))


def test_row_7_the_menu_stays_open_for_further_values(visit, manager, pool, some):
    page = visit(manager, f"{pool}?q=")
    page.keyboard.press("f")
    menu = page.locator("#add-filter")
    menu.locator("summary", has_text="Priority").press("Enter")
    menu.get_by_role("link", name="P0 critical").focus()
    for key in ("Enter", "ArrowDown", "Enter", "ArrowDown", "Enter"):  # faster than the list answers
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"q=priority%3Ap0%2Cp1%2Cp2$"))
    expect(menu.get_by_role("link", name="P2 medium")).to_be_focused()
    expect(menu.get_by_role("link", name="P0 critical")).to_have_attribute("aria-current", "true")
    expect(titles(page)).to_have_count(3)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()
    page.get_by_role("button", name=re.compile("Priority: P0")).click()
    values = page.locator("#chip-0")
    values.get_by_role("link", name="P2 medium").click()
    values.get_by_role("link", name="P1 high").click()
    expect(chip(page, "P0 critical")).to_be_visible()
    expect(titles(page)).to_have_text(["Pay by card"])
    expect(values).to_be_visible()
    page.mouse.click(700, 700)
    expect(values).to_be_hidden()


def test_row_7_values_are_found_by_typing_and_taken_with_arrows(visit, manager, shop, pool, some):
    tags_named(shop, [f"tag {n:03}" for n in range(20)], by=manager)
    page = visit(manager, f"{pool}?q=")
    page.keyboard.press("f")
    page.locator("#add-filter summary", has_text="Tag").press("Enter")
    find = page.get_by_role("searchbox", name="Find a value of Tag")
    find.press_sequentially("tag 01")
    expect(page.locator("#add-filter details[open] .menu-options a")).to_have_count(10)
    expect(find).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="tag 010")).to_be_focused()
    page.keyboard.press("Enter")
    expect(chip(page, "tag 010")).to_be_visible()
    expect(find).to_be_visible()


def test_row_7_groups_are_built_with_the_keyboard_alone(visit, manager, pool, some):
    page = visit(manager, f"{pool}?q=priority:p2")
    page.keyboard.press("f")
    page.get_by_role("link", name="All of, any of, none of…").press("Enter")
    dialog = page.get_by_role("dialog", name="Build a filter")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Group").first.press("Enter")
    expect(dialog.locator(".builder-row")).to_have_count(4)
    dialog.locator("[name=field]:not([type=hidden])").last.select_option("tag")
    values = dialog.get_by_role("combobox", name=re.compile("Values of Tag"))
    expect(values).to_be_visible()
    values.fill("later")
    dialog.get_by_role("button", name="Condition").last.press("Enter")
    expect(dialog.locator(".builder-row")).to_have_count(5)
    dialog.locator("[name=value]:not([type=hidden])").last.fill("planned")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=priority%3Ap2\+%28tag%3Alater\+OR\+status%3Aplanned%29"))
    expect(titles(page)).to_have_count(2)
    page.locator(".chip a.chip-value").click()
    expect(dialog.locator(".builder-row")).to_have_count(5)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_row_7_enter_while_composing_neither_submits_nor_chooses(visit, manager, pool, some, ime, make_requirement):
    make_requirement("结算页一步完成")
    page = visit(manager, f"{pool}?q=")
    page.locator("#q").focus()
    ime.compose("jiesuan")
    ime.enter()
    expect(titles(page)).to_have_count(4)
    expect(page).to_have_url(re.compile(r"\?q=$"))
    ime.commit("结算")
    expect(titles(page)).to_have_text(["结算页一步完成"])


def test_row_7_on_a_narrow_screen_the_chips_are_behind_one_button(visit, manager, pool, some):
    page = visit(manager, f"{pool}?q=tag:pay status:open priority:p0")
    expect(page.locator(".chip-host").first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".chip-host").first).to_be_hidden()
    page.get_by_text("Filters (3)").click()
    expect(page.locator(".chip-host").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_row_7_works_without_script(visit_without_script, manager, pool, some):
    page = visit_without_script(manager, f"{pool}?q=tag:pay")
    page.fill("#q", "status:open later")
    page.press("#q", "Enter")
    expect(titles(page)).to_have_text(["Pay later"])
    expect(page.locator(".chip-host")).to_have_count(2)
    expect(page.locator("#q")).to_have_value("later")
