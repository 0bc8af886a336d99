"""Interaction 11: the matrix, its bubbles dragged and moved by keys, its table."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from requirements.models import Requirement
from requirements.operations.authoring import edit

pytestmark = pytest.mark.browser
MATRIX = "/p/SHOP/requirements/matrix/"


@pytest.fixture
def three(make_requirement):
    """SHOP-1 to SHOP-3 with effort 2, 4, 6 and impact 1, 2, 3; SHOP-4 lacks effort."""
    for n in range(1, 4):
        make_requirement(f"Bubble {n}", drivers={"reach": 100 * n, "impact": n, "effort": 2 * n, "confidence": 80})
    make_requirement("Lacking", drivers={"impact": 2})


def drivers(number):
    return Requirement.objects.get(number=number).drivers


def drag(page, key, across, down):
    box = page.locator(f".bubble[data-key={key}] circle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across / 2, y + down / 2, steps=3)
    page.mouse.move(x + across, y + down, steps=3)
    page.mouse.up()


def test_row_11_a_dragged_bubble_changes_both_values(visit, manager, three):
    page = visit(manager, MATRIX)
    drag(page, "SHOP-1", 120, -150)
    expect(page.locator(".toast")).to_contain_text("SHOP-1 moved")
    after = drivers(1)
    assert after["effort"] > 2
    assert 1 < after["impact"] <= 3
    assert (after["reach"], after["confidence"]) == (100, 80)
    assert after["effort"] == pytest.approx(round(after["effort"] / 0.2) * 0.2)
    bubble = page.locator(".bubble[data-key=SHOP-1]")
    expect(bubble).to_have_attribute("data-x", str(float(after["effort"])))
    expect(page.locator("#peek > *")).to_have_count(0)
    page.locator(".toast .toast-undo").click()
    expect(page.locator(".toast")).to_contain_text("Undone: SHOP-1")
    assert drivers(1)["impact"] == 1


def test_row_11_a_drag_stays_within_the_range_of_the_inputs(visit, manager, three):
    page = visit(manager, MATRIX)
    drag(page, "SHOP-3", -2000, -600)
    expect(page.locator(".toast")).to_contain_text("SHOP-3 moved")
    assert (drivers(3)["effort"], drivers(3)["impact"]) == (0, 3)


def test_row_11_arrow_keys_do_the_same(visit, manager, three):
    page = visit(manager, MATRIX)
    bubble = page.locator(".bubble[data-key=SHOP-2]")
    bubble.focus()
    expect(page.locator(".matrix-tip")).to_contain_text("SHOP-2 Bubble 2")
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator(".matrix > [role=status]")).to_contain_text("Effort")
    expect(page.locator(".toast")).to_contain_text("SHOP-2 moved")
    assert drivers(2)["impact"] == pytest.approx(2.2)
    assert drivers(2)["effort"] == pytest.approx(4 + 6 * 0.2)
    expect(page.locator(".bubble[data-key=SHOP-2]")).to_be_focused()


def test_row_11_a_conflict_puts_the_bubble_back(visit, manager, engineer, three):
    page = visit(manager, MATRIX)
    edit(Requirement.objects.get(number=1), by=engineer, drivers={"impact": 2.5})
    drag(page, "SHOP-1", 0, -100)
    expect(page.locator(".toast[data-tone=error]")).to_contain_text("Somebody else changed SHOP-1")
    expect(page.locator(".bubble[data-key=SHOP-1]")).to_have_attribute("data-y", "2.5")
    assert drivers(1)["impact"] == 2.5


def test_row_11_any_two_numbers_and_the_table_beside_them(visit, manager, three):
    page = visit(manager, MATRIX)
    page.get_by_role("button", name="Horizontal: Effort").click()
    page.locator("#matrix-x").get_by_role("link", name="Reach").click()
    expect(page.locator(".matrix-axis").first).to_have_text("Reach (people) →")
    assert "x=reach" in page.url
    page.get_by_text("The same as a table").click()
    expect(page.locator(".matrix-twin tbody tr")).to_have_count(4 - 1)
    expect(page.locator(".matrix-twin tbody tr").first).to_contain_text("SHOP-1")
    expect(page.locator(".matrix-tray")).to_contain_text("no Reach")


def test_row_11_enter_opens_a_bubble_beside_the_matrix(visit, manager, three):
    page = visit(manager, MATRIX)
    page.locator(".bubble[data-key=SHOP-2]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#peek")).to_contain_text("Bubble 2")
    assert "peek=SHOP-2" in page.url


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_matrix(visit, manager, three, width, theme):
    manager.theme = theme
    manager.save(update_fields=["theme"])
    page = visit(manager, MATRIX)
    page.set_viewport_size({"width": width, "height": 844})
    page.get_by_text("The same as a table").click()
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == []
