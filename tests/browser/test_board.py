"""Interaction 9 on the board: dragging, the keyboard and the menu move cards; what is refused goes back."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from products.operations.workflow import edit_status
from requirements.models import Requirement
from requirements.operations.authoring import edit

pytestmark = pytest.mark.browser
BOARD = "/p/SHOP/requirements/board/?sort=rank"
LIST = re.compile(r"/requirements/board/")


@pytest.fixture
def cards(make_requirement, statuses):
    """SHOP-1 to SHOP-3 are new, SHOP-4 and SHOP-5 planned."""
    return [make_requirement(f"Card {n}", status=statuses["new" if n < 3 else "planned"]) for n in range(5)]


def keys(page, status):
    return page.locator(f"ol[data-column='{status.pk}'] .card .key").all_text_contents()


def drag(page, key, target, *, at=0.5):
    """With the mouse from a card's key to the part `at` of the target's height."""
    start = page.locator(f"[data-key={key}] .key").bounding_box()
    end = target.bounding_box()
    page.mouse.move(start["x"] + 4, start["y"] + 4)
    page.mouse.down()
    page.mouse.move(start["x"] + 14, start["y"] + 14)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] * at, steps=4)
    page.mouse.up()


def saved(page):
    expect(page.locator(".card[data-saving]")).to_have_count(0)
    return list(Requirement.objects.order_by("rank").values_list("key", flat=True))


def column(page, status):
    return page.locator(f"ol[data-column='{status.pk}']")


def test_row_9_a_card_is_dragged_to_another_column_and_within_it(visit, manager, cards, statuses):
    page = visit(manager, BOARD)
    drag(page, "SHOP-1", page.locator("[data-key=SHOP-5]"), at=0.2)
    assert keys(page, statuses["planned"]) == ["SHOP-4", "SHOP-1", "SHOP-5"]
    assert saved(page) == ["SHOP-2", "SHOP-3", "SHOP-4", "SHOP-1", "SHOP-5"]
    expect(page.locator(".toast")).to_contain_text("SHOP-1 moved to Planned.")
    expect(page.locator(f".board-count[data-column='{statuses['planned'].pk}']")).to_have_text("3")
    drag(page, "SHOP-3", page.locator("[data-key=SHOP-2]"), at=0.2)
    assert keys(page, statuses["new"]) == ["SHOP-3", "SHOP-2"]
    assert saved(page)[:2] == ["SHOP-3", "SHOP-2"]
    page.reload()
    assert keys(page, statuses["new"]) == ["SHOP-3", "SHOP-2"]
    assert keys(page, statuses["planned"]) == ["SHOP-4", "SHOP-1", "SHOP-5"]


def test_row_9_a_drop_is_painted_within_100_ms(visit, manager, cards, statuses):
    page = visit(manager, BOARD)
    page.evaluate("""() => document.addEventListener("pointerup", () => {
        const began = performance.now()
        requestAnimationFrame(() => setTimeout(() => { (window.took ??= []).push(performance.now() - began) }))
    }, true)""")
    for n in range(5):
        drag(page, f"SHOP-{n + 1}", column(page, statuses["review"]))
        saved(page)
    took = page.evaluate("window.took")
    assert len(took) == 5
    assert max(took) <= 100, took


def test_row_9_undo_takes_a_drop_back(visit, manager, cards, statuses):
    page = visit(manager, BOARD)
    drag(page, "SHOP-1", column(page, statuses["done"]))
    page.locator(".toast .toast-undo").click()
    expect(column(page, statuses["new"]).locator(".card")).to_have_count(3)
    assert keys(page, statuses["new"]) == ["SHOP-1", "SHOP-2", "SHOP-3"]


@pytest.fixture
def held(page):
    """An undo after which the board, drawn anew, arrives only when it is let go."""

    class Held:
        def __init__(self):
            self.routes = []

        def undo(self):
            page.route(LIST, lambda route: self.routes.append(route), times=1)
            with page.expect_request(LIST):
                page.keyboard.press("Control+z")

        def let_go(self):
            self.routes.pop().continue_()

    return Held()


def test_row_9_what_is_moved_before_an_undo_is_drawn_is_nobodys_conflict(visit, manager, cards, statuses, held):
    page = visit(manager, BOARD)
    drag(page, "SHOP-1", column(page, statuses["planned"]))
    saved(page)
    held.undo()
    drag(page, "SHOP-1", column(page, statuses["done"]))
    held.let_go()
    saved(page)
    assert Requirement.objects.get(key="SHOP-1").status == statuses["done"]
    expect(column(page, statuses["done"]).locator("[data-key=SHOP-1]")).to_be_visible()
    expect(page.locator(".toast[data-tone=error]")).to_have_count(0)


def test_row_9_an_open_menu_stays_while_the_board_would_be_drawn_anew(visit, manager, cards, statuses, held):
    page = visit(manager, BOARD)
    drag(page, "SHOP-1", column(page, statuses["planned"]))
    saved(page)
    held.undo()
    page.get_by_role("button", name="Move SHOP-2 to…").click()
    with page.expect_response(LIST):
        held.let_go()
    expect(page.locator("#move-menu")).to_be_visible()
    page.locator("#move-menu").get_by_role("button", name="In progress").click()
    expect(column(page, statuses["new"]).locator("[data-key=SHOP-1]")).to_be_visible()
    assert keys(page, statuses["active"]) == ["SHOP-2"]
    assert Requirement.objects.get(key="SHOP-2").status == statuses["active"]


def test_row_9_the_keyboard_picks_up_moves_and_drops(visit, manager, cards, statuses):
    page = visit(manager, BOARD)
    page.locator("[data-key=SHOP-1]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-key=SHOP-2]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".board [role=status]")).to_contain_text("Picked up")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".board [role=status]")).to_have_text("Planned, place 2 of 3")
    expect(page.locator("[data-key=SHOP-2]")).to_be_focused()
    page.keyboard.press("Enter")
    assert saved(page) == ["SHOP-1", "SHOP-3", "SHOP-4", "SHOP-2", "SHOP-5"]
    assert Requirement.objects.get(key="SHOP-2").status == statuses["planned"]
    expect(page.locator("[data-key=SHOP-2]")).to_be_focused()


def test_row_9_escape_puts_a_carried_card_back(visit, manager, cards, statuses):
    page = visit(manager, BOARD)
    page.locator("[data-key=SHOP-2]").focus()
    for key in ("Enter", "ArrowUp", "ArrowRight", "Escape"):
        page.keyboard.press(key)
    assert keys(page, statuses["new"]) == ["SHOP-1", "SHOP-2", "SHOP-3"]
    expect(page.locator("[data-key=SHOP-2]")).to_be_focused()
    expect(page.locator(".toast")).to_have_count(0)


def test_row_9_escape_ends_a_drag(visit, manager, cards, statuses):
    page = visit(manager, BOARD)
    box = page.locator("[data-key=SHOP-1] .key").bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + 600, box["y"] + 100, steps=4)
    expect(page.locator(".ghost")).to_have_count(1)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".ghost")).to_have_count(0)
    assert keys(page, statuses["new"]) == ["SHOP-1", "SHOP-2", "SHOP-3"]
    assert page.url.endswith(BOARD)


def test_row_9_a_menu_moves_without_dragging(visit, manager, cards, statuses):
    page = visit(manager, BOARD)
    page.get_by_role("button", name="Move SHOP-1 to…").focus()
    page.keyboard.press("Enter")
    page.locator("#move-menu").get_by_role("button", name="In progress").click()
    assert keys(page, statuses["active"]) == ["SHOP-1"]
    saved(page)
    assert Requirement.objects.get(key="SHOP-1").status == statuses["active"]
    page.keyboard.press("m")
    expect(page.locator("#move-menu")).to_contain_text("Move SHOP-1 to…")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Move SHOP-3 to…").click()
    page.locator("#move-menu").get_by_role("button", name="Up").click()
    assert keys(page, statuses["new"]) == ["SHOP-3", "SHOP-2"]
    assert saved(page).index("SHOP-3") < saved(page).index("SHOP-2")


def test_row_9_a_conflict_rolls_back_with_a_message_and_shows_the_truth(visit, manager, engineer, cards, statuses):
    page = visit(manager, BOARD)
    edit(cards[0], by=engineer, status=statuses["done"])
    drag(page, "SHOP-1", column(page, statuses["active"]))
    expect(page.locator(".toast[data-tone=error]")).to_contain_text("Somebody else changed SHOP-1")
    expect(column(page, statuses["done"]).locator("[data-key=SHOP-1]")).to_be_visible()
    expect(page.locator(f".board-count[data-column='{statuses['active'].pk}']")).to_have_text("0")


def test_row_9_offline_the_card_returns(visit, manager, cards, statuses):
    page = visit(manager, BOARD)
    page.context.set_offline(True)
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')) }")  # the console stays silent
    drag(page, "SHOP-1", column(page, statuses["active"]))
    expect(page.locator(".toast[data-tone=error]")).to_contain_text("Everything is where it was")
    assert keys(page, statuses["new"]) == ["SHOP-1", "SHOP-2", "SHOP-3"]
    page.context.set_offline(False)


def test_row_9_declining_asks_for_the_reason(visit, manager, cards, statuses):
    page = visit(manager, BOARD)
    page.set_viewport_size({"width": 1700, "height": 900})
    drag(page, "SHOP-1", column(page, statuses["declined"]))
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert keys(page, statuses["new"]) == ["SHOP-1", "SHOP-2", "SHOP-3"]
    drag(page, "SHOP-1", column(page, statuses["declined"]))
    page.get_by_label("Reason for declining").fill("Too dear")
    page.get_by_role("dialog").get_by_role("button", name="Decline").click()
    expect(page.locator(".toast")).to_contain_text("SHOP-1 moved to Declined")
    assert Requirement.objects.get(key="SHOP-1").decline_reason == "Too dear"


def test_a_limit_that_is_exceeded_is_said_in_words(visit, manager, owner, cards, statuses):
    edit_status(statuses["planned"], by=owner, wip_limit=2)
    page = visit(manager, BOARD)
    count = page.locator(f".board-count[data-column='{statuses['planned'].pk}']")
    expect(count).to_have_text("2 / 2", use_inner_text=True)
    drag(page, "SHOP-1", column(page, statuses["planned"]))
    expect(count).to_contain_text("3 / 2")
    expect(count.get_by_text("over the limit")).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("3 of 2: above the limit.")


def test_ordered_by_score_a_card_lands_where_its_score_belongs(visit, manager, cards, statuses):
    for n, card in enumerate(cards):
        Requirement.objects.filter(pk=card.pk).update(score=[50, 90, 10, 70, 20][n])
    page = visit(manager, BOARD.removesuffix("?sort=rank"))
    drag(page, "SHOP-1", column(page, statuses["planned"]), at=0.95)
    assert keys(page, statuses["planned"]) == ["SHOP-4", "SHOP-1", "SHOP-5"]
    saved(page)
    drag(page, "SHOP-3", page.locator("[data-key=SHOP-2]"), at=0.1)
    expect(page.locator(".toast").last).to_contain_text("ordered by Score")
    page.locator(".toast").last.get_by_role("link", name="Open").click()
    expect(page).to_have_url(re.compile("sort=rank"))


def test_lanes_change_their_field(visit, manager, cards, statuses):
    edit(cards[4], by=manager, priority=0)
    page = visit(manager, f"{BOARD}&lanes=priority")
    drag(page, "SHOP-1", page.locator(f"ol[data-column='{statuses['planned'].pk}'][data-lane='0']"))
    saved(page)
    moved = Requirement.objects.get(key="SHOP-1")
    assert (moved.priority, moved.status) == (0, statuses["planned"])
    expect(page.locator("[data-key=SHOP-1] .priority")).to_have_attribute("data-level", "0")


def test_a_finger_drags_after_a_moments_rest(browser, live_server, manager, cards, statuses, visit):
    page = visit(manager, BOARD)
    box = page.locator("[data-key=SHOP-1] .key").bounding_box()
    end = column(page, statuses["review"]).bounding_box()
    touch = page.context.new_cdp_session(page)

    def point(kind, x, y):
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    point("touchStart", box["x"] + 4, box["y"] + 4)
    page.wait_for_selector(".ghost")
    point("touchMove", end["x"] + 40, end["y"] + 40)
    point("touchEnd", 0, 0)
    assert keys(page, statuses["review"]) == ["SHOP-1"]
    saved(page)


def test_more_cards_come_while_scrolling(visit, manager, make_requirement):
    for n in range(45):
        make_requirement(f"Requirement {n}")
    page = visit(manager, BOARD)
    page.locator("#content").evaluate("pane => pane.scrollTo(0, pane.scrollHeight)")
    expect(page.locator(".card")).to_have_count(40)
    page.locator("#content").evaluate("pane => pane.scrollTo(0, pane.scrollHeight)")
    expect(page.locator(".card")).to_have_count(45)


def test_readers_cannot_lift_cards(visit, support, cards, statuses):
    page = visit(support, BOARD)
    drag(page, "SHOP-1", column(page, statuses["active"]))
    assert keys(page, statuses["new"]) == ["SHOP-1", "SHOP-2", "SHOP-3"]
    page.locator("[data-key=SHOP-1]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-carried]")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_on_the_board(visit, manager, cards, width, language):
    manager.language = language
    manager.save(update_fields=["language"])
    for address in (BOARD, f"{BOARD}&lanes=priority&status=open&by=charm"):
        page = visit(manager, address)
        page.set_viewport_size({"width": width, "height": 844})
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == []
