"""The past in a browser: an instant is chosen, and what changed since is read cell by cell."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from requirements.operations.authoring import delete, edit

pytestmark = pytest.mark.browser
PAST = "/p/SHOP/requirements/"


@pytest.fixture
def turned(requirement, make_requirement, manager):
    """SHOP-1 was changed, SHOP-2 deleted and SHOP-3 added after the instant that this answers."""
    gone = make_requirement("Here today")
    at = timezone.now()
    edit(requirement, by=manager, title="One page to pay", priority=0, description="Four pages become **one**.")
    delete(gone, by=manager)
    make_requirement("New today")
    return at.isoformat().replace("+00:00", "Z")


def test_the_difference_is_read_and_leads_to_both_instants(visit, manager, turned):
    page = visit(manager, f"{PAST}compare/?from={turned}")
    expect(page.locator(".differences-counts")).to_contain_text(re.compile(r"1 added\s*1 changed\s*1 deleted"))
    changed = page.locator("#SHOP-1")
    expect(changed.get_by_text("P1 high")).to_be_visible()
    expect(changed.locator("ins", has_text="P0 critical")).to_be_visible()
    page.locator("#SHOP-2").get_by_role("link").click()
    expect(page.locator("h2.item-title")).to_have_text("Here today")
    expect(page.get_by_text("As it stood at")).to_be_visible()
    page.get_by_role("link", name="What changed since").click()
    expect(page.locator(".difference")).to_have_count(1)


def test_the_list_of_then_by_keyboard_alone(visit, manager, turned):
    page = visit(manager, f"{PAST}as-of/?at={turned}")
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    expect(page.get_by_role("link", name="One page to pay")).to_have_count(0)
    page.get_by_role("link", name="Here today").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2.item-title")).to_have_text("Here today")


def test_an_instant_gets_a_name_and_is_compared_with_now(visit, manager, turned):
    page = visit(manager, f"{PAST}as-of/?at={turned}")
    page.get_by_role("link", name="Name this instant").click()
    page.get_by_label("Name", exact=True).fill("Before the turn")
    page.get_by_role("button", name="Name it").click()
    expect(page.get_by_role("link", name="Before the turn", exact=True)).to_be_visible()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".differences-counts")).to_contain_text("changed")


def test_the_past_is_usable_by_everybody(visit, manager, turned):
    for address in (f"as-of/?at={turned}", f"compare/?from={turned}", "baselines/", f"1/as-of/?at={turned}"):
        page = visit(manager, PAST + address)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
