"""Files on a reply: chosen, refused, sent and undone; what else happens on the page leaves them alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from feedback.models import FeedbackFile
from feedback.operations.reporting import report

pytestmark = pytest.mark.browser


@pytest.fixture
def files(shop, maya, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    report(shop, by=maya, title="One page", body="Too many.")
    made = {"a.txt": b"as it was", "说明书.txt": "第一步".encode(), "run.exe": b"MZ\x00"}
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in made]


def test_files_of_a_reply_survive_what_is_refused(visit, files, maya):
    page = visit(maya, "/p/SHOP/feedback/1/")
    form = page.locator("#form-message")
    form.get_by_label("Attach files").set_input_files(files)
    expect(form.get_by_role("status")).to_have_text("a.txt, 说明书.txt, run.exe")
    form.get_by_role("textbox").fill("See the files.")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("alert")).to_contain_text("“run.exe” is a program.")
    expect(form.get_by_role("textbox")).to_have_value("See the files.")
    expect(form.get_by_role("checkbox", name="说明书.txt")).to_be_checked()
    problems = Axe().run(page).response["violations"]
    assert not problems, [problem["id"] for problem in problems]
    form.get_by_role("button", name="Send").click()
    turn = page.locator(".turn")
    expect(turn.get_by_role("link", name="说明书.txt")).to_be_visible()
    expect(turn.get_by_role("link", name="a.txt")).to_be_visible()
    expect(form.get_by_role("textbox")).to_have_value("")
    expect(form.get_by_role("checkbox", name="说明书.txt")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(turn).to_have_count(0)
    assert not FeedbackFile.objects.exists()


def test_another_answer_of_the_page_leaves_chosen_files_alone(visit, files, maya):
    page = visit(maya, "/p/SHOP/feedback/1/")
    form = page.locator("#form-message")
    form.get_by_label("Attach files").set_input_files(files[:1])
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".reader-meta")).to_contain_text("Accepted")
    expect(form.get_by_role("status")).to_have_text("a.txt")
    form.get_by_role("textbox").fill("See the file.")
    form.get_by_role("button", name="Send").click()
    expect(page.locator(".turn").get_by_role("link", name="a.txt")).to_be_visible()
    expect(form.get_by_role("status")).to_have_text("")
