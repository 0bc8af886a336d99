"""The inbox of feedback by keyboard: J and K read, 1 accepts, 3 declines, H puts off; words are marked and linked."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from feedback.models import Evidence, Feedback, Message
from feedback.operations.reporting import report
from tests.platform.processes import eventually

pytestmark = pytest.mark.browser
BODY = "填完地址又跳回去选优惠券，来回三次，我就不买了。另外发票也不知道在哪里申请。"


@pytest.fixture
def voices(shop, requirement, maya):
    """SHOP-F1 to SHOP-F3, in the order in which they are due."""
    return [
        report(shop, by=maya, title=title, body=body)
        for title, body in [
            ("结算太麻烦了", BODY), ("发票没消息", "客服说转财务，之后没有任何进度。"),
            ("Search can't find my order", "Typed the first letters, nothing. Full name works."),
        ]
    ]  # fmt: skip


def row(page, voice):
    return page.locator(f"#feedback-{voice.number}")


def heading(page, voice):
    return page.locator("#reader").get_by_role("heading", name=voice.title)


def state(voice):
    return Feedback.objects.values_list("state", flat=True).get(pk=voice.pk)


def mark(page, words):
    """Select words of the text, as a mouse does."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector(".voice-text"), NodeFilter.SHOW_TEXT)
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words)
                if (at < 0) continue
                const range = document.createRange()
                range.setStart(walker.currentNode, at)
                range.setEnd(walker.currentNode, at + words.length)
                getSelection().removeAllRanges()
                getSelection().addRange(range)
            }
        }""",
        words,
    )


def test_a_morning_by_keyboard(visit, voices, engineer):
    top, second, last = voices
    page = visit(engineer, "/p/SHOP/feedback/")
    expect(heading(page, top)).to_be_visible()
    page.keyboard.press("j")
    expect(row(page, second)).to_be_focused()
    expect(heading(page, second)).to_be_visible()
    expect(page).to_have_url(re.compile(f"/p/SHOP/feedback/{second.number}/"))
    page.keyboard.press("1")
    expect(page.locator("#reader .badge").first).to_have_text("Accepted")
    assert state(second) == "accepted"
    page.keyboard.press("3")
    reason = page.get_by_role("dialog").get_by_label("Reason")
    expect(reason).to_be_focused()
    reason.fill("Not this year")
    page.get_by_role("dialog").get_by_role("button", name="Decline").click()
    expect(row(page, second)).to_have_count(0)
    expect(heading(page, last)).to_be_visible()
    expect(row(page, last)).to_be_focused()
    expect(page.get_by_role("navigation", name="Feedback").get_by_role("link", name="To do")).to_contain_text("2")
    page.keyboard.press("h")
    page.get_by_role("button", name="In a week").click()
    expect(row(page, last)).to_have_count(0)
    expect(heading(page, top)).to_be_visible()
    assert [state(voice) for voice in voices] == ["new", "declined", "new"]


def test_what_was_decided_is_taken_back(visit, voices, engineer):
    third = voices[2]
    page = visit(engineer, f"/p/SHOP/feedback/{third.number}/")
    page.keyboard.press("1")
    expect(page.locator("#reader .badge").first).to_have_text("Accepted")
    page.keyboard.press("Control+z")
    expect(page.locator("#reader .badge").first).to_have_text("New")
    assert state(third) == "new"


def test_the_last_one_leaves_an_empty_inbox(visit, shop, maya, engineer):
    voice = report(shop, by=maya, body="One only")
    page = visit(engineer, f"/p/SHOP/feedback/{voice.number}/")
    page.keyboard.press("h")
    page.get_by_role("button", name="Tomorrow").click()
    expect(page.get_by_role("heading", name="Nothing left to do")).to_be_visible()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("undone").first).to_be_visible()
    voice.refresh_from_db()
    assert voice.snoozed_until is None


def test_marked_words_speak_for_a_requirement(visit, voices, requirement, engineer):
    first = voices[0]
    page = visit(engineer, f"/p/SHOP/feedback/{first.number}/")
    mark(page, "发票也不知道在哪里申请")
    page.get_by_role("button", name="Link to a requirement").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("blockquote")).to_have_text("发票也不知道在哪里申请")
    dialog.get_by_label("Critical").check()
    dialog.get_by_label("Key or title").fill("结算")
    expect(dialog.get_by_role("option")).to_contain_text(requirement.title)
    dialog.get_by_label("Key or title").press("Enter")
    expect(page.locator(".voice-text mark")).to_have_text("发票也不知道在哪里申请")
    evidence = Evidence.objects.get()
    assert (evidence.passage, evidence.importance) == ("发票也不知道在哪里申请", 3)
    assert evidence.start == first.body.index("发票也")


def test_a_new_requirement_quotes_the_words(visit, voices, shop, engineer):
    page = visit(engineer, f"/p/SHOP/feedback/{voices[0].number}/")
    page.keyboard.press("l")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Key or title")).to_be_focused()
    dialog.get_by_label("Key or title").fill("A page of its own for invoices")
    dialog.get_by_role("button", name="New requirement from this").click()
    expect(page.locator("#linked")).to_contain_text("A page of its own for invoices")
    expect(page.get_by_role("link", name="Open SHOP-2")).to_be_visible()
    assert shop.requirements.get(title="A page of its own for invoices").description.startswith("> 填完地址")
    page.keyboard.press("Control+z")
    expect(page.locator("#linked")).to_have_count(0)
    assert not shop.requirements.filter(title="A page of its own for invoices").exists()


def test_a_reply_is_written_and_its_draft_survives(visit, voices, engineer):
    first = voices[0]
    page = visit(engineer, f"/p/SHOP/feedback/{first.number}/")
    page.keyboard.press("r")
    field = page.locator("#message-body")
    expect(field).to_be_focused()
    field.fill("谢谢，我们在看。")
    page.wait_for_function("() => Object.keys(localStorage).some((name) => name.includes('message'))")
    row(page, voices[1]).click()
    expect(heading(page, voices[1])).to_be_visible()
    expect(field).to_have_value("")
    row(page, first).click()
    expect(field).to_have_value("谢谢，我们在看。")
    page.get_by_label("and wait for their answer").check()
    page.get_by_role("button", name="Send").click()
    expect(row(page, first)).to_have_count(0)
    assert (Message.objects.get().body, state(first)) == ("谢谢，我们在看。", "waiting")


def test_a_sent_reply_leaves_an_empty_box(visit, voices, engineer):
    first, second = voices[:2]
    page = visit(engineer, f"/p/SHOP/feedback/{second.number}/")
    page.keyboard.press("r")
    field = page.locator("#message-body")
    field.fill("谢谢，我们在看。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".turn")).to_contain_text("谢谢，我们在看。")
    expect(field).to_have_value("")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("k")
    expect(heading(page, first)).to_be_visible()
    page.keyboard.press("j")
    expect(heading(page, second)).to_be_visible()
    expect(field).to_have_value("")
    page.goto("about:blank")  # nothing asks whether to leave
    assert Message.objects.count() == 1


def test_escape_leaves_the_box_and_keeps_the_text(visit, voices, engineer):
    first, second = voices[:2]
    page = visit(engineer, f"/p/SHOP/feedback/{second.number}/")
    page.keyboard.press("r")
    field = page.locator("#message-body")
    field.fill("谢谢")
    page.keyboard.press("Escape")
    expect(field).not_to_be_focused()
    page.keyboard.press("k")
    expect(heading(page, first)).to_be_visible()
    page.keyboard.press("j")
    expect(heading(page, second)).to_be_visible()
    expect(field).to_have_value("谢谢")


def test_letters_of_an_input_method_are_no_commands(visit, voices, engineer, ime):
    page = visit(engineer, f"/p/SHOP/feedback/{voices[0].number}/")
    page.locator("#message-body").focus()
    ime.compose("xiexie")
    ime.enter()
    ime.commit("谢谢")
    expect(page.locator("#message-body")).to_have_value("谢谢")
    page.keyboard.press("1")
    expect(page.locator("#message-body")).to_have_value("谢谢1")
    assert state(voices[0]) == "new"
    assert not Message.objects.exists()


def test_several_are_changed_with_one_undo(visit, voices, engineer):
    page = visit(engineer, "/p/SHOP/feedback/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    bar = page.get_by_role("toolbar", name="Change the chosen feedback")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("2 items are changed.")).to_be_visible()
    assert sorted(state(voice) for voice in voices) == ["accepted", "accepted", "new"]
    page.keyboard.press("Control+z")
    assert eventually(lambda: {state(voice) for voice in voices} == {"new"})


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(visit, page, voices, engineer, width):
    page.set_viewport_size({"width": width, "height": 900})
    for place in ["/p/SHOP/feedback/", f"/p/SHOP/feedback/{voices[0].number}/", "/p/SHOP/feedback/new/"]:
        visit(engineer, place)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []


def test_on_a_telephone_the_list_leads_to_a_page(visit, page, voices, engineer):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(engineer, "/p/SHOP/feedback/")
    expect(page.locator("#reader")).to_be_hidden()
    row(page, voices[1]).get_by_role("link").click()
    expect(heading(page, voices[1])).to_be_visible()
    expect(row(page, voices[1])).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".reader-back").click()
    expect(row(page, voices[1])).to_be_visible()


def test_without_script_forms_do_it(visit_without_script, voices, requirement, engineer):
    page = visit_without_script(engineer, f"/p/SHOP/feedback/{voices[0].number}/")
    page.get_by_role("link", name="Decline and say why").click()
    form = page.locator("#form-decline")
    form.get_by_label("Reason").fill("Not this year")
    form.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("Declined:")).to_be_visible()
    assert state(voices[0]) == "declined"
