"""A version ships: one draft is edited, one is left out, one goes as it is; a real mail server gets the two."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from changes.stream import catch_up
from feedback.models import Contact, News
from feedback.operations.letting_know import mail_news
from feedback.operations.linking import link
from feedback.operations.reporting import report
from requirements.operations.authoring import edit
from roadmaps.models import Version
from tests.feedback.test_closing import MORNING, text_of
from tests.notifications.servers import smtp_server

pytestmark = pytest.mark.browser


@pytest.fixture
def shipped(shop, requirement, version, maya, manager, statuses):
    """Three people wrote to us; version 2.4 brings what they asked for."""
    for name in ("Ann", "Ben", "Cleo"):
        email = f"{name.lower()}@acme.example"
        contact = Contact.objects.create(product=shop, name=name, email=email, language="en")
        voice = report(shop, by=maya, title=f"One page, says {name}", body="Too many.", contact=contact, channel="mail")
        link(voice, requirement, by=maya)
    edit(requirement, by=manager, version=version, status=statuses["done"])
    Version.objects.filter(pk=version.pk).update(state="released")
    catch_up()
    return version


def draft_to(page, name):
    return page.get_by_role("listitem").filter(has=page.get_by_role("textbox"), has_text=f"{name.lower()}@acme.example")


def test_review_of_the_letters_about_a_version(visit, shipped, maya, settings):
    page = visit(maya, "/p/SHOP/feedback/closing/")
    expect(draft_to(page, "Ann").get_by_role("textbox")).to_have_value(
        "You asked us for “One page, says Ann”. It is there now: it came with 2.4 of 拾光商城.\n\n"
        "Thank you for telling us. Please try it and say whether it helps."
    )
    draft_to(page, "Ann").get_by_role("textbox").fill("Ann, one page it is.\n谢谢！")
    expect(page.get_by_role("button", name="Send 3 letters")).to_be_visible()
    draft_to(page, "Ben").get_by_role("checkbox").check()
    page.get_by_text("Who gets a letter").click()
    expect(page.get_by_role("list", name="Who gets a letter").get_by_role("listitem")).to_have_text(
        ["Ann ann@acme.example", "Cleo cleo@acme.example"]
    )
    problems = Axe().run(page).response["violations"]
    assert not problems, [problem["id"] for problem in problems]
    page.get_by_role("button", name="Send 2 letters").click()
    expect(page.get_by_text("2 letters go out")).to_be_visible()
    expect(page.get_by_role("heading", name="No letters to review")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Cleo")).to_contain_text("Waiting")
    with smtp_server(settings) as server:
        assert mail_news(lambda: MORNING) == 2
    assert {to for to, _letter in server.taken} == {"ann@acme.example", "cleo@acme.example"}
    text = text_of(server.of("ann@acme.example")[0])
    assert "Ann, one page it is." in text
    assert "谢谢！" in text
    assert "You asked us for “One page, says Cleo”" in text_of(server.of("cleo@acme.example")[0])
    page.reload()
    expect(page.get_by_role("row").filter(has_text="Ann")).to_contain_text("Sent")
    assert News.objects.get(contact__name="Ben").state == "dropped"


def test_without_script_the_number_is_said_before_anything_goes(visit_without_script, shipped, maya):
    page = visit_without_script(maya, "/p/SHOP/feedback/closing/")
    draft_to(page, "Ben").get_by_role("checkbox").check()
    page.get_by_role("button", name="Send 3 letters").click()
    expect(page.get_by_text("Nothing has gone yet: it would be 2 letters by now.")).to_be_visible()
    expect(draft_to(page, "Ben").get_by_role("checkbox")).to_be_checked()
    assert not News.objects.waiting().exists()
    page.get_by_role("button", name="Send 2 letters").click()
    expect(page.get_by_text("2 letters go out")).to_be_visible()
    assert News.objects.waiting().count() == 2
