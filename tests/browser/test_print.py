"""Row 20: lists, requirements and minutes on paper: no controls, the head on every page, Chinese, page numbers."""

from datetime import UTC, datetime

import pytest

from requirements.models import Requirement
from requirements.operations.authoring import edit
from requirements.operations.details import add_criterion, comment
from requirements.operations.reviewing import add_to_agenda, open_review, schedule
from roadmaps.operations.planning import create_version

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/"
CHROME = ".side, .topbar-actions, .tools, .toasts, .add-line, .comment-new, button, select, textarea, input[type=text]"


@pytest.fixture
def many(shop, manager, statuses):
    """120 requirements: more than a page of paper and more than a page of the list."""
    shared = {"product": shop, "author": manager, "status": statuses["new"]}
    Requirement.objects.bulk_create(
        Requirement(number=n, key=f"SHOP-{n}", rank=f"a{n:06}", title=f"结算页一步完成 {n}", **shared)
        for n in range(1, 121)
    )


def on_paper(page):
    page.emulate_media(media="print")
    assert page.locator(CHROME).filter(visible=True).all_inner_texts() == []
    return page.pdf(prefer_css_page_size=True)


def pages_of(pdf):
    return pdf.count(b"/Type /Page\n")


def numbered(page):
    """Whether the style sheet numbers the pages in their margin."""
    return page.evaluate(
        """() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).flatMap(function inner(rule) {
            return [rule.cssText.includes("@page") && rule.cssText, ...[...(rule.cssRules ?? [])].flatMap(inner)]
        }).some((text) => text && text.includes("counter(pages)"))"""
    )


def head_of(page):
    return page.locator("thead").first.evaluate("(head) => getComputedStyle(head).display")


def test_all_of_a_list_on_pages_with_numbers_and_their_head(visit, manager, many):
    page = visit(manager, LIST + "export/print/")
    pdf = on_paper(page)
    assert page.locator("tbody tr").count() == 120
    assert head_of(page) == "table-header-group"
    assert numbered(page)
    assert pages_of(pdf) == 3  # rows stand close
    key = page.locator("tbody tr").last.locator("td").first
    assert key.evaluate("(cell) => getComputedStyle(cell).whiteSpace") == "nowrap"


def test_words_of_a_narrow_column_stay_whole(visit, manager, make_requirement):
    make_requirement("一个很长的标题，" * 20)
    page = visit(manager, LIST + "export/print/")
    page.emulate_media(media="print")
    status = page.locator("tbody td", has_text="To assess")
    assert status.bounding_box()["width"] > status.bounding_box()["height"] / 4


def test_the_table_says_that_the_screen_had_not_all(visit, manager, many):
    page = visit(manager, LIST)
    pdf = on_paper(page)
    assert head_of(page) == "table-header-group"
    assert page.get_by_text("These are the rows that were on the screen.").is_visible()
    assert pages_of(pdf) > 1
    page.emulate_media(media="screen")
    assert page.get_by_text("These are the rows that were on the screen.").is_hidden()


def test_a_requirement_without_its_editors(visit, manager, requirement):
    edit(requirement, by=manager, description="三个页面变成**一个**。")
    add_criterion(requirement, by=manager, text="可以用支付宝支付")
    comment(requirement, by=manager, body="看一下")
    page = visit(manager, "/SHOP-1")
    on_paper(page)
    for text in ("三个页面变成", "可以用支付宝支付", "看一下"):
        assert page.get_by_text(text).first.is_visible()
    assert page.get_by_text("Add a user story").is_hidden()
    assert page.get_by_role("heading", name="Links").is_hidden()


def test_minutes_of_a_review(visit, manager, shop, requirement):
    review = schedule(shop, by=manager, title="二月评审", starts_at=datetime(2026, 12, 1, 6, 30, tzinfo=UTC))
    add_to_agenda(review, [requirement], by=manager)
    open_review(review, by=manager)
    page = visit(manager, f"/p/SHOP/reviews/{review.pk}/minutes/")
    pdf = on_paper(page)
    assert page.locator(".minutes").get_by_text("结算页一步完成").first.is_visible()
    assert pages_of(pdf) == 1


def test_the_matrix_has_its_table_on_paper_and_says_whose_it_is(visit, manager, make_requirement):
    make_requirement("支付方式", drivers={"reach": 100, "impact": 2, "effort": 2, "confidence": 80})
    page = visit(manager, LIST + "matrix/")
    twin = page.locator(".matrix-twin tbody tr")
    assert not twin.first.is_visible()
    on_paper(page)
    assert twin.first.evaluate("row => row.checkVisibility({contentVisibilityAuto: true})")
    assert page.locator(".topbar-title .on-paper").is_visible()


def test_short_words_and_dates_stay_whole_in_a_printed_list(visit, manager, make_requirement):
    for n in range(3):
        make_requirement(f"一个很长的标题，{n}" * 12, tags=["a long tag", "another long tag"])
    page = visit(manager, LIST + "export/print/")
    page.emulate_media(media="print")
    short = page.locator("tbody td.cell-short", has_text="To assess").first
    assert short.evaluate("(cell) => getComputedStyle(cell).whiteSpace") == "nowrap"


def test_titles_of_a_version_have_their_place_on_paper(visit, manager, shop, make_requirement):
    version = create_version(shop, by=manager, name="2.4")
    make_requirement("搜索支持拼音首字母与错别字纠正，也找得到旧名称", version=version)
    page = visit(manager, f"/p/SHOP/versions/{version.pk}/")
    page.emulate_media(media="print")
    title = page.locator(".scope-title")
    assert title.evaluate("(title) => title.scrollWidth <= title.clientWidth && title.clientWidth > 200")


def test_paper_is_white_in_the_dark(visit, manager, requirement):
    manager.theme = "dark"
    manager.save(update_fields=["theme"])
    page = visit(manager, LIST)
    page.emulate_media(media="print")
    grounds = page.evaluate(
        """() => ["html", "body", ".main", ".pane", "td"].map((where) => document.querySelector(where))
            .map((one) => getComputedStyle(one).backgroundColor)"""
    )
    assert set(grounds) <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
