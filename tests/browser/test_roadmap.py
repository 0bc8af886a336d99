"""Interaction 10: the roadmap's bars, dragged, resized and moved by keys; its dialog; its print."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.models import Version
from roadmaps.operations.planning import create_milestone, create_version, edit_version
from tests.browser.timeline import bar_of, dates, days, drag

pytestmark = pytest.mark.browser
ROADMAP = "/p/SHOP/roadmap/?from=2026-10"
fuzzy = FuzzyDate.parse


@pytest.fixture
def plan(shop, manager, make_requirement):
    """2.4 with day-precise dates, a milestone and a requirement with a due date; 2.5 until a quarter."""
    made = create_version(shop, by=manager, name="2.4", start=fuzzy("2026-10-06"), release=fuzzy("2026-12-11"))
    create_version(shop, by=manager, name="2.5", start=fuzzy("2026-10-01"), release=fuzzy("2027-Q1"))
    create_version(shop, by=manager, name="9.0")
    create_milestone(shop, by=manager, name="GA", version=made, due=fuzzy("2026-11-30"))
    make_requirement("Due", version=made, due=fuzzy("2026-11-20"))
    return made


def test_row_10_a_dragged_bar_moves_with_what_belongs_to_it_and_undo_restores_all(visit, manager, plan):
    page = visit(manager, ROADMAP)
    drag(page, bar_of(page, plan.pk).locator(".roadmap-body"), days(page, 10))
    expect(page.locator(".toast")).to_contain_text("Moved along: 1 milestone and 1 requirement")
    assert dates() == ("2026-10-16", "2026-12-21")
    expect(bar_of(page, plan.pk)).to_have_attribute("data-end", "2026-12-21")
    page.locator(".toast button.toast-undo").click()
    expect(bar_of(page, plan.pk)).to_have_attribute("data-end", "2026-12-11")
    assert dates() == ("2026-10-06", "2026-12-11")


def test_row_10_alone_where_the_box_is_not_checked(visit, manager, plan):
    page = visit(manager, ROADMAP)
    page.get_by_label("Move what belongs along").uncheck()
    drag(page, bar_of(page, plan.pk).locator(".roadmap-body"), days(page, 10))
    expect(page.locator(".toast")).to_contain_text("“2.4” moved: 21 Dec 2026.")
    assert str(plan.milestones.get().due) == "2026-11-30"


def test_row_10_a_dragged_edge_resizes(visit, manager, plan):
    page = visit(manager, ROADMAP)
    drag(page, bar_of(page, plan.pk).locator("[data-edge=end]"), days(page, 14))
    expect(page.locator(".toast")).to_contain_text("moved")
    assert dates() == ("2026-10-06", "2026-12-25")


def test_row_10_a_quarter_moves_by_quarters(visit, manager, plan):
    page = visit(manager, ROADMAP)
    second = Version.objects.get(name="2.5")
    drag(page, bar_of(page, second.pk).locator(".roadmap-body"), days(page, 80))
    expect(page.locator(".toast")).to_contain_text("2027 Q2")
    assert dates("2.5") == ("2027-01-01", "2027-Q2")


def test_row_10_escape_puts_it_back(visit, manager, plan):
    page = visit(manager, ROADMAP)
    bar = bar_of(page, plan.pk)
    before = bar.locator("svg").first.get_attribute("x")
    drag(page, bar.locator(".roadmap-body"), days(page, 30), drop=False)
    expect(page.locator(".roadmap-tip")).to_contain_text("Nov")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".roadmap-tip")).to_be_hidden()
    assert bar.locator("svg").first.get_attribute("x") == before
    assert dates() == ("2026-10-06", "2026-12-11")


def test_row_10_a_conflict_is_told_and_shown_as_it_is(visit, manager, plan):
    page = visit(manager, ROADMAP)
    edit_version(plan, by=manager, release=fuzzy("2027-02-01"))
    drag(page, bar_of(page, plan.pk).locator(".roadmap-body"), days(page, 10))
    expect(page.locator(".toast")).to_contain_text("Somebody else moved 2.4 meanwhile")
    expect(bar_of(page, plan.pk)).to_have_attribute("data-end", "2027-02-01")


def test_row_10_arrows_move_a_unit_and_with_shift_resize(visit, manager, plan):
    page = visit(manager, ROADMAP)
    bar = bar_of(page, plan.pk)
    bar.focus()
    page.keyboard.press("ArrowRight")
    expect(bar).to_have_attribute("data-end", "2027-01-11")
    expect(bar).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    expect(bar).to_have_attribute("data-end", "2027-02-11")
    assert dates() == ("2026-11-06", "2027-02-11")


def test_row_10_by_keys_alone_from_the_side_bar_to_a_new_date(visit, manager, plan):
    page = visit(manager, "/p/SHOP/versions/")
    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page).to_have_url(re.compile(r"/p/SHOP/roadmap/$"))
    page.goto(page.url + "?from=2026-10")
    page.wait_for_function("() => window.htmx !== undefined")
    bar_of(page, plan.pk).focus()
    page.keyboard.press("d")
    field = page.locator("#dates-dialog").get_by_label("Release or due")
    expect(field).to_be_visible()
    field.fill("Q1")
    page.keyboard.press("Enter")
    expect(page.locator("#dates-dialog")).to_contain_text("is not a date")
    page.locator("#dates-dialog").get_by_label("Release or due").fill("2027-Q1")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("2027 Q1")
    expect(bar_of(page, plan.pk)).to_have_attribute("data-end", "2027-Q1")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_row_10_what_waits_in_the_tray_is_scheduled(visit, manager, plan):
    page = visit(manager, ROADMAP)
    page.get_by_role("link", name="Schedule… 9.0").click()
    page.locator("#dates-dialog").get_by_label("Release or due").fill("2027-Q2")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("2027 Q2")
    expect(page.locator(".roadmap-tray")).to_have_count(0)


def test_row_10_who_only_reads_moves_nothing(visit, support, plan):
    page = visit(support, ROADMAP)
    drag(page, bar_of(page, plan.pk).locator(".roadmap-body"), days(page, 10))
    expect(page.get_by_label("Move what belongs along")).to_have_count(0)
    assert dates() == ("2026-10-06", "2026-12-11")


@pytest.mark.parametrize("query", ["", "&bars=both", "&as=horizons", "&as=versions"])
def test_row_10_axe_finds_nothing(visit, manager, plan, query):
    page = visit(manager, ROADMAP + query)
    expect(page.locator("#roadmap")).to_be_visible()
    assert not Axe().run(page).response["violations"]


def test_row_10_a_print_is_landscape_and_has_the_table(visit, manager, plan):
    page = visit(manager, ROADMAP)
    page.emulate_media(media="print")
    expect(page.locator(".roadmap-plot")).to_be_visible()
    expect(page.locator(".roadmap-tray")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_row_20_a_long_print_repeats_the_axis_and_is_cut_between_bars(visit, shop, manager):
    for n in range(40):
        create_version(shop, by=manager, name=f"1.{n}", start=fuzzy("2026-10-06"), release=fuzzy("2027-03-31"))
    page = visit(manager, ROADMAP)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    slices = page.locator(".roadmap-paper tbody tr")
    expect(page.locator(".roadmap-paper thead text", has_text="Oct")).to_be_visible()
    assert (
        page.locator(".roadmap-paper thead").evaluate("(head) => getComputedStyle(head).display")
        == "table-header-group"
    )
    assert slices.count() > 5
    assert {row.locator("h2").inner_text() for row in slices.all()} == {"Without a goal"}
    assert slices.evaluate_all("""(rows) => rows.every((row) => {
        const { top, bottom } = row.getBoundingClientRect()
        return [...row.querySelectorAll(".roadmap-body")].every((bar) => {
            const box = bar.getBoundingClientRect()
            return box.top > top && box.bottom < bottom
        })
    })""")
    assert page.locator(".roadmap-paper .roadmap-body").count() == 40
    assert page.locator(".roadmap").bounding_box()["height"] == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".roadmap-paper")).to_have_count(0)


def come_to_rest(page):
    """Wait until nothing has scrolled for a while."""
    page.wait_for_function("""() => {
        const at = [...document.querySelectorAll("*")].reduce((sum, one) => sum + one.scrollLeft + one.scrollTop, 0)
        if (at !== window.scrolledTo) Object.assign(window, { scrolledTo: at, restsSince: performance.now() })
        return performance.now() - window.restsSince > 500
    }""")


def test_row_10_a_finger_takes_a_bar_after_a_moments_rest_and_swiping_scrolls(visit, manager, plan):
    page = visit(manager, ROADMAP)
    touch = page.context.new_cdp_session(page)
    box = bar_of(page, plan.pk).locator(".roadmap-body").bounding_box()
    x, y, across = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, days(page, 10)

    def at(kind, *points):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": px, "y": py} for px, py in points]})

    at("touchStart", (x, y))
    for step in range(1, 5):
        at("touchMove", (x + across * step / 4, y))
    at("touchEnd")
    expect(page.locator(".roadmap-tip")).to_be_hidden()
    come_to_rest(page)  # a touch while the browser still scrolls is part of that
    at("touchStart", (x, y))
    expect(page.locator(".roadmap-tip")).to_have_text("6 Oct 2026 – 11 Dec 2026")
    for step in range(1, 5):
        at("touchMove", (x + across * step / 4, y))
    at("touchEnd")
    expect(page.locator(".toast")).to_contain_text("Moved along")
    assert dates() == ("2026-10-16", "2026-12-21")
