"""Writing (rows 13 and 14 of the interactions): names, templates, pictures, drafts and conflicts in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from products.models import Membership
from requirements.models import Attachment, Comment, Mention, Requirement
from requirements.operations.authoring import edit
from tests.world import person

pytestmark = pytest.mark.browser

PASTE = """(field) => {
    const canvas = document.createElement("canvas")
    canvas.width = canvas.height = 8
    return new Promise((done) => canvas.toBlob((blob) => {
        const data = new DataTransfer()
        data.items.add(new File([blob], "屏幕 1.png", { type: "image/png" }))
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
        done()
    }))
}"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def mei(shop):
    mei = person("mei@sample.pmhub.example", "Mei Lin")
    Membership.objects.create(product=shop, user=mei, role=20)
    return mei


@pytest.fixture
def comment_box(visit, manager, requirement):
    page = visit(manager, "/SHOP-1")
    field = page.get_by_role("textbox", name="Comment")
    field.focus()
    return field


@pytest.fixture
def offers(page):
    return page.locator(".expander:popover-open [role=option]")


def test_a_person_is_named_with_the_keyboard(page, comment_box, offers, mei):
    page.keyboard.type("Please look, @me")
    expect(offers).to_have_text(re.compile("Mei Lin"))
    expect(comment_box).to_have_attribute("aria-activedescendant", re.compile("-0$"))
    page.keyboard.press("Enter")
    expect(comment_box).to_have_value("Please look, @Mei Lin ")
    expect(offers).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment-body a.mention")).to_have_text("@Mei Lin")
    assert Mention.objects.get().user == mei


def test_escape_closes_the_offers_and_not_the_editor(page, visit, manager, requirement, offers, mei):
    visit(manager, "/SHOP-1").get_by_role("link", name="Edit the description").click()
    field = page.locator("#part-description textarea")
    field.fill("@me")
    expect(offers).to_have_count(1)
    page.keyboard.press("Escape")
    expect(offers).to_have_count(0)
    expect(field).to_have_value("@me")


def test_escape_before_the_offers_have_come_closes_nothing_else(page, visit, manager, requirement, offers, mei):
    visit(manager, "/SHOP-1").get_by_role("link", name="Edit the description").click()
    field, asked = page.locator("#part-description textarea"), []
    page.route("**/expansions/**", lambda route: asked.append(route))
    with page.expect_request("**/expansions/**"):
        field.fill("@me")
    page.keyboard.press("Escape")
    expect(field).to_have_value("@me")
    page.unroute("**/expansions/**")
    page.keyboard.type("i")
    expect(offers).to_have_count(1)


def test_an_input_method_neither_opens_nor_accepts(page, comment_box, offers, ime, engineer):
    page.keyboard.type("@")
    expect(offers).not_to_have_count(0)
    ime.compose("zhou")
    expect(offers).to_have_count(0)
    ime.enter()
    expect(comment_box).to_have_value("@zhou")
    assert not Comment.objects.exists()
    ime.commit("周")
    expect(offers).to_have_text(re.compile("周子航"))
    page.keyboard.press("Enter")
    expect(comment_box).to_have_value("@周子航 ")


def test_enter_while_composing_makes_no_list_item(page, comment_box, ime):
    page.keyboard.type("- ")
    ime.compose("ce")
    ime.enter()
    ime.commit("测试")
    expect(comment_box).to_have_value("- 测试")
    page.keyboard.press("Enter")
    expect(comment_box).to_have_value("- 测试\n- ")
    page.keyboard.press("Enter")
    expect(comment_box).to_have_value("- 测试\n")


def test_a_requirement_is_referred_to_by_words(page, comment_box, offers, make_requirement):
    make_requirement("Payment provider")
    page.keyboard.type("After #pay")
    expect(offers).to_have_text(re.compile("SHOP-2.*Payment provider"))
    page.keyboard.press("Tab")
    expect(comment_box).to_have_value("After SHOP-2 ")
    expect(comment_box).to_be_focused()


def test_a_text_begins_from_a_template(page, comment_box, offers):
    page.keyboard.type("/prd")
    expect(offers).to_have_text([re.compile("PRD"), re.compile("需求文档 PRD")])
    offers.first.click()
    expect(comment_box).to_have_value(re.compile("^## Problem\n.*## Acceptance criteria", re.DOTALL))
    page.keyboard.type("Nobody finishes paying.")
    expect(comment_box).to_have_value(re.compile("^## Problem\nNobody finishes paying.\n"))


def test_marks_by_keys_and_buttons(page, comment_box):
    page.keyboard.type("one two")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("Control+b")
    expect(comment_box).to_have_value("one **two**")
    page.keyboard.press("Control+b")
    expect(comment_box).to_have_value("one two")
    page.keyboard.press("Control+k")
    expect(comment_box).to_have_value("one [two](https://)")
    page.keyboard.press("Control+z")
    expect(comment_box).to_have_value("one two")
    tools = page.locator("#activity").get_by_role("toolbar", name="Formatting")
    tools.get_by_role("button", name="Task").click()
    expect(comment_box).to_have_value("- [ ] one two")
    page.keyboard.press("Enter")
    expect(comment_box).to_have_value("- [ ] one two\n- [ ] ")
    for button in tools.get_by_role("button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 24


def test_tab_leaves_the_text(page, comment_box):
    page.keyboard.type("text")
    page.keyboard.press("Tab")
    expect(comment_box).not_to_be_focused()
    expect(comment_box).to_have_value("text")


def test_a_picture_is_pasted(page, comment_box):
    page.keyboard.type("Look:")
    comment_box.evaluate(PASTE)
    expect(comment_box).to_have_value(
        re.compile(r"^Look:\n!\[屏幕 1\.png\]\(/files/[0-9a-f]{32}/%E5%B1%8F%E5%B9%95%201\.png\)\n$")
    )
    page.locator(".comment-new").get_by_role("button", name="Comment", exact=True).click()
    picture = page.locator(".comment-body img")
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 8
    expect(page.locator("#files")).to_contain_text("屏幕 1.png")


def test_an_upload_that_fails_leaves_the_text_alone(page, comment_box, console):
    page.route("**/files/", lambda route: route.abort())
    page.keyboard.type("Look:")
    comment_box.evaluate(PASTE)
    expect(page.get_by_role("status").get_by_text("could not be uploaded")).to_be_visible()
    expect(comment_box).to_have_value("Look:")
    assert not Attachment.objects.exists()
    assert all("ERR_FAILED" in text for text in console)
    console.clear()


def test_a_refused_file_says_why(page, comment_box):
    page.locator("#activity .writing input[type=file]").set_input_files(
        {"name": "run.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x00"}
    )
    expect(page.get_by_role("status").get_by_text("is a program")).to_be_visible()
    expect(comment_box).to_have_value("")


def test_files_are_attached_and_taken_away_with_a_way_back(page, comment_box):
    page.locator("#file-new").set_input_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"x"})
    expect(page.locator("#files .files")).to_contain_text("notes.txt")
    page.get_by_role("button", name="Remove notes.txt").click()
    expect(page.locator("#files .files")).to_have_count(0)
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.locator("#files .files")).to_contain_text("notes.txt")


def begin_description(page, text):
    page.get_by_role("link", name="Edit the description").click()
    field = page.locator("#part-description textarea")
    field.fill(text)
    return field


def save_description(page):
    page.locator("#part-description .form-actions").get_by_role("button", name="Save").click()


DRAFT = "() => localStorage.getItem('pmhub:draft:SHOP-1:description')"


def test_a_dead_server_leaves_the_text_in_the_editor(visit, manager, requirement, console):
    page = visit(manager, "/SHOP-1")
    field = begin_description(page, "Long in the making")
    page.route("**/parts/description/", lambda route: route.abort())
    save_description(page)
    expect(page.get_by_text("No connection to the server.")).to_be_visible()
    expect(field).to_have_value("Long in the making")
    assert "Long in the making" in page.evaluate(DRAFT)
    page.unroute("**/parts/description/")
    save_description(page)
    expect(page.locator("#part-description .prose").first).to_have_text("Long in the making")
    expect(page.get_by_text("No connection to the server.")).to_be_hidden()
    assert page.evaluate(DRAFT) is None
    console[:] = [text for text in console if "ERR_FAILED" not in text and not text.startswith("htmx:")]


def test_a_new_requirement_survives_a_dead_server(visit, manager, shop, console):
    page = visit(manager, "/p/SHOP/requirements/new/")
    page.get_by_label("Title").fill("结算页一步完成")
    page.get_by_role("textbox", name="Description").fill("Why not")
    page.route("**/new/", lambda route: route.abort())
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("No connection to the server.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("结算页一步完成")
    expect(page.get_by_role("textbox", name="Description")).to_have_value("Why not")
    page.unroute("**/new/")
    page.get_by_role("button", name="Create").click()
    expect(page.locator("#part-title h2")).to_have_text("结算页一步完成")
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.includes('draft'))") == []
    assert Requirement.objects.count() == 1
    console[:] = [text for text in console if "ERR_FAILED" not in text and not text.startswith("htmx:")]


def test_a_refused_new_requirement_keeps_its_text(visit, manager, shop):
    page = visit(manager, "/p/SHOP/requirements/new/")
    page.get_by_role("textbox", name="Description").fill("Without a title")
    page.get_by_role("button", name="Create").click()
    expect(page.locator(".field-error")).to_be_visible()
    expect(page.get_by_role("textbox", name="Description")).to_have_value("Without a title")


@pytest.fixture
def two_tabs(visit, manager, requirement, live_server):
    """Two pages with the same text in the editor; the first one has saved."""
    requirement = edit(requirement, by=manager, description="Five pages become two. The rest stays.")
    mine = visit(manager, "/SHOP-1")
    begin_description(mine, "Five pages become one. The rest stays.")
    theirs = mine.context.new_page()
    theirs.goto(mine.url)
    begin_description(theirs, "Five pages become two. The rest goes.")
    save_description(theirs)
    expect(theirs.locator("#part-description .prose").first).to_contain_text("The rest goes.")
    save_description(mine)
    expect(mine.get_by_role("alert", name="Two versions")).to_be_visible()
    return mine


def test_two_tabs_show_both_texts_with_what_differs(two_tabs):
    expect(two_tabs.locator(".clash-side del")).to_have_text(["two", "goes"])
    expect(two_tabs.locator(".clash-side ins")).to_have_text(["one", "stays"])
    expect(two_tabs.locator("#part-description textarea")).to_have_value("Five pages become one. The rest stays.")


@pytest.mark.parametrize(
    ("button", "kept"),
    [
        ("Keep mine", "Five pages become one. The rest stays."),
        ("Take theirs", "Five pages become two. The rest goes."),
    ],
)
def test_one_press_settles_two_tabs(two_tabs, button, kept):
    two_tabs.get_by_role("button", name=button).click()
    expect(two_tabs.locator("#part-description .prose").first).to_have_text(kept)
    assert two_tabs.evaluate(DRAFT) is None
    assert Requirement.objects.get().description == kept


def test_both_are_merged_into_the_editor(two_tabs):
    two_tabs.get_by_role("button", name="Both").click()
    field = two_tabs.locator("#part-description textarea")
    expect(field).to_have_value("Five pages become one. The rest goes.")
    save_description(two_tabs)
    expect(two_tabs.locator("#part-description .prose").first).to_have_text("Five pages become one. The rest goes.")
    assert two_tabs.evaluate(DRAFT) is None


def test_versions_are_compared_and_one_restored(visit, manager, requirement):
    edit(requirement, by=manager, description="Two pages become **one**.")
    page = visit(manager, "/p/SHOP/requirements/1/?tab=history")
    page.get_by_role("link", name="Versions of the texts").click()
    expect(page.locator(".revisions-text del")).to_have_text("Three")
    page.get_by_role("link", name=re.compile(r"^20\d\d-")).nth(1).click()
    page.get_by_role("button", name="Restore the text of").click()
    expect(page.locator("#part-description .prose").first).to_have_text("Three pages become one.")
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    page.goto(page.url)
    expect(page.locator("#part-description .prose").first).to_have_text("Two pages become one.")


@pytest.mark.parametrize("status", [502, 504])
def test_a_dead_server_behind_a_proxy_is_named_and_the_text_stays(visit, manager, requirement, console, status):
    page = visit(manager, "/SHOP-1")
    field = begin_description(page, "Kept all the same")
    page.route("**/parts/description/", lambda route: route.fulfill(status=status, body="Bad gateway"))
    save_description(page)
    expect(page.locator(".toast")).to_contain_text("The server cannot be reached. Your text is kept in this browser.")
    expect(field).to_have_value("Kept all the same")
    console[:] = [text for text in console if f"status of {status}" not in text]
