"""The inbox by keyboard: J and K go, E is done, H comes again tomorrow, M asks whether to mute."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from changes.stream import catch_up
from notifications.models import Mute, Notification
from notifications.unread import count_anew
from requirements.operations.details import comment
from roadmaps.models import Milestone
from tests.platform.processes import eventually

pytestmark = pytest.mark.browser


@pytest.fixture
def inbox(shop, engineer):
    for n in range(3):
        thing = Milestone.objects.create(product=shop, name=f"Beta {n}", due_on="2026-12-01")
        Notification.objects.create(
            user=engineer, product=shop, milestone=thing, name=thing.name, reason="owner", day="2026-11-24",
            target_on="2026-12-01",
        )  # fmt: skip
    count_anew([engineer.pk])  # a run a moment ago may have counted for the same number


def row(page, name):
    return page.locator("tr", has_text=name)


def test_a_morning_by_keyboard(visit, inbox, engineer):
    page = visit(engineer, "/inbox/")
    count = page.locator("#unread")
    expect(count).to_contain_text("3")
    page.keyboard.press("j")
    expect(row(page, "Beta 2")).to_be_focused()
    page.keyboard.press("e")
    expect(row(page, "Beta 2")).to_have_count(0)
    expect(row(page, "Beta 1")).to_be_focused()
    expect(count).to_contain_text("2")
    page.keyboard.press("h")
    expect(row(page, "Beta 1")).to_have_count(0)
    expect(count).to_contain_text("1")
    expect(row(page, "Beta 0")).to_be_focused()
    page.keyboard.press("m")
    expect(page).to_have_url(re.compile("/inbox/mute/milestone/"))
    page.get_by_role("button", name="Mute", exact=True).click()
    expect(page.get_by_role("heading", name="All done")).to_be_visible()
    page.get_by_role("link", name="Done", exact=True).click()
    expect(row(page, "Beta 2")).to_be_visible()
    expect(row(page, "Beta 0")).to_be_visible()


def test_going_home_puts_nothing_off(visit, inbox, engineer):
    page = visit(engineer, "/inbox/")
    page.keyboard.press("j")
    expect(row(page, "Beta 2")).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page.get_by_role("heading", name="My work", level=1)).to_be_visible()
    assert not Notification.objects.exclude(snoozed_until=None).exists()


def test_following_a_row_reads_it(visit, inbox, engineer):
    page = visit(engineer, "/inbox/")
    page.get_by_role("link", name="Beta 1", exact=True).click()
    expect(page.get_by_role("heading", name="Beta 1", level=1)).to_be_visible()
    assert eventually(lambda: Notification.objects.filter(name="Beta 1").exclude(read_at=None).exists())
    page.reload()
    expect(page.locator("#unread")).to_contain_text("2")


def test_the_button_leaves_the_focus_on_the_next_row_and_can_be_undone(visit, inbox, engineer):
    page = visit(engineer, "/inbox/")
    row(page, "Beta 1").get_by_role("button", name="Done: Beta 1").click()
    expect(row(page, "Beta 1")).to_have_count(0)
    expect(row(page, "Beta 0")).to_be_focused()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(row(page, "Beta 1")).to_be_visible()
    expect(page.locator("#unread")).to_contain_text("3")
    assert not Notification.objects.exclude(done_at=None).exists()


def test_words_and_enter_put_off_and_finish_nothing(visit, inbox, engineer):
    page = visit(engineer, "/inbox/")
    page.keyboard.press("j")
    expect(row(page, "Beta 2")).to_be_focused()
    page.keyboard.press("Shift+H")
    when = page.get_by_label("Or when")
    when.fill("friday 14:00")
    when.press("Enter")
    expect(row(page, "Beta 2")).to_have_count(0)
    page.get_by_role("link", name="Later", exact=True).click()
    expect(row(page, "Beta 2")).to_contain_text("comes again")
    page.get_by_role("link", name="Done", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing is done yet")).to_be_visible()


def test_many_at_once(visit, inbox, engineer):
    page = visit(engineer, "/inbox/")
    page.get_by_role("checkbox", name="Choose all").check()
    page.locator("#chosen").get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="All done")).to_be_visible()
    assert Notification.objects.filter(done_at=None).count() == 0


def test_until_when_in_words(visit, inbox, engineer):
    page = visit(engineer, "/inbox/")
    row(page, "Beta 1").get_by_role("button", name="Later…").click()
    when = page.get_by_label("Or when")
    expect(page.get_by_role("button", name="In a week")).to_be_visible()
    when.fill("whenever")
    when.press("Enter")
    expect(page.get_by_text("“whenever” is not understood")).to_be_visible()
    expect(when).to_have_value("whenever")
    expect(row(page, "Beta 1").get_by_role("checkbox")).to_be_checked()
    when.fill("next friday 14:30")
    when.press("Enter")
    expect(row(page, "Beta 1")).to_have_count(0)
    expect(row(page, "Beta 2")).to_be_visible()
    page.get_by_role("link", name="Later", exact=True).click()
    expect(row(page, "Beta 1")).to_contain_text("comes again")


def test_another_time_by_keyboard(visit, inbox, engineer):
    page = visit(engineer, "/inbox/")
    page.keyboard.press("j")
    expect(row(page, "Beta 2")).to_be_focused()
    page.keyboard.press("Shift+H")
    expect(page.locator("#later .menu-item").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#later .menu-item").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "Beta 2")).to_have_count(0)
    expect(row(page, "Beta 1")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_others_do_stands_in_the_inbox(visit, requirement, manager, maya, language):
    User.objects.filter(pk=maya.pk).update(language=language)
    comment(requirement, by=manager, body=f"@{maya.name}, what do you think?")
    catch_up()
    page = visit(maya, "/inbox/")
    expect(row(page, requirement.title)).to_contain_text(manager.name)
    page.locator('a.tab[href$="?show=mentions"]').click()
    expect(row(page, requirement.title)).to_be_visible()
    row(page, requirement.title).locator(".inbox-what a").click()
    expect(page.get_by_role("heading", name=requirement.title, level=1)).to_be_visible()
    assert eventually(lambda: Notification.objects.exclude(read_at=None).exists())
    page.goto(page.url.split("/p/")[0] + "/inbox/?show=mentions")
    page.keyboard.press("j")
    expect(row(page, requirement.title)).to_be_focused()
    page.keyboard.press("m")
    expect(page).to_have_url(re.compile("/inbox/mute/requirement/"))
    page.locator("main form .button[data-variant=primary]").click()
    expect(row(page, requirement.title)).to_have_count(0)
    assert Mute.objects.get().requirement == requirement
