"""Share links: made and copied by who plans, read by who has no account, wide and narrow."""

import pytest
from playwright.sync_api import expect

from roadmaps.models import ShareLink
from roadmaps.operations.sharing import share

pytestmark = pytest.mark.browser
SET = {"name": "Board", "audience": "public", "granularity": "quarter", "parts": ["milestones"]}


@pytest.fixture
def reader(browser, live_server, console):
    """`reader(path, **context)`: a page of a browser that nobody is signed in with."""
    contexts = []

    def go(path, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(live_server.url + path)
        return page

    yield go
    for context in contexts:
        context.close()


def test_a_link_is_made_and_read_by_somebody_without_an_account(visit, reader, manager, version, milestone):
    page = visit(manager, "/p/SHOP/roadmap/links/new/")
    page.get_by_label("Name", exact=True).fill("Board")
    page.get_by_label("Dates as").select_option("quarter")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("textbox", name="Address of “Board”")).to_be_visible()
    path = f"/shared/{ShareLink.objects.get().secret}/"
    shown = reader(path)
    expect(shown.get_by_role("heading", level=1)).to_have_text("拾光商城")
    expect(shown.locator(".roadmap-bar")).to_be_visible()
    expect(shown.get_by_role("row", name="2.4 Version")).to_contain_text("2026 Q4")
    assert shown.context.cookies() == []
    page.get_by_role("button", name="Withdraw Board").click()
    expect(page.get_by_role("heading", name="Closed links")).to_be_visible()
    shown.reload()
    expect(shown.get_by_role("heading", level=1)).to_have_text("This link shows nothing")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_screen_and_theme(reader, shop, manager, version, milestone, width, scheme):
    link = share(shop, by=manager, **SET)
    page = reader(f"/shared/{link.secret}/", viewport={"width": width, "height": 844}, color_scheme=scheme)
    expect(page.locator(".roadmap-bar")).to_be_attached()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    ground = page.locator(".shared").evaluate("(one) => getComputedStyle(one).backgroundColor")
    lightness = float(ground.split("(")[1].split("%")[0].split(" ")[0])
    assert (lightness > 0.5) == (scheme == "light")


def test_a_password_is_typed_once(reader, shop, manager, version):
    link = share(shop, by=manager, password="open, please", **SET)
    page = reader(f"/shared/{link.secret}/?zoom=year")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not the password.")
    page.get_by_label("Password").fill("open, please")
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_role("row", name="2.4 Version")).to_be_visible()
    page.get_by_role("link", name="Quarter").click()
    expect(page.get_by_role("row", name="2.4 Version")).to_be_visible()


def test_on_paper_it_has_the_plan_and_no_controls(reader, shop, manager, version, milestone):
    link = share(shop, by=manager, **SET)
    page = reader(f"/shared/{link.secret}/", locale="zh-CN")
    page.emulate_media(media="print")
    expect(page.locator(".roadmap-bar")).to_be_visible()
    expect(page.get_by_role("row", name="2.4")).to_contain_text("2026 年第四季度")
    assert page.locator(".no-print").filter(visible=True).count() == 0
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= 2
