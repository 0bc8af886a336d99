"""Long lists: only rows that are near are rendered; keys, choosing, editing and copying work on all of them."""

import pytest
from playwright.sync_api import expect

from requirements.operations.viewing import choose_columns

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/?sort=number"
RENDERED = """rows => rows.filter((row) => row.cells[1].checkVisibility({ contentVisibilityAuto: true })).length"""


@pytest.fixture
def long(visit, manager, shop, make_requirement):
    """Three pages, scrolled to their end."""
    for n in range(1, 131):
        make_requirement(f"Requirement {n}", estimate=n)
    choose_columns(shop, by=manager, names=["status", "estimate"])
    page = visit(manager, LIST)
    page.set_default_timeout(8_000)
    scroll_to(page, "pane.scrollHeight")
    expect(page.locator("#rows tbody tr")).to_have_count(100)
    scroll_to(page, "pane.scrollHeight")
    expect(page.locator("#rows tbody tr")).to_have_count(130)
    return page


def scroll_to(page, top):
    page.locator("#content").evaluate(f"pane => pane.scrollTo(0, {top})")


def wait_until_few_are_rendered(page):
    page.wait_for_function(f"() => ({RENDERED})([...document.querySelectorAll('#rows tbody tr')]) < 80")


def wait_until_not_rendered(page, row):
    key = f"document.querySelector('{row} [data-field=key]')"
    page.wait_for_function(f"() => !{key}.checkVisibility({{ contentVisibilityAuto: true }})")


def test_far_rows_are_not_rendered_and_nothing_jumps(long):
    page = long
    wait_until_few_are_rendered(page)
    wait_until_not_rendered(page, "#row-1")
    height = page.locator("#content").evaluate("pane => pane.scrollHeight")
    for top in (0, 1500, 3000, height):
        scroll_to(page, top)
        wait_until_few_are_rendered(page)
        assert page.locator("#content").evaluate("pane => pane.scrollHeight") == height
    scroll_to(page, 0)
    expect(page.locator("#row-1")).to_be_in_viewport()
    wait_until_few_are_rendered(page)
    wait_until_not_rendered(page, "#row-130")


def test_columns_stay_below_their_headers(long):
    page = long
    left = "(row) => [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().left))"
    head = page.locator("#rows thead tr").evaluate(left)
    for number in (1, 65, 130):
        page.locator(f"#row-{number}").scroll_into_view_if_needed()
        assert page.locator(f"#row-{number}").evaluate(left) == head


def test_keys_choose_and_edit_where_nothing_was_rendered(long, manager):
    page = long
    wait_until_few_are_rendered(page)
    page.locator("#row-130 [data-field=title]").click(position={"x": 4, "y": 4})
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("j")
    expect(page.locator("#row-2 :focus")).to_be_in_viewport()
    page.keyboard.press("x")
    page.keyboard.press("Control+End")
    expect(page.locator("#row-130 :focus")).to_be_in_viewport()
    page.keyboard.press("k")
    page.locator("#row-129 [type=checkbox]").click(modifiers=["Shift"])
    expect(page.locator(".bulk-count")).to_contain_text("128")
    expect(page.locator("#rows tr[aria-selected=true]")).to_have_count(128)
    page.locator("#row-127 [data-field=title]").click(position={"x": 4, "y": 4})
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    expect(page.locator("#row-1 :focus")).to_be_in_viewport()
    page.keyboard.type("777")
    page.keyboard.press("Enter")
    expect(page.locator("#row-1 [data-field=estimate]")).to_contain_text("777")


def test_rows_that_were_chosen_far_away_are_copied(long, context):
    page = long
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#row-130 [type=checkbox]").click()
    scroll_to(page, 0)
    page.locator("#row-1 [type=checkbox]").click()
    wait_until_few_are_rendered(page)
    page.locator("#row-2 [data-field=key]").focus()
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert [line.split("\t")[:2] for line in copied.split("\n")] == [
        ["SHOP-1", "Requirement 1"],
        ["SHOP-130", "Requirement 130"],
    ]
