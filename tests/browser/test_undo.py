"""Interface row 12: undo by the message and by Ctrl+Z."""

import pytest
from playwright.sync_api import expect

from requirements.models import Requirement
from requirements.operations.authoring import delete

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/?sort=number"


@pytest.fixture
def changed(visit, manager, make_requirement):
    """The list after the status of SHOP-1 was changed by key."""
    make_requirement("Requirement 1")
    page = visit(manager, LIST)
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.locator("#item-choices").get_by_role("combobox").fill("planned")
    page.keyboard.press("Enter")
    expect(page.locator("#row-1 [data-field=status]")).to_have_text("Planned")
    return page


def prioritise(page, cell, level):
    """Give the row one stands on a priority by key; its cell shows it."""
    page.keyboard.press("p")
    page.locator("#item-choices").get_by_role("combobox").fill(f"P{level}")
    page.keyboard.press("Enter")
    expect(cell).to_have_attribute("data-value", str(level))


def test_the_message_takes_it_back(changed):
    changed.locator(".toast").get_by_role("button", name="Undo").click()
    expect(changed.locator("#row-1 [data-field=status]")).to_have_text("To assess")


def test_ctrl_z_takes_it_back_also_after_the_message_has_left(changed):
    changed.locator(".toast").get_by_role("button", name="Dismiss").click()
    expect(changed.locator(".toast")).to_have_count(0)
    changed.keyboard.press("Control+z")
    expect(changed.locator("#row-1 [data-field=status]")).to_have_text("To assess")
    expect(changed.locator(".toast")).to_contain_text("Undone: SHOP-1")
    changed.locator(".toast").get_by_role("button", name="Dismiss").click()
    changed.keyboard.press("Control+z")
    expect(changed.locator(".toast")).to_contain_text("nothing of yours")


def test_ctrl_z_twice_takes_two_changes_back_and_with_shift_one_is_done_again(changed):
    status, priority = (changed.locator(f"#row-1 [data-field={name}]") for name in ("status", "priority"))
    before = priority.get_attribute("data-value")
    prioritise(changed, priority, 0)
    changed.keyboard.press("Control+z")
    changed.keyboard.press("Control+z")
    expect(priority).to_have_attribute("data-value", before)
    expect(status).to_have_text("To assess")
    expect(changed.locator(".toast").last.get_by_role("button", name="Redo")).to_be_visible()
    changed.keyboard.press("Control+Shift+z")
    expect(changed.locator(".toast").last).to_contain_text("Done again: SHOP-1")
    expect(status.filter(has_text="Planned").or_(changed.locator("#row-1 [data-value='0']")).first).to_be_visible()
    changed.keyboard.press("Control+z")
    expect(status).to_have_text("To assess")


def test_ctrl_z_in_a_field_undoes_the_typing_only(changed):
    changed.keyboard.press("/")
    changed.keyboard.type("Req")
    changed.keyboard.press("Control+z")
    changed.wait_for_timeout(300)
    expect(changed.locator(".toast", has_text="Undone")).to_have_count(0)
    assert Requirement.objects.get().status.name == "Planned"


def test_several_go_back_as_one(visit, manager, make_requirement):
    for n in range(1, 4):
        make_requirement(f"Requirement {n}")
    page = visit(manager, LIST)
    for _row in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    page.keyboard.press("p")
    page.locator("#bulk-priority").get_by_role("button", name="P0").click()
    urgent = page.locator("[data-field=priority][data-value='0']")
    expect(urgent).to_have_count(3)
    page.locator(".toast").last.get_by_role("button", name="Dismiss").click()
    page.keyboard.press("Control+z")
    expect(urgent).to_have_count(0)


def test_the_place_is_kept_far_down_the_list(visit, manager, make_requirement):
    for n in range(1, 121):
        make_requirement(f"Requirement {n}")
    page = visit(manager, LIST)
    pane = page.locator("#content")
    for number in (40, 90, 110):
        page.locator(f"#row-{number}").scroll_into_view_if_needed()
    page.locator("#row-100 .cell-check input").check()
    page.keyboard.press("j")
    page.keyboard.press("x")
    place = pane.evaluate("pane => pane.scrollTop")
    page.keyboard.press("p")
    page.locator("#bulk-priority").get_by_role("button", name="P0").click()
    urgent = page.locator("[data-field=priority][data-value='0']")
    expect(urgent).to_have_count(2)
    expect(page.locator("#row-101 [data-field=key]")).to_be_focused()
    assert abs(pane.evaluate("pane => pane.scrollTop") - place) < 2
    page.keyboard.press("Control+z")
    expect(urgent).to_have_count(0)
    expect(page.locator("#row-101 [data-field=key]")).to_be_focused()
    assert abs(pane.evaluate("pane => pane.scrollTop") - place) < 2


def test_two_undos_of_one_row_that_come_close_together_both_show(changed):
    status, priority = (changed.locator(f"#row-1 [data-field={name}]") for name in ("status", "priority"))
    before = priority.get_attribute("data-value")
    prioritise(changed, priority, 0)
    changed.route("**/1/row/**", lambda route: (changed.wait_for_timeout(400), route.continue_()))
    changed.keyboard.press("Control+z")
    changed.keyboard.press("Control+z")
    expect(priority).to_have_attribute("data-value", before)
    expect(status).to_have_text("To assess")


def test_three_quick_undos_of_one_value_go_one_after_the_other(changed):
    priority = changed.locator("#row-1 [data-field=priority]")
    before = priority.get_attribute("data-value")
    for value in (0, 1, 2):
        changed.keyboard.press("p")
        changed.locator("#item-choices").get_by_role("combobox").fill(f"P{value}")
        changed.keyboard.press("Enter")
        expect(priority).to_have_attribute("data-value", str(value))
    held = []
    changed.route("**/changes/undo/**", lambda route: held.append(route) if not held else route.continue_())
    for _press in range(3):
        changed.keyboard.press("Control+z")
    changed.wait_for_timeout(300)
    held[0].continue_()
    expect(priority).to_have_attribute("data-value", before)
    expect(changed.locator(".toast", has_text="cannot be undone")).to_have_count(0)


def test_where_the_last_message_has_nothing_to_undo_the_key_says_so_first(changed):
    status = changed.locator("#row-1 [data-field=status]")
    changed.keyboard.press("x")
    changed.keyboard.press("s")
    changed.locator("#bulk-status").get_by_role("button", name="Planned").click()
    expect(changed.locator(".toast").last).to_contain_text("0 requirements changed")
    changed.keyboard.press("Escape")
    changed.keyboard.press("Control+z")
    expect(changed.locator(".toast").last).to_contain_text("nothing to undo in that")
    expect(status).to_have_text("Planned")
    changed.keyboard.press("Control+z")
    expect(changed.locator(".toast").last).to_contain_text("Undone: SHOP-1")
    expect(status).to_have_text("To assess")


def test_no_more_than_two_messages_stand_over_the_page_and_the_key_reaches_further(changed):
    priority = changed.locator("#row-1 [data-field=priority]")
    for value in (0, 1, 2):
        changed.keyboard.press("p")
        changed.locator("#item-choices").get_by_role("combobox").fill(f"P{value}")
        changed.keyboard.press("Enter")
        expect(priority).to_have_attribute("data-value", str(value))
    expect(changed.locator(".toast")).to_have_count(2)
    for value in ("1", "0"):
        changed.keyboard.press("Control+z")
        expect(priority).to_have_attribute("data-value", value)


def test_after_restoring_the_next_entry_of_the_trash_has_the_focus(visit, manager, make_requirement):
    for n in range(1, 31):
        delete(make_requirement(f"Requirement {n}"), by=manager)
    page = visit(manager, "/p/SHOP/trash/")
    pane = page.locator("#content")
    entry = page.locator("#trash li", has_text="SHOP-8 ")
    entry.get_by_role("button", name="Restore").focus()
    place = pane.evaluate("pane => pane.scrollTop")
    page.keyboard.press("Enter")
    expect(entry).to_have_count(0)
    expect(page.locator("#trash li", has_text="SHOP-7 ").get_by_role("button", name="Restore")).to_be_focused()
    assert abs(pane.evaluate("pane => pane.scrollTop") - place) < 60
    expect(page.locator(".toast")).to_contain_text("Undone: SHOP-8")
    page.keyboard.press("Control+Shift+z")
    expect(entry).to_have_count(1)
    assert not Requirement.objects.exists()


def test_after_the_last_one_the_way_to_the_list_has_the_focus(visit, manager, make_requirement):
    delete(make_requirement("Only one"), by=manager)
    page = visit(manager, "/p/SHOP/trash/")
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_role("link", name="To the list")).to_be_focused()


def test_after_deleting_the_next_row_has_the_focus_and_the_list_stays(visit, manager, make_requirement):
    for n in range(1, 41):
        make_requirement(f"Requirement {n}")
    page = visit(manager, LIST)
    pane = page.locator("#content")
    page.locator("#row-30 [data-field=title]").click(position={"x": 2, "y": 2})
    page.keyboard.press("x")
    place = pane.evaluate("pane => pane.scrollTop")
    page.locator(".bulk [data-tone=danger]").click()
    expect(page.locator("#row-30")).to_have_count(0)
    expect(page.locator("#row-31:focus, #row-31 :focus")).to_have_count(1)
    assert abs(pane.evaluate("pane => pane.scrollTop") - place) < 2


def test_deleting_on_the_page_of_one_leads_back_to_the_list_as_it_was(visit, manager, make_requirement):
    for n in range(1, 5):
        make_requirement(f"Requirement {n}")
    page = visit(manager, LIST)
    page.locator("#row-2").get_by_role("link", name="Requirement 2").click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Move to the trash").click()
    page.wait_for_url("**/requirements/?sort=number")
    expect(page.locator(".toast")).to_contain_text("SHOP-2 is in the trash.")
    expect(page.locator("#row-3:focus, #row-3 :focus")).to_have_count(1)
