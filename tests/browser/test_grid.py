"""Interaction 3: the table edited in place, cell by cell, with the keyboard, an input method and a bad network."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from products.operations.workflow import add_field
from requirements.models import Requirement
from requirements.operations.authoring import edit
from requirements.operations.viewing import choose_columns

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/?sort=number"


@pytest.fixture
def three(make_requirement, requirement, engineer):
    """SHOP-1 to SHOP-3."""
    return [requirement, make_requirement("Second", estimate=2), make_requirement("Third")]


@pytest.fixture
def grid(visit, manager, shop, three):
    """`grid("status", "due")`: the table with these columns; the cell of a row and column is `grid.cell(1, "due")`."""

    def show(*columns, by=manager, address=LIST):
        choose_columns(shop, by=by, names=list(columns))
        show.page = visit(by, address)
        return show.page

    def cell(number, field):
        return show.page.locator(f'#row-{number} > [data-field="{field}"]')

    def focus(number, field):
        cell(number, field).click(position={"x": 4, "y": 4})
        expect_at(number, field)

    def expect_at(number, field):
        show.page.wait_for_function(
            "([row, field]) => document.activeElement?.closest('td')?.matches(`#row-${row} > [data-field='${field}']`)",
            arg=[number, field],
        )

    show.cell, show.focus, show.expect_at = cell, focus, expect_at
    return show


def stored(number, name):
    return getattr(Requirement.objects.get(number=number), name)


@pytest.fixture(autouse=True)
def impatient(page):
    page.set_default_timeout(8_000)


def test_arrows_walk_over_cells_and_tab_leaves_the_grid(grid):
    page = grid("status", "priority", "due")
    grid.focus(1, "status")
    page.keyboard.press("ArrowRight")
    grid.expect_at(1, "priority")
    page.keyboard.press("ArrowDown")
    grid.expect_at(2, "priority")
    page.keyboard.press("End")
    grid.expect_at(2, "due")
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    grid.expect_at(1, "key")
    page.keyboard.press("Control+End")
    grid.expect_at(3, "due")
    page.keyboard.press("PageUp")
    grid.expect_at(1, "due")
    page.keyboard.press("j")
    grid.expect_at(2, "due")
    assert page.locator("#rows tbody :is([tabindex='0'], .cell-input)").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#rows')") is None
    page.keyboard.press("Shift+Tab")
    grid.expect_at(2, "due")


def test_the_grid_says_how_large_it_is(grid):
    page = grid("status")
    table = page.locator("#rows")
    assert (table.get_attribute("aria-rowcount"), table.get_attribute("aria-colcount")) == ("4", "4")
    assert page.locator("#row-3").get_attribute("aria-rowindex") == "4"


def test_enter_edits_and_goes_down_tab_goes_sideways_escape_gives_up(grid):
    page = grid("estimate", "due")
    grid.focus(1, "title")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("New title")
    page.keyboard.press("Enter")
    grid.expect_at(2, "title")
    expect(grid.cell(1, "title").locator("a")).to_have_text("New title")
    expect(page.locator(".toast")).to_contain_text("SHOP-1 saved: Title")
    assert stored(1, "title") == "New title"

    grid.focus(1, "estimate")
    page.keyboard.type("3.5")
    page.keyboard.press("Tab")
    grid.expect_at(1, "due")
    page.keyboard.press("F2")
    page.keyboard.type("Q1 2027")
    page.keyboard.press("Shift+Tab")
    grid.expect_at(1, "estimate")
    expect(grid.cell(1, "due").locator("time")).to_have_text("2027 Q1")
    expect(grid.cell(1, "estimate")).to_contain_text("3.5")

    page.keyboard.type("9")
    page.keyboard.press("Escape")
    grid.expect_at(1, "estimate")
    expect(grid.cell(1, "estimate")).to_contain_text("3.5")
    assert stored(1, "estimate") == 3.5


def test_choices_are_narrowed_by_typing(grid, statuses, version, milestone, engineer):
    page = grid("status", "priority", "version", "owner", "kind", "level", "milestone")
    for field, typed, value in [
        ("status", "plan", ("status", statuses["planned"])), ("priority", "P0", ("priority", 0)),
        ("version", "2.4", ("version", version)), ("owner", "周", ("owner", engineer)),
        ("kind", "tech", ("kind", "technical")), ("level", "feat", ("level", "feature")),
        ("milestone", "freeze", ("milestone", milestone)),
    ]:  # fmt: skip
        grid.focus(2, field)
        page.keyboard.press("Enter")
        expect(page.locator("#cell-choices [role=option]").first).to_be_visible()
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        grid.expect_at(3, field)
        expect(grid.cell(2, field).locator(".cell-pending")).to_have_count(0)
        assert stored(2, value[0]) == value[1], field


def test_several_are_chosen_and_new_tags_are_made(grid, maya):
    page = grid("assignees", "tags")
    grid.focus(1, "tags")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-choices [role=option]")).to_have_text("checkout")
    page.keyboard.type("later")
    expect(page.locator("#cell-choices [role=option]:visible")).to_have_text("Add “later”")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(grid.cell(1, "tags").locator(".tag")).to_have_text(["checkout", "later"])

    grid.focus(1, "assignees")
    page.keyboard.press("Enter")
    page.keyboard.type("zzh")  # the first letters of 周子航
    expect(page.locator("#cell-choices [role=option]:visible").first).to_have_text("周子航")
    for _letter in "zzh":
        page.keyboard.press("Backspace")
    page.locator("#cell-choices").get_by_role("option", name=maya.name).click()
    page.keyboard.press("Control+Enter")
    expect(grid.cell(1, "assignees").locator(".avatar")).to_have_count(2)
    assert {row.user.name for row in Requirement.objects.get(number=1).assignments.all()} == {maya.name, "周子航"}


@pytest.fixture
def ticking(grid, maya):
    """SHOP-1's assignees with Maya ticked beside 周子航, and nothing saved yet."""
    page = grid("assignees")
    grid.focus(1, "assignees")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-choices").get_by_role("option", name=maya.name)).to_be_visible()
    page.keyboard.type(maya.name[:4])
    page.keyboard.press("Enter")
    expect(page.locator("#cell-choices [aria-selected=true]")).to_have_count(2)
    return page


def faces_of(number):
    return {row.user.name for row in Requirement.objects.get(number=number).assignments.all()}


def test_escape_gives_ticks_up(grid, ticking):
    expect(ticking.locator(".cell-hint")).to_contain_text("Cancel Esc")
    ticking.keyboard.type("zzz")
    ticking.keyboard.press("Escape")
    expect(ticking.locator("#cell-choices")).to_be_hidden()
    expect(grid.cell(1, "assignees").locator(".avatar")).to_have_count(1)
    grid.expect_at(1, "assignees")
    ticking.keyboard.press("Enter")
    expect(ticking.locator("#cell-choices [aria-selected=true]")).to_have_count(1)
    assert faces_of(1) == {"周子航"}


@pytest.mark.parametrize("way", ["Enter", "Tab", "outside", "button"])
def test_ticks_are_saved(grid, ticking, maya, way):
    if way == "outside":
        ticking.get_by_role("heading", level=1).click()
    elif way == "button":
        ticking.locator(".cell-hint").get_by_role("button", name="Save").click()
    else:
        ticking.keyboard.press(way)
    expect(grid.cell(1, "assignees").locator(".avatar")).to_have_count(2)
    assert faces_of(1) == {maya.name, "周子航"}


def test_leaving_a_tick_that_is_only_pointed_at_keeps_it(grid, ticking, maya):
    for _option in range(2):
        ticking.keyboard.press("ArrowDown")
    ticking.keyboard.press("Tab")
    expect(grid.cell(1, "assignees").locator(".avatar")).to_have_count(2)
    assert faces_of(1) == {maya.name, "周子航"}


def eventually(page, held):
    """Until the browser has handed a request over: in a moment of its own choosing."""
    for _turn in range(250):
        if held:
            return
        page.wait_for_timeout(20)


def test_typing_ahead_of_the_choices_loses_nothing(grid, statuses):
    page, held = grid("status", "parent"), []
    for number, field, typed, said in [(2, "status", "plan", statuses["planned"].name), (3, "parent", "2", "SHOP-2")]:
        grid.focus(number, field)
        page.route("**/cells/**", lambda route: held.append(route), times=1)
        page.keyboard.press("Enter")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(page.locator(".cell-input")).to_have_value(typed)
        eventually(page, held)
        held.pop().continue_()
        expect(grid.cell(number, field)).to_contain_text(said)
        expect(grid.cell(number, field).locator(".cell-pending")).to_have_count(0)


def test_a_word_that_is_no_choice_stays_in_its_cell(grid):
    page = grid("version")
    grid.focus(2, "version")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-choices")).to_be_visible()
    page.keyboard.type("no such version")
    expect(page.locator(".cell-panel")).to_contain_text("Nothing matches")
    page.keyboard.press("Enter")
    grid.expect_at(2, "version")
    expect(page.locator(".cell-input")).to_have_value("no such version")


def test_delete_and_enter_empty_a_choice(grid, three, manager, version):
    edit(three[1], by=manager, version=version)
    page = grid("version")
    grid.focus(2, "version")
    page.keyboard.press("Delete")
    expect(page.locator("#cell-choices [data-active]")).to_have_attribute("data-value", "")
    page.keyboard.press("Enter")
    expect(grid.cell(2, "version")).to_have_text("")
    assert stored(2, "version") is None


def test_choices_that_a_dead_network_keeps_back_are_asked_for_again(grid, console, statuses):
    page = grid("status")
    page.route("**/cells/**", lambda route: route.abort())
    grid.focus(2, "status")
    page.keyboard.press("Enter")
    page.keyboard.type("plan")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-message")).to_contain_text("Your text is kept")
    expect(page.locator(".cell-input")).to_have_value("plan")
    page.unroute("**/cells/**")
    page.get_by_role("button", name="Try again").click()
    expect(grid.cell(2, "status")).to_contain_text(statuses["planned"].name)
    console[:] = [text for text in console if "ERR_FAILED" not in text]


def test_a_cell_is_never_below_the_titles_that_stay(grid, page):
    page.set_viewport_size({"width": 900, "height": 600})
    grid("kind", "level", "status", "priority", "owner", "version", "milestone", "start", "due", "parent", "created")
    grid.focus(1, "title")
    page.keyboard.press("End")
    grid.expect_at(1, "created")
    for _column in range(10):
        page.keyboard.press("ArrowLeft")
        place = page.evaluate("document.activeElement.closest('td').getBoundingClientRect().left")
        assert place >= page.evaluate(
            "document.querySelector('#row-1 > .cell-title').getBoundingClientRect().right - 1"
        )


def test_own_fields_and_inputs_of_the_score_are_edited(grid, shop, manager):
    options = {"select": ["CN", "DE"], "multi_select": ["web", "app"]}
    kinds = ["text", "number", "date", "select", "multi_select", "person", "url", "rating"]
    for kind in kinds:
        add_field(shop, by=manager, key=f"a_{kind}", name=f"A {kind}", kind=kind, options=options.get(kind, []))
    page = grid("drivers.reach", *(f"custom.a_{kind}" for kind in kinds))
    typed = {
        "drivers.reach": "900", "custom.a_text": "words", "custom.a_number": "1.5", "custom.a_date": "2026-12-31",
        "custom.a_select": "DE", "custom.a_person": "Nobody known", "custom.a_url": "https://example.com/",
        "custom.a_rating": "★★★★",
    }  # fmt: skip
    for field, text in typed.items():
        grid.focus(3, field)
        page.keyboard.press("Enter")
        if field in ("custom.a_select", "custom.a_person", "custom.a_rating"):
            expect(page.locator("#cell-choices")).to_be_visible()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(grid.cell(3, field).locator(".cell-pending")).to_have_count(0)
        expect(grid.cell(3, field)).not_to_be_empty()
    grid.focus(3, "custom.a_multi_select")
    page.keyboard.press("Enter")
    page.locator("#cell-choices").get_by_role("option", name="app").click()
    page.keyboard.press("Tab")
    expect(grid.cell(3, "custom.a_multi_select").locator(".cell-pending")).to_have_count(0)
    expect(grid.cell(3, "custom.a_multi_select")).to_have_text("app")
    custom = stored(3, "custom")
    assert (custom["a_number"], custom["a_select"], custom["a_multi_select"], custom["a_rating"]) == (
        1.5,
        "DE",
        ["app"],
        4,
    )
    assert stored(3, "drivers") == {"reach": 900}


def test_a_refusal_keeps_the_text_in_the_cell_and_says_why(grid):
    page = grid("due", "drivers.impact")
    grid.focus(1, "drivers.impact")
    page.keyboard.type("70")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-message")).to_contain_text("out of range")
    grid.expect_at(1, "drivers.impact")
    editor = page.locator(".cell-input")
    expect(editor).to_have_value("70")
    expect(editor).to_have_attribute("aria-invalid", "true")
    expect(editor).to_have_attribute("aria-describedby", "cell-message")
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(grid.cell(1, "drivers.impact")).to_have_text("2")
    assert stored(1, "drivers")["impact"] == 2


def test_a_dead_network_keeps_the_text_and_offers_to_try_again(grid, console):
    page = grid("due")
    page.route("**/cells/**", lambda route: route.abort())
    grid.focus(2, "due")
    page.keyboard.type("2027")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-message")).to_contain_text("Your text is kept")
    expect(page.locator(".cell-input")).to_have_value("2027")
    page.unroute("**/cells/**")
    page.get_by_role("button", name="Try again").click()
    expect(grid.cell(2, "due").locator("time")).to_have_text("2027")
    console[:] = [text for text in console if "ERR_FAILED" not in text]


def test_a_dead_network_holds_nobody_in_a_cell_and_saves_when_it_is_back(grid, console):
    page = grid("due", "estimate")
    page.context.set_offline(True)
    grid.focus(2, "due")
    page.keyboard.type("2027")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-message")).to_contain_text("Your text is kept")
    page.keyboard.press("Tab")
    grid.expect_at(2, "estimate")
    expect(grid.cell(2, "due").locator(".cell-pending[data-failed]")).to_have_text("2027")
    page.keyboard.press("ArrowDown")
    grid.expect_at(3, "estimate")
    page.context.set_offline(False)
    expect(grid.cell(2, "due").locator("time")).to_have_text("2027")
    grid.expect_at(3, "estimate")
    console[:] = [text for text in console if "ERR_INTERNET_DISCONNECTED" not in text]


def test_two_tabs_on_one_cell_see_each_other(grid, three, engineer):
    page = grid("priority", "due")
    grid.focus(1, "title")
    page.keyboard.press("Enter")
    edit(three[0], by=engineer, title="Theirs")
    page.keyboard.press("Control+a")
    page.keyboard.type("Mine")
    page.keyboard.press("Enter")
    expect(page.locator(".cell-theirs")).to_contain_text("Theirs")
    expect(page.locator(".cell-input")).to_have_value("Mine")
    page.get_by_role("button", name="Keep mine").click()
    expect(grid.cell(1, "title").locator("a")).to_have_text("Mine")
    assert stored(1, "title") == "Mine"

    grid.focus(1, "title")
    page.keyboard.press("F2")
    edit(three[0], by=engineer, title="Theirs again")
    page.keyboard.type(" and more")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take theirs").click()
    expect(grid.cell(1, "title").locator("a")).to_have_text("Theirs again")


def test_declining_asks_for_the_reason_in_place(grid, statuses):
    page = grid("status")
    grid.focus(2, "status")
    page.keyboard.press("Enter")
    page.locator("#cell-choices").get_by_role("option", name=statuses["declined"].name).click()
    page.get_by_label("Reason for declining").fill("Too dear")
    page.get_by_role("button", name="Decline", exact=True).click()
    expect(grid.cell(2, "status").locator(".cell-pending")).to_have_count(0)
    expect(grid.cell(2, "status")).to_contain_text(statuses["declined"].name)
    assert stored(2, "decline_reason") == "Too dear"


def test_a_composition_starts_in_a_cell_and_enter_only_chooses_a_word(grid, ime):
    page = grid("due")
    grid.focus(2, "title")
    ime.compose("jie suan")
    expect(page.locator(".cell-input")).to_have_value("jie suan")
    ime.enter()
    grid.expect_at(2, "title")
    ime.commit("结算")
    expect(page.locator(".cell-input")).to_have_value("结算")
    assert stored(2, "title") == "Second"
    page.keyboard.press("Enter")
    expect(grid.cell(2, "title").locator("a")).to_have_text("结算")
    grid.expect_at(3, "title")


def test_whoever_may_only_read_edits_nothing(grid, support):
    page = grid("status", by=support)
    assert page.locator("#rows").get_attribute("aria-readonly") == "true"
    grid.focus(1, "title")
    for key in ("F2", "9", "Delete"):
        page.keyboard.press(key)
    assert page.locator(".cell-input, .cell-pending").count() == 0
    assert page.locator("#rows input").count() == 0


def test_a_save_can_be_undone(grid):
    page = grid("estimate")
    grid.focus(2, "estimate")
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    expect(grid.cell(2, "estimate")).to_have_text("8")
    page.locator(".toast-undo").click()
    page.wait_for_load_state()
    expect(grid.cell(2, "estimate")).to_have_text("2")


def test_axe_finds_nothing_in_the_grid_and_its_editors(grid):
    page = grid("status", "due", "tags")
    for number, field, key in [(1, "status", "Enter"), (1, "due", "F2"), (2, "tags", "Enter")]:
        grid.focus(number, field)
        page.keyboard.press(key)
        page.wait_for_timeout(200)
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == [], field
        page.keyboard.press("Escape")
