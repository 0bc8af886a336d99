"""The list in a browser: filtering, sorting, searching, scrolling."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from requirements.models import Requirement

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/"


@pytest.fixture
def some(make_requirement, statuses, engineer):
    """Twelve requirements, four of them planned, with scores."""
    for n in range(12):
        made = make_requirement(
            f"Requirement {n}", status=statuses["planned" if n < 4 else "new"], tags=["even" if n % 2 == 0 else "odd"],
            assignees=[engineer],
        )  # fmt: skip
        Requirement.objects.filter(pk=made.pk).update(score=n * 10)


def keys(page):
    return page.locator("#rows tbody [data-field=key]").all_text_contents()


def test_filters_are_chips_and_the_address_is_the_view(visit, manager, some):
    page = visit(manager, LIST)
    page.keyboard.press("f")
    page.locator("#add-filter summary").filter(has_text="Status").click()
    page.locator("#add-filter").get_by_role("link", name="Planned").click()
    expect(page.locator("#filters .chip")).to_contain_text("Planned")
    expect(page.locator("#filters [role=status]")).to_have_text("4 items")
    assert re.search(r"\?q=status%3APlanned", page.url)

    page.locator(".chip-value").click()
    page.locator(".chip-host .menu:popover-open").get_by_role("link", name="To assess").click()
    expect(page.locator("#filters [role=status]")).to_have_text("12 items")

    page.reload()
    expect(page.locator("#filters .chip")).to_contain_text("Planned, To assess")
    page.get_by_role("link", name="Remove the filter Status").click()
    expect(page.locator("#filters .chip")).to_have_count(0)
    page.go_back()
    expect(page.locator("#filters .chip")).to_contain_text("Planned")


def test_filters_are_chosen_with_the_keyboard_alone(visit, manager, some):
    page = visit(manager, f"{LIST}?q=status:planned")
    page.keyboard.press("f")
    expect(page.locator("#add-filter summary").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#filters [role=status]")).to_have_text("12 items")
    expect(page.locator("#add-filter")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()
    page.locator("#rows thead").get_by_role("link", name="Key").press("Enter")
    expect(page.locator("th.col-key")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#rows thead").get_by_role("link", name="Key")).to_be_focused()


def test_headers_sort_both_ways(visit, manager, some):
    page = visit(manager, LIST)
    assert keys(page)[0] == "SHOP-12"
    page.locator("#rows thead").get_by_role("link", name="Score").click()
    expect(page.locator("th.col-score")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#rows tbody [data-field=key]").first).to_have_text("SHOP-1")
    page.locator("#rows thead").get_by_role("link", name="Key").click()
    expect(page.locator("th.col-key")).to_have_attribute("aria-sort", "ascending")


def test_search_waits_for_the_word_to_be_chosen(visit, manager, requirement, some, ime):
    page = visit(manager, LIST)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "q=" in request.url else None)
    page.keyboard.press("/")
    ime.compose("you hui")
    page.wait_for_timeout(600)
    assert not asked
    ime.commit("优惠")
    expect(page.locator("#filters [role=status]")).to_have_text("1 item")
    assert keys(page) == ["SHOP-1"]
    expect(page.locator("#q")).to_be_focused()
    assert len(asked) == 1


def test_a_search_keeps_the_filters(visit, manager, some):
    page = visit(manager, f"{LIST}?tag=even")
    page.locator("#q").press_sequentially("Requirement 4")
    expect(page.locator("#filters [role=status]")).to_have_text("1 item")
    assert "tag=even" in page.url


def test_more_rows_come_while_scrolling(visit, manager, make_requirement):
    for n in range(120):
        make_requirement(f"Requirement {n}")
    page = visit(manager, f"{LIST}?sort=number")
    assert page.locator("#rows tbody tr").count() == 50
    for shown in (100, 120):
        page.locator("#content").evaluate("pane => pane.scrollTo(0, pane.scrollHeight)")
        expect(page.locator("#rows tbody tr")).to_have_count(shown)
    assert keys(page) == [f"SHOP-{n}" for n in range(1, 121)]
    expect(page.locator("#more a")).to_have_count(0)


def test_columns_are_chosen(visit, manager, some):
    page = visit(manager, f"{LIST}?tag=even")
    page.get_by_role("button", name="Columns").click()
    page.locator("#columns-menu").get_by_role("checkbox", name="Updated").check()
    page.locator("#columns-menu").get_by_role("checkbox", name="Tags").uncheck()
    page.locator("#columns-menu").get_by_role("button", name="Apply").click()
    expect(page.locator("th.col-updated")).to_be_visible()
    expect(page.locator("th.col-tags")).to_have_count(0)
    assert page.url.endswith("?tag=even")


def test_rows_are_walked_with_the_keyboard(visit, manager, some):
    page = visit(manager, LIST)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#row-11 > [data-field=key]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^SHOP-11 "))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(visit, manager, requirement, some, width, language):
    manager.language = language
    manager.save(update_fields=["language"])
    for address in (f"{LIST}?status=open&foo=bar", "/SHOP-1", "/SHOP-1?tab=history", f"{LIST}new/"):
        page = visit(manager, address)
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == [], address


def test_open_menus_and_editors_have_no_violations(visit, manager, requirement):
    page = visit(manager, "/SHOP-1")
    for part in ("status", "assignees", "tags", "due", "parent"):
        page.locator(f"#part-{part} [data-editable-target=value]").click()
        page.wait_for_selector(f"#slot-{part} form")
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == [], part
        page.keyboard.press("Escape")


def test_every_target_is_large_enough(visit, manager, requirement, some):
    small = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), summary, select")]
        .filter((e) => e.checkVisibility() && !e.closest(".prose, .sr-only, .skip") && !e.matches(".sr-only, .skip"))
        .map((e) => [e.outerHTML.slice(0, 120), e.getBoundingClientRect(), e.type === "checkbox"])
        .filter(([_html, box, ticked]) => !ticked && box.width > 0 && (box.height < 24 || box.width < 24))
        .map(([html, box]) => `${Math.round(box.width)}×${Math.round(box.height)} ${html}`)"""
    for address in (f"{LIST}?tag=even", "/SHOP-1"):
        assert visit(manager, address).evaluate(small) == []


def test_clearing_forgets_the_search_as_well(visit, manager, some):
    page = visit(manager, f"{LIST}?tag=even&q=Requirement")
    page.locator("#filters").get_by_role("link", name="Clear").click()
    expect(page.locator("#filters [role=status]")).to_have_text("12 items")
    expect(page.locator("#q")).to_have_value("")


def test_rows_are_chosen_and_changed_together_on_a_phone(visit, page, manager, some):
    page.set_viewport_size({"width": 390, "height": 844})
    page = visit(manager, LIST)
    for number in (1, 2):
        page.locator(f"#row-{number} input[type=checkbox]").click()
    page.get_by_role("button", name="Status", exact=True).click()
    page.locator(".menu:popover-open").get_by_text("In progress").click()
    expect(page.locator("#row-1")).to_contain_text("In progress")
    assert Requirement.objects.filter(number__in=[1, 2], status__name="In progress").count() == 2
