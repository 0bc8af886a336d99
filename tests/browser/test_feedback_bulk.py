"""Deciding about many items of the inbox: a page is ticked, all that match are chosen, and one undo takes all back."""

import pytest
from playwright.sync_api import expect

from feedback.models import Feedback
from feedback.operations.editing import edit
from feedback.views.shelves import ROWS

pytestmark = pytest.mark.browser
MANY = ROWS + 10


@pytest.fixture
def many(shop, maya):
    Feedback.objects.bulk_create(
        Feedback(product=shop, number=n, key=f"SHOP-F{n}", title=f"没有送水 {n}", author=maya)
        for n in range(1, MANY + 1)
    )


def accepted():
    return Feedback.objects.filter(state="accepted").count()


def test_all_that_match_are_accepted_and_taken_back(visit, many, engineer):
    page = visit(engineer, "/p/SHOP/feedback/?show=new")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator(".voice-check input").first.check()
    bar = page.get_by_role("toolbar", name="Change the chosen feedback")
    bar.get_by_role("checkbox", name="Choose all rows shown").check()
    expect(bar.get_by_role("status")).to_contain_text(str(ROWS))
    bar.get_by_label(f"All {MANY} that match").check()
    is_one_row_within(page, bar)
    bar.get_by_role("button", name="Accept").click()
    expect(page.get_by_text(f"{MANY} items are changed.")).to_be_visible()
    expect(page.locator(".voice-check input")).to_have_count(0)
    assert accepted() == MANY
    page.locator(".toast .toast-undo").click()
    expect(page.get_by_text("undone").first).to_be_visible()
    assert accepted() == 0


def test_what_somebody_changed_since_it_was_ticked_is_left_and_said(visit, many, maya, engineer):
    page = visit(engineer, "/p/SHOP/feedback/?show=new")
    first, second = page.locator("#rows > tr").nth(0), page.locator("#rows > tr").nth(1)
    for row in (first, second):
        row.get_by_role("checkbox").check()
    voice = Feedback.objects.get(key=first.get_attribute("data-key"))
    edit(voice, by=maya, title="That is another matter")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(first).to_contain_text("That is another matter")
    expect(first.get_by_role("checkbox")).to_be_checked()
    accept = page.get_by_role("toolbar", name="Change the chosen feedback").get_by_role("button", name="Accept")
    accept.click()
    expect(page.locator(".toast")).to_contain_text(f"{voice.key} (somebody has changed it meanwhile)")
    voice.refresh_from_db()
    assert (voice.state, accepted()) == ("new", 1)


def is_one_row_within(page, bar):
    box = bar.bounding_box()
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    assert min(box["x"], box["y"]) >= 0
    assert (right <= 1440, bottom <= 900) == (True, True)
    shown = [part.bounding_box() for part in bar.locator("> *").all() if part.is_visible()]
    middles = [part["y"] + part["height"] / 2 for part in shown]
    assert max(middles) - min(middles) < 4, middles
    assert all(box["x"] <= part["x"] and part["x"] + part["width"] <= right for part in shown)
