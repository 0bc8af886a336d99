"""Interaction 9 in the tree: branches are opened with the keyboard and moved by drag, keys and a dialog."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from requirements.models import Requirement
from requirements.operations.authoring import edit

pytestmark = pytest.mark.browser
TREE = "/p/SHOP/requirements/tree/?sort=number"


@pytest.fixture
def family(make_requirement):
    """SHOP-1 initiative › SHOP-2 feature › SHOP-3; SHOP-4 feature of SHOP-1; SHOP-5 a story on its own."""
    top = make_requirement("Conversion", level="initiative")
    feature = make_requirement("One page", level="feature", parent=top)
    make_requirement("Address", parent=feature)
    make_requirement("Guests", level="feature", parent=top)
    make_requirement("Night mode")


def shape(page):
    return page.evaluate(
        "() => [...document.querySelectorAll('tr[data-key]')].map((r) => `${r.dataset.key}/${r.ariaLevel}`)"
    )


def parent(number):
    found = Requirement.objects.get(number=number).parent
    return found and found.number


def drag(page, key, target):
    start, end = page.locator(f"tr[data-key={key}] .key").bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 4, start["y"] + 4)
    page.mouse.down()
    page.mouse.move(start["x"] + 12, start["y"] + 12)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=4)


def test_branches_open_and_close_with_the_keyboard(visit, manager, family):
    page = visit(manager, TREE)
    assert shape(page) == ["SHOP-1/1", "SHOP-2/2", "SHOP-4/2", "SHOP-5/1"]
    page.locator("tr[data-key=SHOP-1]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("tr[data-key=SHOP-2]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("tr[data-key=SHOP-3]")).to_have_attribute("aria-level", "3")
    page.keyboard.press("ArrowRight")
    expect(page.locator("tr[data-key=SHOP-3]")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("tr[data-key=SHOP-3]")).to_have_count(0)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert shape(page) == ["SHOP-1/1", "SHOP-5/1"]
    expect(page.locator("tr[data-key=SHOP-1]")).to_have_attribute("aria-expanded", "false")


def test_row_9_a_row_is_dragged_below_another(visit, manager, family):
    page = visit(manager, TREE)
    drag(page, "SHOP-5", page.locator("tr[data-key=SHOP-4]"))
    expect(page.locator("tr[data-key=SHOP-4]")).to_have_attribute("data-drop", "into")
    page.mouse.up()
    assert shape(page) == ["SHOP-1/1", "SHOP-2/2", "SHOP-4/2", "SHOP-5/3"]
    expect(page.locator(".toast")).to_contain_text("SHOP-5 moved")
    expect(page.locator("tr[data-key=SHOP-4]")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("tr[data-key=SHOP-5]")).to_have_attribute("aria-level", "3")
    assert parent(5) == 4
    page.keyboard.press("Control+z")
    expect(page.locator("tr[data-key=SHOP-5]")).to_have_attribute("aria-level", "1")
    expect(page.locator("tr[data-key=SHOP-4]")).not_to_have_attribute("aria-expanded", "true")


def test_row_9_a_row_is_dragged_out(visit, manager, family):
    page = visit(manager, TREE)
    box = page.locator("tr[data-key=SHOP-4] .key").bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    out = page.locator(".tree-out").bounding_box()
    page.mouse.move(out["x"] + 60, out["y"] + 10, steps=3)
    page.mouse.up()
    expect(page.locator("tr[data-key=SHOP-4]")).to_have_attribute("aria-level", "1")
    assert parent(4) is None


def test_row_9_a_level_that_does_not_fit_is_refused_and_goes_back(visit, manager, family):
    page = visit(manager, TREE)
    before = shape(page)
    drag(page, "SHOP-4", page.locator("tr[data-key=SHOP-5]"))
    page.mouse.up()
    expect(page.locator(".toast[data-tone=error]")).to_contain_text("Nothing of the level “Feature” can lie below")
    assert shape(page) == before
    assert parent(4) == 1


def test_row_9_a_branch_cannot_be_dropped_into_itself(visit, manager, family):
    page = visit(manager, TREE)
    drag(page, "SHOP-1", page.locator("tr[data-key=SHOP-2]"))
    expect(page.locator("[data-drop]")).to_have_count(0)
    page.mouse.up()
    expect(page.locator(".toast")).to_have_count(0)


def test_row_9_alt_and_arrows_indent_and_outdent(visit, manager, family):
    page = visit(manager, TREE)
    page.locator("tr[data-key=SHOP-4]").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(".tree-frame > [role=status]")).to_have_text("SHOP-4 now lies below SHOP-2.")
    expect(page.locator(".toast")).to_contain_text("SHOP-4 moved")
    assert parent(4) == 2
    page.goto(page.url + "&open=1,2")
    page.wait_for_function("() => window.htmx !== undefined")
    page.locator("tr[data-key=SHOP-4]").focus()
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("tr[data-key=SHOP-4]")).to_have_attribute("aria-level", "2")
    expect(page.locator(".toast")).to_contain_text("SHOP-4 moved")
    assert parent(4) == 1


def test_row_9_a_dialog_takes_any_parent(visit, manager, family):
    page = visit(manager, TREE)
    page.get_by_role("button", name="Move SHOP-5 to…").click(force=True)
    page.get_by_label("New parent").press_sequentially("Guests")
    page.locator("#tree-offers").get_by_role("option", name="SHOP-4").click()
    expect(page.locator(".toast")).to_contain_text("SHOP-5 moved")
    assert parent(5) == 4


def test_row_9_the_dialog_is_used_with_keys_alone(visit, manager, family):
    page = visit(manager, TREE)
    page.keyboard.press("j")
    page.keyboard.press("End")
    expect(page.locator("tr[data-key=SHOP-5]")).to_be_focused()
    page.keyboard.press("m")
    expect(page.get_by_label("New parent")).to_be_focused()
    page.keyboard.type("Guests")
    page.keyboard.press("Enter")  # before anything is offered
    expect(page.locator("tr[data-key=SHOP-5]")).to_have_attribute("aria-level", "3")
    assert parent(5) == 4
    expect(page.locator("tr[data-key=SHOP-5]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Move SHOP-5 to…")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # nothing is no parent
    expect(page.locator("tr[data-key=SHOP-5]")).to_have_attribute("aria-level", "1")
    assert parent(5) is None


def test_row_9_siblings_change_places_in_manual_order(visit, manager, family):
    page = visit(manager, TREE.replace("number", "rank"))
    page.locator("tr[data-key=SHOP-4]").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".toast")).to_contain_text("SHOP-4 moved")
    assert shape(page)[:3] == ["SHOP-1/1", "SHOP-4/2", "SHOP-2/2"]
    assert Requirement.objects.get(number=4).rank < Requirement.objects.get(number=2).rank


def test_row_9_a_conflict_goes_back_and_shows_the_truth(visit, manager, engineer, family):
    page = visit(manager, TREE)
    edit(Requirement.objects.get(number=5), by=engineer, parent=Requirement.objects.get(number=2))
    drag(page, "SHOP-5", page.locator("tr[data-key=SHOP-4]"))
    page.mouse.up()
    expect(page.locator(".toast[data-tone=error]")).to_contain_text("Somebody else changed SHOP-5")
    expect(page.locator("tr[data-key=SHOP-5]")).to_have_count(0)
    assert parent(5) == 2


def test_columns_stay_in_sight_beside_long_titles(visit, manager, family, make_requirement):
    make_requirement("A title that goes on and on " * 12)
    page = visit(manager, TREE)
    box = page.locator("[data-key=SHOP-6] td").last.bounding_box()
    assert box["x"] + box["width"] <= page.viewport_size["width"]


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_the_tree(visit, manager, family, width):
    page = visit(manager, f"{TREE}&open=1,2")
    page.set_viewport_size({"width": width, "height": 844})
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == []
