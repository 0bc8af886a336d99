"""Now, next and later: cards by drag, by keys and by their menu."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.drawing.shifting import months_later
from roadmaps.models import Version
from roadmaps.operations.planning import create_version, edit_version
from roadmaps.operations.roadmapping import create_roadmap
from roadmaps.operations.sharing import share

pytestmark = pytest.mark.browser
ROADMAP = "/p/SHOP/roadmap/?as=horizons"


@pytest.fixture
def plan(shop, manager):
    """One version that ends this quarter and one that ends in the next."""
    today = timezone.localdate()
    for name, day in (("soon", today), ("after", months_later(today.replace(day=1), 3))):
        create_version(shop, by=manager, name=name, release=FuzzyDate(day, "quarter"))


def card(page, column, name):
    return page.locator(f"[data-column='{column}'] .roadmap-card", has_text=name)


def test_row_10_a_card_is_dragged_to_another_column_and_undone(visit, manager, plan):
    page = visit(manager, ROADMAP)
    held, to = card(page, 0, "soon").bounding_box(), page.locator("[data-column='2']").bounding_box()
    page.mouse.move(held["x"] + 40, held["y"] + held["height"] - 10)
    page.mouse.down()
    page.mouse.move(to["x"] + 60, to["y"] + 40, steps=6)
    expect(page.locator("[data-column='2']")).to_have_attribute("data-over", "")
    page.mouse.up()
    expect(card(page, 2, "soon")).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("“soon” moved")
    page.locator(".toast button.toast-undo").click()
    expect(card(page, 0, "soon")).to_be_visible()


def test_row_10_arrows_move_a_card_and_keep_the_focus(visit, manager, plan):
    page = visit(manager, ROADMAP)
    card(page, 1, "after").locator("a").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".toast")).to_contain_text("“after” moved")
    moved = card(page, 2, "after")
    expect(moved.locator("a").first).to_be_focused()
    page.keyboard.press("d")
    expect(page.locator("#dates-dialog")).to_be_visible()


def test_row_10_the_menu_of_a_card_does_the_same(visit, manager, plan):
    page = visit(manager, ROADMAP)
    page.get_by_role("button", name="Move soon").click()
    page.get_by_role("button", name="Move to “Next”").click()
    expect(card(page, 1, "soon")).to_be_visible()


def test_row_10_a_card_that_somebody_else_has_moved_is_where_they_put_it(visit, manager, plan):
    page = visit(manager, ROADMAP)
    soon = Version.objects.get(name="soon")
    edit_version(soon, by=manager, release=FuzzyDate(months_later(soon.release_on, 3), "quarter"))
    card(page, 0, "soon").locator("a").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".toast")).to_contain_text("Somebody else moved soon meanwhile")
    expect(card(page, 1, "soon")).to_be_visible()


@pytest.mark.parametrize("arrangement", ["horizons", "versions"])
def test_axe_finds_nothing_in_what_is_kept_and_shared(visit, live_server, shop, manager, plan, arrangement):
    kept = create_roadmap(shop, by=manager, name="Board", arrangement=arrangement, shared=True)
    link = share(shop, by=manager, roadmap=kept, name="Board", audience="public", granularity="quarter")
    for address in ("/p/SHOP/roadmaps/", f"/p/SHOP/roadmaps/{kept.pk}/edit/"):
        page = visit(manager, address)
        expect(page.get_by_label("Arrangement")).to_be_visible()
        assert not Axe().run(page).response["violations"], address
    page.goto(f"{live_server.url}/shared/{link.secret}/")
    expect(page.get_by_role("heading", name="Board")).to_be_visible()
    assert not Axe().run(page).response["violations"]
