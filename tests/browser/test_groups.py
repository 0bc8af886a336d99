"""Interaction 6: groups, sub-groups, columns: counts are right, groups fold, rows come when they are near."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/"


@pytest.fixture
def many(make_requirement, statuses):
    """Sixty, forty of them planned, of five priorities."""
    for n in range(60):
        make_requirement(f"Requirement {n}", status=statuses["planned" if n % 3 else "new"], priority=n % 5, estimate=n)


@pytest.fixture(autouse=True)
def impatient(page):
    page.set_default_timeout(8_000)


def heads(page):
    return [text.split("\n")[0] for text in page.locator("tr.group b").all_inner_texts()]


def test_two_levels_are_chosen_counted_and_summed(visit, manager, many):
    page = visit(manager, f"{LIST}?q=")
    page.get_by_role("button", name="Group: None").click()
    page.locator("#group-menu").get_by_role("link", name="Status").click()
    expect(page.locator("tr.group")).to_have_count(2)
    page.get_by_role("button", name="Then: None").click()
    page.locator("#subgroup-menu").get_by_role("link", name="Priority").click()
    expect(page.locator("tr.group")).to_have_count(12)
    assert heads(page)[:2] == ["To assess", "P0 critical"]
    expect(page.locator("tr.group .group-count").first).to_have_text("20")
    page.get_by_role("button", name="Sums").click()
    page.locator("#sum-menu").get_by_role("link", name="Sum of Estimate").click()
    expect(page.locator("tr.group .group-sum").first).to_contain_text("Estimate 570")
    expect(page.locator(".total").first).to_contain_text("Estimate 1,770")
    assert "group=status" in page.url
    assert "subgroup=priority" in page.url


def test_groups_fold_and_stay_folded(visit, manager, many):
    page = visit(manager, f"{LIST}?group=status&subgroup=priority")
    page.get_by_role("button", name="To assess").click()
    expect(page.locator("tr.group:visible")).to_have_count(7)
    page.reload()
    expect(page.locator("tr.group:visible")).to_have_count(7)
    expect(page.get_by_role("button", name="To assess")).to_have_attribute("aria-expanded", "false")


def test_further_rows_of_a_group_come(visit, manager, many):
    page = visit(manager, f"{LIST}?group=kind&sort=number")
    expect(page.locator("#rows tr[id]")).to_have_count(20)
    page.get_by_role("link", name="Show 40 more").click()
    expect(page.locator("#rows tr[id]")).to_have_count(60)


def test_groups_that_come_near_bring_their_rows(visit, manager, many):
    page = visit(manager, f"{LIST}?group=status&subgroup=priority")
    page.locator("#content").evaluate("pane => pane.scrollTo(0, pane.scrollHeight)")
    expect(page.locator(".group-ahead")).to_have_count(0)
    expect(page.locator("#rows tr[id]")).to_have_count(60)


def test_counts_and_sums_follow_what_is_saved(visit, manager, many):
    page = visit(manager, f"{LIST}?group=status&sum=estimate&columns=status,estimate&sort=number")
    groups = page.locator("tr.group")
    expect(groups.first.locator(".group-sum")).to_have_text("Estimate 570")
    page.locator("#row-1 [data-field=estimate]").click(position={"x": 4, "y": 4})
    page.keyboard.type("100")
    page.keyboard.press("Enter")
    expect(groups.first.locator(".group-sum")).to_have_text("Estimate 670")
    expect(page.locator(".total").first).to_contain_text("Estimate 1,870")
    page.locator("#row-1 [data-field=status]").click(position={"x": 4, "y": 4})
    page.keyboard.press("Enter")
    page.locator("#cell-choices").get_by_role("option", name="Planned").click()
    expect(groups.locator(".group-count")).to_have_text(["19", "41"])
    page.locator(".toast-undo").last.click()
    expect(groups.locator(".group-count")).to_have_text(["20", "40"])


def test_columns_are_put_in_order_for_this_view_alone(visit, manager, many):
    page = visit(manager, f"{LIST}?sort=number")
    page.get_by_role("button", name="Columns").click()
    page.locator("#columns-menu").get_by_role("button", name="Move Priority up").click()
    page.locator("#columns-menu").get_by_role("button", name="Only in this view").click()
    expect(page.locator("#rows thead th:nth-child(4)")).to_contain_text("Priority")
    assert "columns=priority" in page.url
    page.goto(page.url.split("?")[0] + "?sort=number")
    expect(page.locator("#rows thead th:nth-child(4)")).to_contain_text("Status")


def test_columns_are_chosen_with_arrows_and_space(visit, manager, many):
    page = visit(manager, f"{LIST}?sort=number")
    page.get_by_role("button", name="Columns").press("Enter")
    boxes = page.locator("#columns-menu").get_by_role("checkbox")
    expect(boxes.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(boxes.nth(1)).to_be_focused()
    expect(boxes.nth(1)).not_to_be_checked()
    page.keyboard.press("End")
    expect(boxes.last).to_be_focused()


def test_axe_finds_nothing_in_groups(visit, manager, many):
    page = visit(manager, f"{LIST}?group=status&subgroup=priority")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == []
