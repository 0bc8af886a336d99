"""The scope of a version in a browser: dragged, carried by keys, sent by its button, and refused."""

import pytest
from playwright.sync_api import expect

from roadmaps.operations.planning import create_version
from roadmaps.operations.scoping import plan_into

pytestmark = pytest.mark.browser


@pytest.fixture
def rows(version, make_requirement):
    """Two that are in the version, and two that wait."""
    make_requirement("First in", version=version)
    make_requirement("Second in", version=version)
    return [make_requirement(f"Waiting {n}", priority=n) for n in range(2)]


@pytest.fixture
def at(version):
    return f"/p/SHOP/versions/{version.pk}/?sort=priority"


def inside(page):
    return page.locator("[data-side=in] .scope-title")


def outside(page):
    return page.locator("[data-side=out] .scope-title")


def test_a_requirement_is_dragged_in_where_it_is_dropped_and_undone(visit, engineer, rows, at):
    page = visit(engineer, at)
    target = page.locator("[data-side=in] .scope-row", has_text="Second in")
    held, place = outside(page).first.bounding_box(), target.bounding_box()
    page.mouse.move(held["x"] + held["width"] - 2, held["y"] + held["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + 200, place["y"] + 20, steps=6)
    page.mouse.move(place["x"] + 200, place["y"] + 4, steps=3)
    page.mouse.up()
    expect(inside(page)).to_have_text(["First in", "Waiting 0", "Second in"])
    toast = page.locator(".toast", has_text=f"{rows[0].key} is in 2.4.")
    expect(toast).to_be_visible()
    toast.locator(".toast-undo").click()
    expect(inside(page)).to_have_text(["First in", "Second in"])
    expect(outside(page)).to_have_text(["Waiting 0", "Waiting 1"])


def test_the_same_by_keys(visit, engineer, rows, at):
    page = visit(engineer, at)
    page.locator("[data-side=out] .scope-row").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-scope-keys-target=voice]")).to_contain_text("Picked up")
    page.keyboard.press("ArrowLeft")
    expect(inside(page)).to_have_text(["Waiting 0", "First in", "Second in"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".toast", has_text=f"{rows[0].key} is in 2.4.")).to_be_visible()
    page.reload()
    expect(inside(page)).to_have_text(["First in", "Waiting 0", "Second in"])


def test_several_that_are_chosen_go_together(visit, engineer, rows, at):
    page = visit(engineer, at)
    for number in range(2):
        page.locator("[data-side=out] .scope-check").nth(number).check()
    page.get_by_role("button", name="Put the chosen in").click()
    expect(page.locator(".toast", has_text="2 requirements are in 2.4.")).to_be_visible()
    expect(inside(page)).to_have_count(4)
    expect(outside(page)).to_have_count(0)


def test_what_somebody_else_planned_meanwhile_goes_back_with_a_message(visit, engineer, manager, shop, rows, at):
    page = visit(engineer, at)
    plan_into(create_version(shop, by=manager, name="2.5"), [rows[0].key], by=manager)
    page.get_by_role("button", name=f"Put {rows[0].key} into 2.4").click()
    expect(page.locator(".toast", has_text="Somebody else was faster")).to_be_visible()
    expect(inside(page)).to_have_text(["First in", "Second in"])
    expect(outside(page)).to_have_text(["Waiting 1"])
