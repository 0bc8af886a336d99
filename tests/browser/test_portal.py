"""A portal in a signed-out browser: an idea, a vote by keyboard, both languages, every width and theme."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.models import User
from feedback.models import Contact, Vote
from portal.models import SignInCode
from portal.operations.moderating import edit_post
from portal.operations.posting import answer_in_public, submit
from portal.operations.setting_up import set_up

pytestmark = pytest.mark.browser
PLACES = ["/portal/SHOP/", "/portal/SHOP/1/", "/portal/SHOP/new/", "/portal/SHOP/sign-in/", "/portal/SHOP/embed/",
          "/portal/SHOP/roadmap/", "/portal/NOPE/"]  # fmt: skip


@pytest.fixture
def board(shop, manager, engineer):
    """SHOP's board with two ideas, the first of which has an answer."""
    cache.clear()
    portal = set_up(
        shop, by=manager, access="public", posts_moderated="after", title_zh="您希望我们做什么？", title_en="Tell us"
    )
    shop.portal = portal
    ann = Contact.objects.create(product=shop, email="ann@outside.example", name="Ann")
    system = User.objects.system()
    first = submit(shop, by=system, title="夜间模式", body="晚上看商品太亮了。", contact=ann)
    submit(shop, by=system, title="Faster checkout", contact=ann)
    answer_in_public(first, by=engineer, body="我们在做了。")
    edit_post(first, by=engineer, chosen_status="active")
    return portal


@pytest.fixture
def stranger(browser, live_server, transactional_db):
    """`stranger(path, **context)`: a page of a browser that nobody is signed in with."""
    contexts, complaints = [], []

    def go(path, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(live_server.url + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert [text for text in complaints if "status of 404" not in text] == []


def sign_in(page, email):
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.get_by_label("Code").fill(SignInCode.objects.get(email=email).code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="My page")).to_be_visible()


def test_somebody_signs_in_votes_by_keyboard_and_posts(stranger, board):
    page = stranger("/portal/SHOP/", locale="en")
    sign_in(page, "zoe@outside.example")
    button = page.get_by_role("button", name=re.compile("Vote for “Faster checkout”"))
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("2")
    assert Vote.objects.filter(contact__email="zoe@outside.example").count() == 1
    page.get_by_role("searchbox").press_sequentially("夜间")
    expect(page.get_by_role("link", name="Faster checkout")).to_have_count(0)
    expect(page.get_by_role("link", name="夜间模式")).to_be_visible()
    page.get_by_role("link", name="Propose “夜间”").click()
    title = page.get_by_label("In one sentence")
    expect(title).to_have_value("夜间")
    title.fill("想要夜间模式")
    expect(page.locator(".portal-similar").get_by_role("link", name="夜间模式")).to_be_visible()
    title.fill("Something quite different")
    page.get_by_label("What would it change for you?").fill("All of it")
    expect(page.locator(".portal-similar .portal-row")).to_have_count(0)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Something quite different")
    expect(page.get_by_role("button", name=re.compile("Vote for"))).to_have_attribute("aria-pressed", "true")


def test_a_vote_needs_no_script(stranger, board):
    page = stranger("/portal/SHOP/", locale="en", java_script_enabled=False)
    page.get_by_role("button", name=re.compile("Vote for “Faster checkout”")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("E-mail address").fill("zoe@outside.example")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(SignInCode.objects.get().code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("status")).to_have_text("You are signed in, and your vote counts.")
    expect(page.get_by_role("button", name=re.compile("Vote for"))).to_have_attribute("aria-pressed", "true")


def test_a_comment_is_typed_first_and_sent_with_the_code(stranger, board):
    page = stranger("/portal/SHOP/1/", locale="en")
    page.get_by_label("Your comment").fill("晚上我也看不清。")
    page.get_by_role("button", name="Sign in and comment").click()
    expect(page.get_by_text("Your comment is kept")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.get_by_label("E-mail address").fill("typo@outside.example")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("button", name="Another address, or another code").click()
    page.get_by_label("E-mail address").fill("zoe@outside.example")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(SignInCode.objects.get(email="zoe@outside.example").code)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.get_by_text("晚上我也看不清。")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_is_accessible(stranger, board, live_server, width, scheme):
    page = stranger("/portal/SHOP/", viewport={"width": width, "height": 844}, color_scheme=scheme, locale="en")
    for path in PLACES:
        page.goto(live_server.url + path)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path


def test_the_visitor_chooses_the_language(stranger, board):
    page = stranger("/portal/SHOP/", locale="en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tell us")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您希望我们做什么？")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tell us")


def test_what_was_refused_has_the_focus_however_far_down_it_stands(visit, shop, manager):
    set_up(shop, by=manager, access="invited")
    page = visit(manager, "/p/SHOP/settings/portal/")
    addresses = page.get_by_label("E-mail addresses")
    addresses.fill("坏地址")
    page.locator("form", has=addresses).get_by_role("button").click()
    expect(addresses).to_be_focused()
    expect(addresses).to_have_value("坏地址")
    expect(addresses).to_be_in_viewport()


def test_an_idea_is_voted_for_on_the_roadmap_by_keyboard(stranger, board):
    page = stranger("/portal/SHOP/", locale="en")
    sign_in(page, "zoe@outside.example")
    page.get_by_role("link", name="Roadmap", exact=True).click()
    button = page.get_by_role("region", name="In progress").get_by_role(
        "button", name=re.compile("Vote for “夜间模式”")
    )
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("2")
    page.get_by_role("link", name="夜间模式").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("夜间模式")


def test_the_queue_acts_on_what_is_ticked_only(visit, board, manager):
    page = visit(manager, "/p/SHOP/portal/?state=shown")
    hide = page.get_by_role("button", name="Hide")
    expect(hide).to_be_disabled()
    box = page.get_by_role("checkbox", name="Faster checkout")
    box.check()
    expect(hide).to_be_enabled()
    box.uncheck()
    expect(hide).to_be_disabled()
    box.check()
    hide.click()
    expect(page.get_by_text("1 decided.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Faster checkout")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="夜间模式")).to_be_visible()
