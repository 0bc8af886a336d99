"""The inbox of feedback: chips are made by typing and removed, and a look at it is kept as a view."""

import re
from datetime import datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from feedback.models import Customer
from feedback.operations.reporting import report
from requirements.models import SavedView

pytestmark = pytest.mark.browser
INBOX = "/p/SHOP/feedback/"


@pytest.fixture
def voices(shop, maya):
    customer = Customer.objects.create(product=shop, name="华东旗舰")
    report(shop, by=maya, title="Slow start", body="…", kind="complaint", customer=customer)
    report(shop, by=maya, title="Where are invoices?", body="…", kind="question")


def test_a_query_is_typed_becomes_chips_and_is_kept(visit, engineer, voices):
    page = visit(engineer, INBOX)
    rows = page.locator("#rows > tr")
    expect(rows).to_have_count(2)
    box = page.get_by_role("combobox", name="Search feedback")
    box.press_sequentially("cust")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("customer:")
    box.press_sequentially("华")
    expect(page.get_by_role("option", name="华东旗舰")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("customer:华东旗舰 ")
    page.keyboard.press("Escape")
    box.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip-host")).to_contain_text("华东旗舰")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Save view").click()
    page.keyboard.type("East China")
    page.get_by_label("Everybody in the product sees it").check()
    page.locator("#save-view").get_by_role("button", name="Save view").click()
    expect(page.get_by_role("heading", name="East China")).to_be_visible()
    aside = page.get_by_role("navigation", name="Main")
    expect(aside.get_by_role("link", name="East China")).to_have_attribute("aria-current", "page")
    assert SavedView.objects.get().shared
    page.get_by_role("link", name="Remove the filter Customer").click()
    expect(rows).to_have_count(2)
    page.get_by_role("link", name="Reset").click()
    expect(rows).to_have_count(1)


def test_what_is_typed_narrows_at_once_but_not_while_it_is_composed(visit, engineer, voices, ime):
    page = visit(engineer, f"{INBOX}?q=is:open")
    rows, asked = page.locator("#rows > tr"), []
    expect(rows).to_have_count(2)
    page.on("request", lambda request: asked.append(request.url))
    box = page.get_by_role("combobox", name="Search feedback")
    box.focus()
    ime.compose("slo")
    page.wait_for_timeout(450)
    assert asked == []
    ime.commit("slow")
    expect(rows).to_have_count(1)
    expect(box).to_be_focused()
    expect(box).to_have_value("slow")
    expect(page).to_have_url(re.compile(r"\?q=is%3Aopen\+slow$"))
    ends = "() => ['.voices', '#content'].map((one) => document.querySelector(one).getBoundingClientRect().bottom)"
    assert len(set(page.evaluate(ends))) == 1  # it fills the page
    page.keyboard.press("ArrowLeft")
    box.press_sequentially("r")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    assert box.evaluate("field => [field.value, field.selectionStart]") == ["slorw", 4]
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(rows).to_have_count(2)
    expect(page.locator(".chip-host")).to_have_count(1)
    box.press_sequentially("invoices")
    expect(rows).to_have_count(1)
    page.reload()
    expect(rows).to_have_count(1)


def test_the_menu_adds_a_value_and_another_one(visit, engineer, voices):
    page = visit(engineer, INBOX)
    page.keyboard.press("f")
    menu = page.locator("#add-filter")
    menu.locator("summary", has_text="Kind").click()
    menu.get_by_role("link", name="Praise").click()
    expect(page).to_have_url(re.compile(r"q=kind%3Apraise"))
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    page.get_by_role("button", name="Kind: Praise").click()
    page.locator("#chip-0").get_by_role("link", name="Complaint").click()
    expect(page.locator("#rows > tr")).to_have_count(1)
    page.keyboard.press("f")
    menu.locator("summary", has_text="Customer").click()
    menu.get_by_role("link", name="华东旗舰").click()
    expect(page.locator(".chip-host")).to_have_count(2)
    report = Axe().run(page)
    assert report.response["violations"] == [], report.generate_report()


def test_a_search_says_aloud_how_many_it_found_once_nobody_types(visit, engineer, voices):
    page = visit(engineer, f"{INBOX}?show=all")
    page.clock.install()
    page.clock.pause_at(datetime.now() + timedelta(minutes=1))
    box, words = page.get_by_role("combobox", name="Search feedback"), page.locator("#found-said")
    voice = page.locator("[data-announce-target=voice]")
    box.press_sequentially("slow")
    page.clock.run_for(300)
    expect(words).to_have_text("1 found")
    page.clock.run_for(900)
    box.press_sequentially("er than ever")
    page.clock.run_for(300)
    expect(words).to_have_text("0 found")
    expect(voice).to_have_text("")
    page.clock.run_for(1100)
    expect(voice).to_have_text("0 found")
    expect(page.get_by_role("status").filter(has_text="0 found")).to_have_count(1)


def test_the_filter_menu_is_walked_by_keyboard_under_its_headings(visit, engineer, voices):
    page = visit(engineer, INBOX)
    page.keyboard.press("f")
    menu = page.locator("#add-filter")
    for heading, first in [("Progress", "Status"), ("What was said", "Kind"), ("People", "Customer")]:
        group = menu.get_by_role("group", name=heading, exact=True)
        expect(group.locator("summary").first).to_contain_text(first)
    expect(menu.locator("summary").first).to_be_focused()
    for _field in range(5):
        page.keyboard.press("ArrowDown")
    expect(menu.locator("summary", has_text="Kind")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".chip-host")).to_contain_text("Suggestion")
    assert Axe().run(page).response["violations"] == []
