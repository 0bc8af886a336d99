"""Interface row 16: a requirement in one line."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from requirements.models import Requirement

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/?sort=number"


def line(page):
    return page.get_by_role("textbox", name="What should be done?")


def test_c_opens_it_shows_what_it_understood_and_enter_makes_it(visit, manager, shop, version):
    page = visit(manager, LIST)
    page.keyboard.press("c")
    expect(line(page)).to_be_focused()
    page.keyboard.insert_text(f"结算页 ＠陈牧 #支付 ！1 ^2026-12-31 ~{version.name}")
    said = page.locator("#quick-said")
    for part in ("陈牧", "支付 (new)", "P1 high", "31 Dec 2026", version.name):
        expect(said).to_contain_text(part)
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("SHOP-1 is in the pool.")
    expect(page.locator("dialog.quick-add")).to_be_hidden()
    expect(page.locator("#row-1")).to_contain_text("结算页")
    assert Requirement.objects.get().priority == 1


def test_create_another_keeps_it_open(visit, manager, shop):
    page = visit(manager, "/p/SHOP/versions/")
    page.keyboard.press("c")
    page.get_by_label("Create another").check()
    for title in ("First", "Second"):
        line(page).fill(title)
        page.keyboard.press("Enter")
        expect(line(page)).to_have_value("")
        expect(line(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.quick-add")).to_be_hidden()
    assert sorted(Requirement.objects.values_list("title", flat=True)) == ["First", "Second"]


def test_enter_while_the_line_is_being_read_makes_it_once(visit, manager, shop):
    page = visit(manager, "/p/SHOP/versions/")
    reading = []
    page.route("**/quick/check/", lambda route: reading.append(route))
    page.keyboard.press("c")
    with page.expect_request("**/quick/check/"):
        line(page).fill("Typed fast")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    reading[0].continue_()
    expect(page.locator(".toast")).to_contain_text("SHOP-1 is in the pool.")
    expect(page.locator("dialog.quick-add")).to_be_hidden()
    assert Requirement.objects.count() == 1


def test_an_unknown_person_is_an_error_that_keeps_the_text(visit, manager, shop):
    page = visit(manager, LIST)
    page.keyboard.press("c")
    page.keyboard.insert_text("Title @nobody")
    page.keyboard.press("Enter")
    expect(page.locator("#quick-said [role=alert]")).to_contain_text("Nobody here is called “nobody”")
    expect(line(page)).to_have_value("Title @nobody")
    assert not Requirement.objects.exists()


def test_enter_during_composition_makes_nothing(visit, manager, shop, ime):
    page = visit(manager, LIST)
    page.keyboard.press("c")
    expect(line(page)).to_be_focused()
    ime.compose("jie suan")
    ime.enter()
    page.wait_for_timeout(300)
    assert not Requirement.objects.exists()
    ime.commit("结算")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("SHOP-1")
    assert Requirement.objects.get().title == "结算"


def test_more_fields_take_the_line_along(visit, manager, shop):
    page = visit(manager, LIST)
    page.get_by_role("link", name="New").first.click()
    line(page).fill("A longer story !1")
    page.get_by_role("link", name="More fields").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("A longer story")
    expect(page.get_by_role("combobox", name="Priority")).to_have_value("1")


def test_a_line_made_by_the_form_of_all_fields_is_not_offered_again(visit, manager, shop):
    page = visit(manager, LIST)
    page.keyboard.press("c")
    line(page).press_sequentially("A longer story !1")
    page.get_by_role("link", name="More fields").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("A longer story")
    page.go_back()
    page.keyboard.press("c")
    expect(line(page)).to_have_value("A longer story !1")
    page.get_by_role("link", name="More fields").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("A longer story")
    page.get_by_role("button", name="Create", exact=True).first.click()
    expect(page).to_have_title(re.compile("^SHOP-1 "))
    page.go_back()
    page.go_back()
    page.keyboard.press("c")
    expect(line(page)).to_be_focused()
    expect(line(page)).to_have_value("")


def test_enter_in_an_empty_line_sends_nothing(visit, manager, shop):
    page = visit(manager, LIST)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.keyboard.press("c")
    page.get_by_label("Create another").check()
    line(page).fill("Twice pressed")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("SHOP-1")
    expect(line(page)).to_have_value("")
    page.keyboard.press("Enter")
    expect(line(page)).to_be_focused()
    expect(page.locator("#quick-said")).to_have_text("")
    assert len([url for url in sent if url.endswith("/quick/")]) == 1


def test_a_line_that_was_not_sent_is_there_again(visit, manager, shop):
    page = visit(manager, LIST)
    page.keyboard.press("c")
    line(page).press_sequentially("Half a thought")
    page.wait_for_timeout(400)
    page = visit(manager, LIST)
    page.keyboard.press("c")
    expect(line(page)).to_have_value("Half a thought")


def test_viewers_have_none(visit, support, shop):
    page = visit(support, LIST)
    page.keyboard.press("c")
    expect(page.locator("dialog.quick-add")).to_have_count(0)


def test_axe_finds_nothing_in_it(visit, manager, shop):
    page = visit(manager, LIST)
    page.keyboard.press("c")
    page.keyboard.insert_text("Title #tag !1")
    expect(page.locator("#quick-said")).to_contain_text("tag")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == []
