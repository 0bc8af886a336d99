"""Row 5: saved views: personal, shared, default; the query string is the view."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from requirements.models import SavedView
from requirements.operations.saving_views import open_with_for_all, save_view

pytestmark = pytest.mark.browser


@pytest.fixture
def pool(shop):
    return reverse("requirement_list", args=[shop.key])


@pytest.fixture
def some(make_requirement, statuses):
    make_requirement("Pay by card", tags=["pay"], priority=0)
    make_requirement("Dark mode", priority=2)
    make_requirement("Long ago", status=statuses["done"])


def titles(page):
    return page.locator("td.cell-title")


def aside(page):
    return page.get_by_role("navigation", name="Main")


def test_row_5_a_view_is_saved_opened_changed_and_reset(visit, manager, pool, some):
    page = visit(manager, f"{pool}?q=tag:pay")
    page.get_by_role("button", name="Save view").click()
    page.keyboard.type("Payment")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=tag%3Apay&view=\d+"))
    expect(aside(page).get_by_role("link", name="Payment")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Remove the filter Tag").click()
    expect(titles(page)).to_have_count(3)
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Save as…")).to_be_visible()
    page.get_by_role("link", name="Reset").click()
    expect(titles(page)).to_have_text(["Pay by card"])
    expect(page.get_by_role("link", name="Reset")).to_have_count(0)
    page.goto(page.url + "&priority=0")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile(r"priority=0&q=tag%3Apay&view=\d+"))
    assert SavedView.objects.get().query == "priority=0&q=tag%3Apay"


def test_row_5_what_is_shared_is_seen_by_the_others(visit, manager, maya, pool, some, shop):
    page = visit(manager, f"{pool}?q=tag:pay")
    page.get_by_role("button", name="Save view").click()
    page.keyboard.type("Ours")
    page.get_by_label("Everybody in the product sees it").check()
    page.locator("#save-view").get_by_role("button", name="Save view").click()
    expect(page.get_by_role("link", name="Ours")).to_be_visible()
    save_view(shop, by=manager, name="Mine alone")
    page = visit(maya, pool)
    aside(page).get_by_role("link", name="Ours").click()
    expect(titles(page)).to_have_text(["Pay by card"])
    expect(page.get_by_role("link", name="Mine alone")).to_have_count(0)


def test_row_5_a_list_opens_with_what_is_open_until_somebody_says_otherwise(visit, manager, maya, pool, some, shop):
    page = visit(maya, pool)
    expect(titles(page)).to_have_count(2)
    page.get_by_role("link", name="Remove the filter Status").click()
    expect(titles(page)).to_have_count(3)
    view = save_view(shop, by=manager, name="P2", query="priority=2", shared=True)
    open_with_for_all(view, by=manager)
    page.goto(page.url.partition("?")[0])
    expect(titles(page)).to_have_text(["Dark mode"])
    expect(page.locator(".chip-host")).to_contain_text("P2 medium")


def test_row_5_views_are_renamed_chosen_and_deleted_on_their_page(visit, manager, pool, some, shop):
    save_view(shop, by=manager, name="First", query="priority=0")
    page = visit(manager, pool)
    aside(page).get_by_role("link", name="Views", exact=True).click()
    page.get_by_label("Name").fill("Second")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Share Second").click()
    page.get_by_role("button", name="Default for everybody Second").click()
    expect(page.get_by_role("button", name="Default for everybody Second")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Show Second").click()
    expect(titles(page)).to_have_text(["Pay by card"])
    aside(page).get_by_role("link", name="Views", exact=True).click()
    page.get_by_role("button", name="Delete Second").click()
    expect(page.get_by_text("No views yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(aside(page).get_by_role("link", name="Second")).to_be_visible()


def test_row_5_a_view_of_what_is_gone_says_so_and_is_repaired(visit, manager, pool, some, shop):
    view = save_view(shop, by=manager, name="Old", query="q=custom.gone:yes tag:pay")
    page = visit(manager, reverse("view", args=[view.pk]))
    expect(page.locator("mark")).to_have_text("custom.gone:yes")
    expect(titles(page)).to_have_text(["Pay by card"])
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("mark")).to_have_count(0)
    view.refresh_from_db()
    assert view.query == "q=tag%3Apay"


def test_all_my_products_by_keyboard(visit, manager, help_desk, some, pool, make_requirement):
    make_requirement("Answer faster", product=help_desk)
    page = visit(manager, pool)
    page.keyboard.press("g")
    page.keyboard.press("q")
    expect(page.get_by_role("heading", name="All my products")).to_be_visible()
    expect(titles(page)).to_have_count(3)
    page.locator("#q").fill("product:HELP")
    page.locator("#q").press("Enter")
    expect(titles(page)).to_have_text(["Answer faster"])
    page.get_by_role("button", name="Save view").click()
    page.keyboard.type("Help only")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page = visit(manager, pool)
    aside(page).get_by_role("link", name="Help only").click()
    expect(titles(page)).to_have_text(["Answer faster"])


def view_menu(page):
    page.get_by_role("button", name=re.compile("The view “")).focus()
    page.keyboard.press("Enter")
    menu = page.locator("#view-menu")
    expect(menu.locator(".menu-item").first).to_be_focused()
    return menu


def test_row_5_the_open_view_is_shared_renamed_chosen_and_deleted_where_it_is(visit, manager, pool, some, shop):
    view = save_view(shop, by=manager, name="First", query="priority=0")
    page = visit(manager, f"{pool}?priority=0&q=tag:pay&view={view.pk}")
    view_menu(page)
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("“First” is saved.")
    expect(page.get_by_role("link", name="Reset")).to_be_visible()
    menu = view_menu(page)
    expect(menu.get_by_role("button", name="Everybody in the product sees it")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("The list opens with “First” now.")
    view_menu(page)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("Second")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Second")).to_be_visible()
    expect(aside(page).get_by_role("link", name="Second")).to_have_attribute("aria-current", "page")
    view_menu(page).get_by_role("button", name="Delete the view").press("Enter")
    expect(aside(page).get_by_role("link", name="Second")).to_have_count(0)
    expect(page.get_by_role("button", name="Save view")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(aside(page).get_by_role("link", name="Second")).to_be_visible()


def test_row_5_a_shared_view_of_another_is_left_alone(visit, manager, maya, pool, some, shop):
    view = save_view(shop, by=manager, name="Theirs", query="priority=0", shared=True)
    page = visit(maya, f"{pool}?priority=0&view={view.pk}")
    menu = view_menu(page)
    expect(menu.get_by_role("button")).to_have_text(["My default"])


def test_row_5_a_name_is_not_lost_when_the_list_answers_late(visit, manager, pool, some, shop):
    page = visit(manager, f"{pool}?q=tag:pay")
    late = []
    page.route(re.compile(r"\?q=.*card"), lambda route: late.append(route))
    page.keyboard.press("/")
    page.keyboard.type("card")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save view").click()
    page.keyboard.type("Grand re")
    for route in late:
        route.continue_()
    expect(page).to_have_url(re.compile("card"))
    page.keyboard.type("lease")
    expect(page.locator("#save-view input[name=name]")).to_have_value("Grand release")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Grand release")).to_be_visible()
    assert SavedView.objects.get().query == "q=tag%3Apay+card"


def test_row_5_escape_leaves_the_search_box_as_it_is(visit, manager, pool, some, shop):
    page = visit(manager, pool)
    page.keyboard.press("/")
    page.keyboard.type("mode")
    expect(titles(page)).to_have_text(["Dark mode"])
    page.keyboard.press("Escape")
    expect(page.locator("#q")).not_to_be_focused()
    expect(page.locator("#q")).to_have_value("mode")
