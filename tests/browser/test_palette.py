"""Interface row 1: the command palette."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from requirements.operations.authoring import create

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/"
TIME_TO_OPEN = """() => new Promise((done) => {
    const began = performance.now()
    document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "k", ctrlKey: true, bubbles: true}))
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)))
})"""


def options(page):
    return page.locator("#palette-list [role=option]")


def open_palette(page):
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.palette")).to_be_visible()
    expect(options(page).first).to_be_visible()


def test_it_opens_at_once_and_gives_the_focus_back(visit, manager, requirement):
    page = visit(manager, LIST)
    page.keyboard.press("j")
    expect(page.locator("#row-1:focus, #row-1 :focus")).to_have_count(1)
    times = []
    while len(times) < 3:
        times.append(page.evaluate(TIME_TO_OPEN))
        expect(page.get_by_role("combobox", name="Search or jump")).to_be_focused()
        expect(options(page).first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("dialog.palette")).to_be_hidden()
        expect(page.locator("#row-1:focus, #row-1 :focus")).to_have_count(1)
    assert min(times) < 50, "a busy machine may have held up the others"


def test_it_keeps_the_focus_and_a_click_beside_it_closes_it(visit, manager, requirement):
    page = visit(manager, LIST)
    open_palette(page)
    for key in ("Tab", "Shift+Tab"):
        page.keyboard.press(key)
        expect(page.get_by_role("combobox", name="Search or jump")).to_be_focused()
    page.locator(".palette-foot").click()
    expect(page.get_by_role("combobox", name="Search or jump")).to_be_focused()
    page.mouse.click(20, 400)
    expect(page.locator("dialog.palette")).to_be_hidden()
    assert page.url.endswith(LIST)


def test_it_opens_over_another_dialog(visit, manager, requirement):
    page = visit(manager, LIST)
    page.keyboard.press("c")
    expect(page.locator("dialog.quick-add")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Search or jump")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.palette")).to_be_hidden()
    expect(page.locator("dialog.quick-add")).to_be_visible()


@pytest.mark.parametrize("typed", ["SHOP-1", "shop1", "1", "结算"])
def test_a_key_a_number_or_words_of_a_title_lead_to_a_requirement(visit, manager, requirement, typed):
    page = visit(manager, LIST)
    open_palette(page)
    page.keyboard.insert_text(typed)
    expect(options(page).first).to_contain_text("结算页一步完成")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^SHOP-1 "))


def test_enter_before_the_answer_has_come_waits_for_it(visit, manager, requirement):
    page = visit(manager, LIST)
    open_palette(page)
    page.route("**/palette/?*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.keyboard.insert_text("shop1")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^SHOP-1 "))


def test_pages_people_and_actions_are_found_also_by_initials(visit, owner, shop, requirement):
    page = visit(owner, LIST)
    open_palette(page)
    for typed, found in [("vers", "Versions"), ("zzh", "周子航"), ("nr", "New requirement"), ("workfl", "Workflow")]:
        page.get_by_role("combobox", name="Search or jump").fill(typed)
        expect(page.locator("#palette-list").get_by_role("option", name=found)).to_be_visible()


def test_chinese_actions_are_found_by_their_initials(visit, owner, shop):
    owner.language = "zh-hans"
    owner.save(update_fields=["language"])
    page = visit(owner, LIST)
    open_palette(page)
    page.locator(".palette [role=combobox]").fill("sgsc")
    expect(options(page).filter(has_text="拾光商城")).to_be_visible()


def test_what_was_visited_lately_comes_first_and_only_to_who_visited_it(visit, manager, engineer, make_requirement):
    for n in range(3):
        make_requirement(f"Requirement {n}")
    visit(manager, "/SHOP-2")
    page = visit(manager, LIST)
    open_palette(page)
    expect(page.locator("#palette-list [role=group]").first).to_contain_text("Recent")
    expect(options(page).first).to_contain_text("Requirement 1")
    page = visit(engineer, LIST)
    open_palette(page)
    expect(page.locator("#palette-list")).not_to_contain_text("Recent")


def test_arrows_choose_and_enter_goes(visit, manager, shop):
    page = visit(manager, LIST)
    open_palette(page)
    page.get_by_role("combobox", name="Search or jump").fill("setting")
    expect(options(page).first).to_contain_text("Settings")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#palette-list [aria-selected=true]")
    expect(page.get_by_role("combobox", name="Search or jump")).to_have_attribute(
        "aria-activedescendant", chosen.get_attribute("id")
    )
    href = chosen.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")


def test_the_theme_changes_from_the_palette(visit, manager, shop):
    page = visit(manager, LIST)
    open_palette(page)
    page.get_by_role("combobox", name="Search or jump").fill("theme: dark")
    expect(options(page).first).to_contain_text("Dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_sheet_of_shortcuts_opens_from_the_palette(visit, manager, shop):
    page = visit(manager, LIST)
    open_palette(page)
    page.get_by_role("combobox", name="Search or jump").fill("keyboard")
    expect(options(page).first).to_contain_text("Keyboard shortcuts")
    page.keyboard.press("Enter")
    expect(page.locator("#hotkeys")).to_be_visible()


def test_enter_while_composing_does_nothing(visit, manager, requirement, ime):
    page = visit(manager, LIST)
    open_palette(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "q=" in request.url else None)
    ime.compose("jie suan")
    ime.enter()
    page.wait_for_timeout(300)
    assert not asked
    assert page.url.endswith(LIST)
    ime.commit("结算")
    expect(options(page).first).to_contain_text("结算页一步完成")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^SHOP-1 "))


@pytest.mark.parametrize("typed", ["", "SHOP-1", "shop1", "1", "结算", "jsy", "陈牧", "cm", "拾光", "checkout", "2.4"])
def test_what_is_hidden_is_not_found(client, outsider, requirement, version, other_product, typed):
    create(other_product, by=outsider, title="Something of Olga's")
    client.force_login(outsider)
    asked = {"q": typed, "at": "/p/SHOP/requirements/1/", "item": "SHOP-1", "recent": "SHOP-1,/p/SHOP/versions/"}
    answer = client.get("/palette/", asked, headers={"HX-Request": "true"}).content.decode()
    assert not [secret for secret in ("结算页", "拾光商城", "陈牧", "/p/SHOP/") if secret in answer]


def test_it_costs_few_queries(client, owner, requirement, django_assert_max_num_queries):
    client.force_login(owner)
    with django_assert_max_num_queries(15):
        client.get("/palette/", {"q": "a", "at": LIST, "item": "SHOP-1"}, headers={"HX-Request": "true"})


def test_axe_finds_nothing_in_the_open_palette(visit, manager, requirement):
    page = visit(manager, LIST)
    open_palette(page)
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == []


def test_without_a_script_it_is_a_page(client, manager, requirement):
    client.force_login(manager)
    answer = client.get("/palette/", {"q": "结算", "at": LIST})
    assert '<a href="/p/SHOP/requirements/1/"' in answer.content.decode()


@pytest.mark.parametrize("bad", ["?q=%00&at=%00&item=%00&recent=%00", "?at=//[&q=%F0%9F%98%80", "?q=" + "x" * 5000])
def test_strange_questions_are_answered(client, manager, requirement, bad):
    client.force_login(manager)
    assert client.get(f"/palette/{bad}").status_code == 200
