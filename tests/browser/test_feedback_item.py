"""One item in its page: its words are corrected in place, also by two at once; where the focus goes; its files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from feedback.models import Feedback, FeedbackFile
from feedback.operations.filing import keep_file
from feedback.operations.reporting import report
from feedback.operations.triaging import decline

pytestmark = pytest.mark.browser
PAGE = "/p/SHOP/feedback/1/"


@pytest.fixture
def voice(shop, maya):
    return report(shop, by=maya, title="结算太麻烦了", body="填完地址又跳回去选优惠券，来回三次，我就不买了。")


def edit_title(page, text):
    page.locator("#reader-title").get_by_role("link").click()
    field = page.get_by_role("textbox", name="Title")
    expect(field).to_be_focused()
    field.fill(text)
    return field


def test_two_who_edit_one_title_lose_nothing(visit, voice, engineer):
    page = visit(engineer, PAGE)
    second = page.context.new_page()
    second.goto(page.url)
    field = edit_title(second, "What the second wrote")
    edit_title(page, "What the first wrote").press("Enter")
    expect(page.locator("#reader-title")).to_have_text("What the first wrote")
    field.press("Enter")
    conflict = second.get_by_role("alert", name="Two versions")
    expect(conflict).to_contain_text("What the first wrote")
    expect(conflict).to_contain_text("What the second wrote")
    expect(second.get_by_role("textbox", name="Title")).to_have_value("What the second wrote")
    second.get_by_role("button", name="Keep mine").click()
    expect(second.locator("#reader-title")).to_have_text("What the second wrote")
    assert Feedback.objects.get().title == "What the second wrote"


def test_escape_leaves_the_editor_and_the_title(visit, voice, engineer):
    page = visit(engineer, PAGE)
    edit_title(page, "Nothing").press("Escape")
    expect(page.locator("#reader-title").get_by_role("link")).to_be_focused()
    assert Feedback.objects.get().title == "结算太麻烦了"


def test_the_focus_goes_on_at_the_new_requirement(visit, voice, engineer):
    page = visit(engineer, PAGE)
    page.keyboard.press("l")
    page.get_by_role("dialog").get_by_label("Key or title").fill("One page for all")
    page.get_by_role("dialog").get_by_role("button", name="New requirement from this").click()
    expect(page.locator("#linked").get_by_role("link", name="One page for all")).to_be_focused()
    expect(page.get_by_role("link", name="Open SHOP-1")).to_be_visible()


def test_what_is_in_the_menu_has_its_key(visit, voice, engineer):
    page = visit(engineer, PAGE)
    expect(page.get_by_role("link", name="Solve")).to_be_hidden()
    page.keyboard.press("s")
    expect(page.get_by_role("dialog").get_by_label("Root cause")).to_be_focused()


def test_files_are_put_there_and_fetched(visit, voice, engineer):
    keep_file(voice, SimpleUploadedFile("notes.txt", b"Three pages"), by=engineer)
    page = visit(engineer, PAGE)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="notes.txt").click()
    assert fetched.value.suggested_filename == "notes.txt"
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("toolbar", name="What becomes of it").get_by_label("Attach files").set_input_files(
        {"name": "more.txt", "mimeType": "text/plain", "buffer": b"Four pages"}
    )
    expect(page.get_by_role("link", name="more.txt")).to_be_visible()
    assert FeedbackFile.objects.count() == 2


def test_who_has_it_is_asked_for_when_the_menu_opens(visit, voice, engineer):
    page = visit(engineer, PAGE)
    page.keyboard.press("a")
    menu = page.locator("#assignee-menu")
    expect(menu.get_by_role("button", name="Nobody")).to_be_focused()
    menu.get_by_role("button", name=engineer.name).click()
    expect(page.get_by_role("button", name=f"Change the assignee: {engineer.name}")).to_be_visible()
    page.keyboard.press("a")
    expect(menu.get_by_role("button", name=engineer.name)).to_be_focused()


def test_what_was_closed_before_stays_where_it_is_read(visit, shop, voice, maya, engineer):
    report(shop, by=maya, title="发票没消息")
    decline(voice, by=maya, reason="Too dear")
    page = visit(engineer, PAGE)
    page.get_by_role("button", name="Change the kind:").click()
    page.locator("#kind-menu").get_by_role("button", name="Praise").click()
    expect(page.get_by_role("button", name="Change the kind: Praise")).to_be_visible()
    expect(page.locator("#reader")).to_have_attribute("data-key", voice.key)


def test_what_leaves_the_shelf_further_down_stays_where_it_is_read(visit, shop, voice, maya, engineer, monkeypatch):
    monkeypatch.setattr("feedback.views.shelves.ROWS", 1)
    later = report(shop, by=maya, title="发票没消息")
    page = visit(engineer, f"/p/SHOP/feedback/{later.number}/")
    page.keyboard.press("3")
    page.get_by_role("dialog").get_by_label("Reason").fill("Too dear")
    page.get_by_role("dialog").get_by_role("button", name="Decline").click()
    expect(page.locator("#reader .badge").first).to_have_text("Declined")
    expect(page.locator("#reader")).to_have_attribute("data-key", later.key)
