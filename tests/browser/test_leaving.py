"""Row 13: whoever leaves a cell of the table with unsaved text is asked first, and what no server took is not lost."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/"


@pytest.fixture
def asked(page):
    """The questions of the browser before a page is left; all of them are answered with “stay”."""
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    return questions


def begin(page, text):
    page.locator("#row-1 [data-field=title]").click(position={"x": 2, "y": 10})
    page.keyboard.press("F2")
    page.keyboard.press("End")
    page.keyboard.type(text)


def leave(page):
    page.evaluate("() => { location.href = '/products/' }")
    page.wait_for_timeout(300)  # a page that nobody holds would be gone by then


def test_a_cell_with_unsaved_text_is_not_left_unasked(visit, manager, requirement, asked):
    page = visit(manager, LIST)
    begin(page, " and more")
    leave(page)
    assert asked == ["beforeunload"]
    expect(page.locator("#row-1 .cell-input")).to_have_value(f"{requirement.title} and more")


def test_a_cell_that_was_offline_stays_until_it_is_saved(visit, manager, requirement, asked, console):
    page = visit(manager, LIST)
    page.context.set_offline(True)
    begin(page, " offline")
    page.keyboard.press("Enter")
    expect(page.locator(".cell-refused")).to_be_visible()
    leave(page)
    assert asked == ["beforeunload"]
    page.context.set_offline(False)  # what waits is sent by itself
    expect(page.locator("#row-1 .cell-title")).to_contain_text("offline")
    expect(page.locator(".cell-pending")).to_have_count(0)
    requirement.refresh_from_db()
    assert requirement.title.endswith(" offline")
    console[:] = [text for text in console if "ERR_INTERNET" not in text and not text.startswith("htmx:")]
