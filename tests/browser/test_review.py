"""The meeting room 评审 in real browsers: silent scores of two reviewers, the reveal, what people type is kept."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from requirements.models import Decision, SealedScore
from requirements.operations.reviewing import add_to_agenda, invite, open_review, schedule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
POLLED = 9_000  # milliseconds: two rounds of polling


@pytest.fixture
def room(shop, manager, engineer, maya, requirement, make_requirement):
    """The address of a review that is under way, with two requirements on its agenda."""
    other = make_requirement("第二个议题：退款进度")
    review = schedule(shop, by=manager, title="Sprint 24 评审", starts_at=datetime(2026, 12, 1, 6, 30, tzinfo=UTC))
    invite(review, [engineer, maya], by=manager)
    add_to_agenda(review, [requirement, other], by=manager)
    open_review(review, by=manager)
    return f"/p/SHOP/reviews/{review.pk}/"


@pytest.fixture
def enter(browser, live_server, transactional_db):
    """`enter(user, address)` opens the address in a browser of that person's own."""
    contexts, complaints = [], []

    def go(user, address):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        contexts.append(context)
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        page.wait_for_function("() => window.htmx !== undefined")
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def score(page, value, why):
    page.get_by_role("radio", name=str(value), exact=True).check(force=True)
    page.get_by_label("Why").fill(why)
    page.get_by_role("button", name="Seal my score").click()
    expect(page.get_by_text("Your score is sealed. Nobody else")).to_be_visible()


def test_two_reviewers_score_silently_and_the_reveal_shows_both(enter, room, manager, engineer, maya):
    first, second, chair = enter(engineer, room), enter(maya, room), enter(manager, room)
    score(first, 2, "Too risky before the sale")
    score(second, 5, "Worth every day")
    expect(first.get_by_text("2 of 3 have scored")).to_be_visible(timeout=POLLED)
    assert "Worth every day" not in first.content()
    assert "Too risky" not in second.content()
    assert "Too risky" not in chair.content()
    expect(chair.get_by_role("button", name="Reveal")).to_be_visible(timeout=POLLED)
    chair.keyboard.press("r")
    for page in (chair, first, second):
        expect(page.get_by_role("img", name="Value: 2 scores")).to_be_visible(timeout=POLLED)
        expect(page.get_by_role("cell", name="Worth every day")).to_be_visible()
        expect(page.get_by_role("cell", name="Too risky before the sale")).to_be_visible()
        expect(page.get_by_text("far apart: talk first")).to_be_visible()
    assert SealedScore.objects.count() == 2


def test_what_is_being_filled_in_survives_what_others_do(enter, room, engineer, maya):
    first, second = enter(engineer, room), enter(maya, room)
    first.get_by_role("radio", name="4", exact=True).check(force=True)
    first.get_by_label("Why").fill("Half a thou")
    first.get_by_label("Why").blur()
    score(second, 3, "Fine")
    expect(first.get_by_text("1 of 3 have scored")).to_be_visible(timeout=POLLED)
    expect(first.get_by_role("radio", name="4", exact=True)).to_be_checked()
    expect(first.get_by_label("Why")).to_have_value("Half a thou")
    first.get_by_role("button", name="Seal my score").click()
    expect(first.get_by_text("2 of 3 have scored")).to_be_visible()


def test_the_meeting_is_held_with_the_keyboard_alone(enter, room, manager):
    page = enter(manager, room)
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="第二个议题：退款进度")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_role("heading", name="结算页一步完成")).to_be_visible()
    page.get_by_role("radio", name="Decline").focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("Votes ≥")).to_be_visible()
    page.get_by_label("Reason").focus()
    page.keyboard.type("Not before the sale")
    page.get_by_label("Votes ≥").focus()
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    expect(page.get_by_text("comes back at Votes ≥ 40")).to_be_visible()
    assert Decision.objects.get().reason == "Not before the sale"
    page.keyboard.press("g")
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="Reviews", level=1)).to_be_visible()


def agenda(review_page):
    return review_page.locator(".plan-row .key, .agenda-item .key")


def offer(review_page, title):
    return review_page.get_by_role("listbox", name="Requirements").get_by_role("option", name=title)


@pytest.mark.parametrize("address", ["", "edit/"])
def test_enter_takes_the_requirement_that_is_offered(enter, room, manager, make_requirement, address):
    for title in ("Gift cards", "Gift wrapping"):
        make_requirement(title)
    page = enter(manager, room + address)
    field = page.get_by_role("combobox", name="Add a requirement: key or title")
    field.press_sequentially("Gift")
    expect(offer(page, "Gift wrapping")).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    expect(offer(page, "Gift cards")).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(agenda(page).last).to_have_text("SHOP-3")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("wrapping")
    page.keyboard.press("Enter")  # before anything is offered
    expect(agenda(page)).to_have_count(4)
    expect(agenda(page).last).to_have_text("SHOP-4")
    field.press_sequentially("Gift")
    expect(offer(page, "Gift cards")).to_be_visible()
    field.press("Escape")
    expect(offer(page, "Gift")).to_have_count(0)
    expect(field).to_have_value("Gift")
    field.press("Control+a")
    field.press_sequentially("unheard of")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is no requirement")
    expect(field).to_be_focused()


def test_enter_while_composing_takes_nothing(visit, manager, room, make_requirement, ime):
    make_requirement("支付方式")
    page = visit(manager, room + "edit/")
    field = page.get_by_role("combobox", name="Add a requirement: key or title")
    field.press_sequentially("支")
    expect(offer(page, "支付方式")).to_be_visible()
    ime.compose("zhifu")
    ime.enter()
    ime.commit("付")
    expect(field).to_have_value("支付")
    expect(agenda(page)).to_have_count(2)
    field.press("Enter")
    expect(agenda(page)).to_have_count(3)


def test_the_button_says_what_it_does_now(enter, shop, manager):
    review = schedule(shop, by=manager, title="Soon", starts_at=datetime(2026, 12, 1, 6, 30, tzinfo=UTC))
    page = enter(manager, f"/p/SHOP/reviews/{review.pk}/")
    page.get_by_role("button", name="Begin the review").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Close the review")).to_be_visible()
    expect(page.get_by_role("button", name="Begin the review")).to_have_count(0)


def test_ctrl_enter_sends_from_any_field(enter, room, manager):
    page = enter(manager, room)
    page.get_by_role("radio", name="Decline").focus()
    page.keyboard.press("Space")
    page.get_by_label("Reason").focus()
    page.keyboard.type("Too dear")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".decisions")).to_contain_text("Too dear")
    assert Decision.objects.count() == 1


def test_the_focus_stays_where_people_work(enter, room, manager, engineer):
    score(enter(engineer, room), 4, "Yes")
    page = enter(manager, room)
    page.get_by_role("button", name="Reveal").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Scores")).to_be_focused()
    page.get_by_role("radio", name="Accept").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    following = page.locator("#item-next")
    expect(following).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="第二个议题：退款进度")).to_be_visible()
    expect(page.locator("article.room-item")).to_be_focused()
    page.get_by_role("radio", name="Accept").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Decision", exact=True)).to_be_focused()
    page.get_by_role("button", name="Close the review").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Meeting")).to_be_focused()


def test_the_focus_stays_where_people_prepare(enter, room, manager):
    page = enter(manager, room + "edit/")
    page.get_by_role("button", name="Move SHOP-2 up").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move SHOP-2 down")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move SHOP-2 up")).to_be_focused()
    page.get_by_label("Minutes for SHOP-1").focus()
    page.keyboard.type("15")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Minutes for SHOP-1")).to_be_focused()
    expect(page.get_by_label("Minutes for SHOP-1")).to_have_value("15")
    page.get_by_role("button", name="Take SHOP-1 off the agenda").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Agenda")).to_be_focused()
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Invite").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Invited")).to_be_focused()


def test_a_refused_decision_keeps_what_was_typed(enter, room, manager):
    page = enter(manager, room)
    page.get_by_role("radio", name="Decline").check(force=True)
    page.get_by_label("Votes ≥").fill("40")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Say why: people will ask.")).to_be_visible()
    expect(page.get_by_label("Votes ≥")).to_have_value("40")
    expect(page.get_by_role("radio", name="Decline")).to_be_checked()
    page.wait_for_timeout(5_000)  # a round of polling passes over it
    expect(page.get_by_text("Say why: people will ask.")).to_be_visible()


def test_room_and_list_have_no_accessibility_findings(enter, room, manager, engineer):
    from axe_playwright_python.sync_playwright import Axe

    score(enter(engineer, room), 4, "Yes")
    page = enter(manager, room)
    page.get_by_role("button", name="Reveal").click()
    expect(page.get_by_role("img", name="Value: 1 scores")).to_be_visible()
    for address in ("", "edit/", "minutes/", "../", "../attendance/", "../new/"):
        page.goto(page.url.split("/p/")[0] + room + address)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], address
