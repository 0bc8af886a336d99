"""Interface row 2: the sheet of keys on each view of the requirements."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/?sort=number"


@pytest.fixture
def some(make_requirement):
    return [make_requirement(f"Requirement {n}", drivers={"impact": 2, "effort": n}) for n in range(1, 5)]


def sheet_of(visit, user, path):
    """Each line of the sheet on this page with its keys."""
    page = visit(user, path)
    page.keyboard.press("?")
    expect(page.locator("#hotkeys")).to_be_visible()
    lines = page.locator("#hotkeys .hotkey:visible")
    return {line.locator("dt").inner_text(): " ".join(line.locator("dd").inner_text().split()) for line in lines.all()}


def test_the_sheet_tells_of_the_arrows_of_each_view(visit, manager, support, some):
    table = sheet_of(visit, manager, LIST)
    assert (table["Edit the cell"], table["First and last cell"]) == ("F2", "Home End")
    tree = sheet_of(visit, manager, "/p/SHOP/requirements/tree/")
    assert tree["Open and close a branch"] == "→ ←"
    assert tree["Under the row above, out from under its parent"] == "Alt → Alt ←"
    assert tree["Look at the row beside the list"] == "Space"
    assert "Edit the cell" not in tree
    assert sheet_of(visit, manager, "/p/SHOP/requirements/board/")["Cards and columns beside"] == "← →"
    matrix = sheet_of(visit, manager, "/p/SHOP/requirements/matrix/")
    assert matrix["Change the values of a bubble"] == "← → ↑ ↓"
    assert "Look at the row beside the list" not in matrix
    read = sheet_of(visit, support, "/p/SHOP/requirements/tree/")
    assert "Open and close a branch" in read
    assert "Under the row above, out from under its parent" not in read
