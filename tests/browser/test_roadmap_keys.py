"""Interaction 10 without a mouse, and what waits in the tray dragged onto the time axis."""

import pytest
from playwright.sync_api import expect

from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.models import Milestone, Version
from roadmaps.operations.planning import create_milestone, create_version
from tests.browser.timeline import bar_of, dates

pytestmark = pytest.mark.browser
ROADMAP = "/p/SHOP/roadmap/?from=2026-10"
fuzzy = FuzzyDate.parse


@pytest.fixture
def plan(shop, manager):
    """2.4 and 2.5 with dates, a milestone of 2.4; 9.0 and a milestone without."""
    made = create_version(shop, by=manager, name="2.4", start=fuzzy("2026-10-06"), release=fuzzy("2026-12-11"))
    create_version(shop, by=manager, name="2.5", start=fuzzy("2027-01-04"), release=fuzzy("2027-03-31"))
    create_version(shop, by=manager, name="9.0")
    create_milestone(shop, by=manager, name="GA", version=made, due=fuzzy("2026-11-30"))
    create_milestone(shop, by=manager, name="Audit", version=None)
    return made


def drop(page, waiting, month):
    """Drag what waits onto the month so many columns from the left."""
    box, plot = waiting.bounding_box(), page.locator(".roadmap-plot").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] - 20, steps=3)
    page.mouse.move(plot["x"] + plot["width"] / 9 * (month + 0.5), plot["y"] + 30, steps=5)


def test_row_10_all_bars_are_one_stop_and_arrows_go_from_one_to_the_next(visit, manager, plan):
    page = visit(manager, ROADMAP)
    first, second = bar_of(page, plan.pk), bar_of(page, Version.objects.get(name="2.5").pk)
    stone = page.locator(".roadmap-stone")
    page.locator(".roadmap").focus()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("j")
    expect(stone).to_be_focused()
    page.keyboard.press("Home")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator(".roadmap-plot :focus")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    expect(second).to_be_focused()


def test_row_10_ctrl_shift_and_arrows_move_the_start_alone(visit, manager, plan):
    page = visit(manager, ROADMAP)
    bar = bar_of(page, plan.pk)
    bar.focus()
    page.keyboard.press("Control+Shift+ArrowLeft")
    expect(page.locator("[data-roadmap-keys-target=voice]")).to_have_text("6 Sep 2026 – 11 Dec 2026")
    expect(bar).to_have_attribute("data-start", "2026-09-06")
    expect(bar).to_be_focused()
    assert dates() == ("2026-09-06", "2026-12-11")
    assert str(Milestone.objects.get(name="GA").due) == "2026-11-30"


def test_row_10_ctrl_z_brings_it_back_under_the_focus(visit, manager, plan):
    page = visit(manager, ROADMAP)
    bar = bar_of(page, plan.pk)
    bar.focus()
    page.keyboard.press("ArrowRight")
    expect(bar).to_have_attribute("data-end", "2027-01-11")
    page.keyboard.press("Control+z")
    expect(bar).to_have_attribute("data-end", "2026-12-11")
    expect(bar).to_be_focused()
    assert dates() == ("2026-10-06", "2026-12-11")


def test_row_10_who_moves_a_bar_out_of_the_picture_can_follow_it(visit, manager, plan):
    page = visit(manager, ROADMAP)
    bar = bar_of(page, plan.pk)
    bar.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(bar).to_have_count(0)
    expect(page.locator(".roadmap-beyond a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(bar).to_have_attribute("data-end", "2027-10-11")


def test_row_10_the_sheet_tells_the_keys(visit, manager, plan):
    page = visit(manager, ROADMAP)
    page.keyboard.press("?")
    lines = page.locator("#hotkeys .hotkey:visible")
    said = {line.locator("dt").inner_text(): " ".join(line.locator("dd").inner_text().split()) for line in lines.all()}
    assert said["Move the bar"] == "← →"
    assert (said["Move its end"], said["Move its start"]) == ("Shift ← →", "Ctrl Shift ← →")
    assert (said["From bar to bar"], said["Type the dates of the bar"]) == ("J ↓ K ↑", "D")


def test_row_10_what_is_dropped_on_a_month_is_planned_for_it(visit, manager, plan):
    page = visit(manager, ROADMAP)
    waiting = Version.objects.get(name="9.0")
    drop(page, page.locator(".roadmap-waits", has_text="9.0"), 4)
    expect(page.locator(".roadmap-tip")).to_have_text("Feb 2027")
    page.mouse.up()
    expect(bar_of(page, waiting.pk)).to_have_attribute("data-end", "2027-02")
    expect(bar_of(page, waiting.pk)).to_be_focused()
    assert dates("9.0") == ("2027-02", "2027-02")
    page.keyboard.press("Control+z")
    expect(page.locator(".roadmap-waits", has_text="9.0")).to_be_visible()
    assert dates("9.0") == ("None", "None")


def test_row_10_a_milestone_is_dropped_and_escape_or_the_margin_drops_nothing(visit, manager, plan):
    page = visit(manager, ROADMAP)
    waiting = page.locator(".roadmap-waits", has_text="Audit")
    drop(page, waiting, 3)
    page.keyboard.press("Escape")
    expect(page.locator(".roadmap-drop")).to_be_hidden()
    page.mouse.up()
    drop(page, waiting, -1)
    expect(page.locator(".roadmap-tip")).to_be_hidden()
    page.mouse.up()
    assert Milestone.objects.get(name="Audit").due is None
    drop(page, waiting, 3)
    page.mouse.up()
    expect(page.locator(".roadmap-stone")).to_have_count(2)
    assert str(Milestone.objects.get(name="Audit").due) == "2027-01"


def test_row_10_d_schedules_what_waits_and_the_focus_goes_on_with_it(visit, manager, plan):
    page = visit(manager, ROADMAP)
    page.locator(".roadmap-waiting", has_text="9.0").focus()
    page.keyboard.press("d")
    page.locator("#dates-dialog").get_by_label("Release or due").fill("2027-Q1")
    page.keyboard.press("Enter")
    bar = bar_of(page, Version.objects.get(name="9.0").pk)
    expect(bar).to_have_attribute("data-end", "2027-Q1")
    expect(bar).to_be_focused()


def test_row_10_who_only_reads_walks_but_carries_nothing(visit, support, plan):
    page = visit(support, ROADMAP)
    bar_of(page, plan.pk).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(bar_of(page, Version.objects.get(name="2.5").pk)).to_be_focused()
    assert dates() == ("2026-10-06", "2026-12-11")
