"""Interface row 4: a requirement beside its list."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from requirements.operations.details import add_criterion

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/?sort=number"


@pytest.fixture
def some(make_requirement, manager):
    made = [make_requirement(f"Requirement {n}", description=f"Text {n}") for n in range(1, 5)]
    add_criterion(made[1], by=manager, text="It is quick")
    return made


def peek(page):
    return page.locator("#peek")


def opened(page, number):
    page.keyboard.press("j")
    for _step in range(number - 1):
        page.keyboard.press("j")
    page.keyboard.press("Space")
    expect(peek(page).get_by_role("heading", name=f"Requirement {number}")).to_be_visible()


def test_space_opens_the_panel_the_address_has_it_and_back_closes_it(visit, manager, some):
    page = visit(manager, LIST)
    loads = []
    page.on("load", lambda _page: loads.append(page.url))
    opened(page, 2)
    assert page.url.endswith("?sort=number&peek=SHOP-2")
    expect(peek(page)).to_contain_text("It is quick")
    expect(peek(page)).to_contain_text("Text 2")
    expect(page.locator("#row-2")).to_have_attribute("aria-current", "true")
    page.go_back()
    expect(peek(page).locator("article")).to_have_count(0)
    assert page.url.endswith("?sort=number")
    page.go_forward()
    expect(peek(page).get_by_role("heading", name="Requirement 2")).to_be_visible()
    assert loads == []


def test_a_click_on_the_key_peeks_and_on_the_title_opens(visit, manager, some):
    page = visit(manager, LIST)
    page.locator("#row-3 [data-field=key]").click()
    expect(peek(page).get_by_role("heading", name="Requirement 3")).to_be_visible()
    page.locator("#row-3 [data-field=key]").click()
    expect(peek(page).locator("article")).to_have_count(0)
    page.locator("#row-3").get_by_role("link", name="Requirement 3").click()
    expect(page).to_have_title(re.compile("^SHOP-3 "))


def test_a_second_click_before_the_panel_has_come_closes_it(visit, manager, some):
    page = visit(manager, LIST)
    page.route("**/3/peek/", lambda route: (page.wait_for_timeout(500), route.continue_()))
    key = page.locator("#row-3 [data-field=key]")
    key.click()
    page.wait_for_url("**peek=SHOP-3")
    key.click()
    page.wait_for_url(re.compile(r"sort=number$"))
    expect(page.locator("#row-3")).not_to_have_attribute("aria-current", "true")
    expect(peek(page).locator("article")).to_have_count(0)


def test_a_click_with_ctrl_opens_a_tab(visit, manager, some):
    page = visit(manager, LIST)
    with page.context.expect_page() as opened_tab:
        page.locator("#row-3 [data-field=key]").click(modifiers=["Control"])
    expect(opened_tab.value).to_have_title(re.compile("^SHOP-3 "))
    expect(peek(page).locator("article")).to_have_count(0)


def test_the_focus_stays_in_the_panel_while_j_goes_on(visit, manager, some):
    page = visit(manager, LIST)
    opened(page, 1)
    peek(page).get_by_role("link", name="Open as a page").focus()
    page.keyboard.press("j")
    expect(peek(page).get_by_role("heading", name="Requirement 2")).to_be_visible()
    expect(peek(page).get_by_role("link", name="Open as a page")).to_be_focused()
    peek(page).locator("#part-status [data-editable-target=value]").focus()
    page.keyboard.press("j")
    expect(peek(page).get_by_role("heading", name="Requirement 3")).to_be_visible()
    expect(page.locator("#peek:focus, #peek :focus")).to_have_count(1)


def test_back_from_its_page_leads_to_its_row(visit, manager, some):
    page = visit(manager, LIST)
    for _row in range(3):
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^SHOP-3 "))
    page.go_back()
    expect(page.locator("#row-3:focus, #row-3 :focus")).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator("#row-4:focus, #row-4 :focus")).to_have_count(1)


def test_j_and_k_go_to_the_neighbours_and_one_back_closes(visit, manager, some):
    page = visit(manager, LIST)
    opened(page, 1)
    page.keyboard.press("j")
    expect(peek(page).get_by_role("heading", name="Requirement 2")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(peek(page).get_by_role("heading", name="Requirement 3")).to_be_visible()
    page.keyboard.press("k")
    expect(peek(page).get_by_role("heading", name="Requirement 2")).to_be_visible()
    assert page.url.endswith("peek=SHOP-2")
    page.go_back()
    expect(peek(page).locator("article")).to_have_count(0)


def test_escape_closes_and_gives_the_focus_back_to_the_row(visit, manager, some):
    page = visit(manager, LIST)
    opened(page, 2)
    page.keyboard.press("Escape")
    expect(peek(page).locator("article")).to_have_count(0)
    expect(page.locator("#row-2:focus, #row-2 :focus")).to_have_count(1)
    page.wait_for_url(re.compile(r"sort=number$"))


def test_the_address_shows_list_and_panel_and_enter_opens_the_page(visit, manager, some):
    page = visit(manager, f"{LIST}&peek=SHOP-3")
    expect(peek(page).get_by_role("heading", name="Requirement 3")).to_be_visible()
    expect(page.locator("#rows tbody tr")).to_have_count(4)
    page.keyboard.press("j")
    expect(peek(page).get_by_role("heading", name="Requirement 4")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^SHOP-4 "))


def test_the_panel_of_a_row_that_is_looked_at_is_there_already_and_never_old(visit, manager, some):
    page = visit(manager, LIST)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/peek/" in request.url else None)
    for _row in range(2):
        with page.expect_response("**/peek/"):
            page.keyboard.press("j")
    page.keyboard.press("Space")
    expect(peek(page).get_by_role("heading", name="Requirement 2")).to_be_visible()
    assert [url for url in asked if "/2/peek/" in url] == asked[1:2]
    page.keyboard.press("Escape")
    with page.expect_response("**/peek/"):
        page.locator("#row-3 [data-field=key]").hover()
    page.locator("#row-3 [data-field=title]").click(position={"x": 2, "y": 2})
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type("Renamed")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("SHOP-3 saved")
    page.locator("#row-3 [data-field=key]").click()
    expect(peek(page).get_by_role("heading", name="Renamed")).to_be_visible()


def test_a_panel_given_up_before_it_comes_stays_closed(visit, manager, some):
    page = visit(manager, LIST)
    page.route("**/2/peek/", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.keyboard.press("j")
    page.keyboard.press("j")
    with page.expect_response("**/2/peek/"):
        page.keyboard.press("Space")
        page.go_back()
    expect(page.locator("#row-2")).not_to_have_attribute("aria-current", "true")
    expect(peek(page).locator("article")).to_have_count(0)


def test_what_is_changed_in_the_panel_is_changed_in_the_row(visit, manager, some):
    page = visit(manager, LIST)
    opened(page, 2)
    peek(page).locator("#part-status [data-editable-target=value]").click()
    peek(page).get_by_role("button", name="Planned").click()
    expect(peek(page).locator("#part-status .status")).to_have_text("Planned")
    expect(page.locator("#row-2 [data-field=status]")).to_have_text("Planned")
    expect(peek(page).locator("#activity")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator("#row-2 [data-field=status]")).to_have_text("To assess")


def test_the_panel_stays_when_the_list_is_sorted(visit, manager, some):
    page = visit(manager, f"{LIST}&peek=SHOP-2")
    page.locator("th.col-priority a").click()
    page.wait_for_url(re.compile("sort=priority.*peek=SHOP-2"))
    expect(page.locator("#row-2")).to_have_attribute("aria-current", "true")


def test_it_works_on_the_board(visit, manager, some):
    page = visit(manager, "/p/SHOP/requirements/board/")
    page.locator("[data-key=SHOP-2]").focus()
    page.keyboard.press("Space")
    expect(peek(page).get_by_role("heading", name="Requirement 2")).to_be_visible()
    assert page.url.endswith("board/?peek=SHOP-2")


def test_on_a_narrow_screen_it_covers_the_page_with_a_way_back(visit, manager, some):
    page = visit(manager, LIST)
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, 1)
    box = peek(page).bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, 390)
    peek(page).get_by_role("link", name="Close").click()
    expect(peek(page).locator("article")).to_have_count(0)


def test_axe_finds_nothing_beside_the_list(visit, manager, some):
    page = visit(manager, f"{LIST}&peek=SHOP-2")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == []


def test_the_panel_costs_few_queries(client, manager, some, django_assert_max_num_queries):
    client.force_login(manager)
    client.get("/p/SHOP/requirements/2/peek/", headers={"HX-Request": "true"})
    with django_assert_max_num_queries(10):  # session, user and membership included
        client.get("/p/SHOP/requirements/2/peek/", headers={"HX-Request": "true"})


@pytest.mark.parametrize("key", ["OTHER-1", "SHOP-99", "%00", "x" * 4000])
def test_a_panel_of_what_is_not_there_is_no_panel(client, manager, some, other_product, make_requirement, key):
    owner = other_product.memberships.get().user
    make_requirement("Olga's secret", product=other_product, by=owner)
    client.force_login(manager)
    answer = client.get(f"/p/SHOP/requirements/?peek={key}")
    assert answer.status_code == 200
    assert "Olga's secret" not in answer.content.decode()
    assert 'class="peek-head"' not in answer.content.decode()
