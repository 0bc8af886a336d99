"""Search over keys, titles, texts, comments and custom text, in all the ways in which the same is written."""

import pytest
from django.db import connection

from products.operations.workflow import add_field
from requirements.models import Comment, Requirement
from requirements.operations.authoring import create, delete, edit
from requirements.operations.details import comment, edit_comment, remove_comment
from requirements.search import found_by, marked, matching, similar_to, snippet


@pytest.fixture
def titles(manager):
    """`titles("结算")`: what a search in a list finds."""

    def search(text, user=manager, **how):
        seen = Requirement.objects.visible_to(user)
        return sorted(seen.filter(matching(text, user=user, **how)).values_list("title", flat=True))

    return search


@pytest.fixture
def written(make_requirement, shop, manager, engineer):
    """One requirement that says something different in each of its texts."""
    add_field(shop, by=manager, key="market", name="Market", kind="text")
    row = make_requirement(
        "Checkout 结算", description="A **paragraph** about 优惠券", as_a="shopper", i_want="speed", so_that="复购",
        custom={"market": "Lisbon 里斯本"},
    )  # fmt: skip
    comment(row, by=engineer, body="Needs 风控 review, said Zihang")
    make_requirement("Something else")
    return row


@pytest.mark.parametrize(
    "text",
    ["SHOP-1", "shop-1", "checkout", "CHECK", "结算", "paragraph", "优惠券", "优惠", "shopper", "复购", "Lisbon",
     "里斯本", "风控", "zihang", "checkout 风控 lisbon", "结算 优惠", "ＣＨＥＣＫＯＵＴ", "結算", "風控", "優惠券",
     "结\ufffd算", "\udc80结算\udc81"],
)  # fmt: skip
def test_every_text_is_searched(written, titles, text):
    assert titles(text) == ["Checkout 结算"]


def test_what_is_not_there_is_not_found(written, titles):
    for text in ("算结", "absent", "checkout absent", "!!!", "\ufffd"):
        assert titles(text) == []


def test_traditional_titles_are_found_by_simplified_words(make_requirement, titles):
    make_requirement("購物車優惠券與運費")
    assert titles("购物车优惠券") == ["購物車優惠券與運費"]
    assert titles("運费") == ["購物車優惠券與運費"]


def test_a_phrase_is_words_next_to_each_other(make_requirement, titles):
    make_requirement("one page checkout 结算页优化")
    make_requirement("checkout in one step, page 页面结算")
    assert len(titles("page checkout")) == 2
    assert titles("page checkout", phrase=True) == ["one page checkout 结算页优化"]
    assert titles("结算页", phrase=True) == ["one page checkout 结算页优化"]


def test_comments_come_change_and_go(written, titles, engineer, manager):
    said = comment(written, by=manager, body="about 退款")
    assert titles("退款") == ["Checkout 结算"]
    edit_comment(said, by=manager, body="about 发票")
    assert titles("退款") == []
    assert titles("发票 风控 结算") == ["Checkout 结算"]
    remove_comment(said, by=manager)
    assert titles("发票") == []
    assert titles("风控 checkout lisbon") == ["Checkout 结算"]


def test_editing_keeps_what_comments_said(written, titles, manager):
    for title in ("First 会员", "Second 积分"):
        edit(written, by=manager, title=title, custom={"market": "Porto"})
    assert titles("风控") == ["Second 积分"]
    assert titles("会员") == []
    assert titles("lisbon") == []
    assert titles("porto 积分") == ["Second 积分"]


def test_comments_written_in_one_go_are_indexed(written, titles, engineer):
    other = Requirement.objects.get(title="Something else")
    Comment.objects.bulk_create(
        Comment(requirement=row, author=engineer, body=f"batch {n} 批量") for n in range(3) for row in (written, other)
    )
    assert titles("批量 batch") == ["Checkout 结算", "Something else"]
    Comment.objects.filter(requirement=other).delete()
    assert titles("批量") == ["Checkout 结算"]


def test_texts_of_any_size_can_be_saved(make_requirement, engineer, titles, manager):
    """A tsvector holds a megabyte: what no longer fits is not indexed, and nothing is refused."""
    every = [chr(0x4E00 + n % 20_000) + chr(0x4E00 + n * 7 % 20_000) for n in range(25_000)]
    row = make_requirement("Huge 巨大", description="".join(every))
    for part in range(8):
        comment(row, by=engineer, body="".join(word[::-1] for word in every[part * 2_500 : part * 2_500 + 20_000]))
    edit(row, by=manager, description="".join(reversed(every)), title="Huge 巨型")
    assert titles("巨型") == ["Huge 巨型"]


def test_deleting_a_requirement_with_comments(written, titles, manager):
    delete(written, by=manager)
    assert titles("风控") == []


def test_two_chinese_characters_hit_the_index(requirement):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        query = Requirement.objects.filter(matching("结算")).values("pk")
        plan = query.explain()
    assert "Bitmap Index Scan on requirement_search" in plan
    assert "'结算'" in plan


def test_initials_find_chinese_titles_where_words_do_not(make_requirement, titles):
    make_requirement("一键支付")
    make_requirement("Nothing of the sort", description="支付")
    assert titles("zf") == ["一键支付"]
    assert titles("yjzf") == ["一键支付"]
    make_requirement("zf is also a word")
    assert titles("zf") == ["zf is also a word"], "words come before what they may stand for"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("serach", "Search results by relevance"),
        ("chekout", "Faster checkout"),
        ("paymnet retry", "Retry a payment"),
        ("结帐", "结账更快"),
        ("只付页", "支付页改版"),
    ],
)
def test_typing_errors_are_forgiven(make_requirement, titles, typed, title):
    for name in ("Search results by relevance", "Faster checkout", "Retry a payment", "结账更快", "支付页改版"):
        make_requirement(name)
    assert titles(typed) == [title]


def test_corrections_come_from_what_the_reader_may_see(make_requirement, other_product, outsider, titles):
    create(other_product, by=outsider, title="Secret zeppelin")
    make_requirement("Search")
    assert titles("zepelin") == []
    assert titles("zepelin", outsider) == ["Secret zeppelin"]
    assert titles("serach", outsider) == []


def test_titles_come_before_comments_and_descriptions(make_requirement, manager, engineer):
    make_requirement("In the description", description="refund")
    said = make_requirement("In a comment")
    comment(said, by=engineer, body="refund")
    make_requirement("In the title: refund")
    assert [row.title for row in found_by(manager, "refund")] == [
        "In the title: refund", "In a comment", "In the description"
    ]  # fmt: skip


def test_the_key_that_was_typed_comes_first(make_requirement, manager):
    for n in range(12):
        make_requirement(f"Number {n} like SHOP-1 SHOP-1")
    assert next(iter(found_by(manager, "shop-1"))).key == "SHOP-1"
    assert len(found_by(manager, "shop-1", limit=5)) == 5


def test_results_say_where_it_stands(written, manager):
    [found] = found_by(manager, "風控")
    assert (found.key, found.product, found.category, found.status) == ("SHOP-1", "SHOP", "new", "To assess")
    assert found.snippet == "Needs <mark>风控</mark> review, said Zihang"
    [found] = found_by(manager, "check 优惠")
    assert found.marked == "<mark>Check</mark>out 结算"
    assert found.snippet == "A **paragraph** about <mark>优惠</mark>券"


def test_results_are_those_that_one_may_see(written, other_requirement, manager, outsider, shop, help_desk):
    assert found_by(outsider, "checkout") == []
    assert found_by(manager, "secret plan") == []
    assert [row.key for row in found_by(outsider, "secret")] == ["OTHER-1"]
    assert [row.key for row in found_by(manager, "checkout", product=shop)] == ["SHOP-1"]
    assert found_by(manager, "checkout", product=help_desk) == []


def test_looking_costs_a_constant_number_of_queries(written, manager, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        found_by(manager, "checkout")


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("Pay & <b>pay</b>", "pay", "<mark>Pay</mark> &amp; &lt;b&gt;<mark>pay</mark>&lt;/b&gt;"),
        ("Repay, pay", "pay", "Repay, <mark>pay</mark>"),
        ("購物車結算頁", "结算", "購物車<mark>結算</mark>頁"),
        ("ＰＡＹ 支付", "pay 支付", "<mark>ＰＡＹ</mark> <mark>支付</mark>"),
        ("一键支付", "zf", "一键<mark>支付</mark>"),
        ("结算和算页", "结算页", "<mark>结算</mark>和<mark>算页</mark>"),
        ("ﬁne <script>", "<script>", "ﬁne &lt;<mark>script</mark>&gt;"),
        ("支\ufffd付", "支付", "<mark>支\ufffd付</mark>"),
        ("nothing", "absent", "nothing"),
        ("", "x", ""),
    ],
)
def test_marks(text, words, html):
    assert marked(text, words) == html


def test_a_snippet_is_a_short_line_around_the_place():
    text = "a\n" * 500 + "the <needle> here " + "b " * 500
    part = snippet(text, "needle")
    assert part.startswith("…")
    assert part.endswith("…")
    assert "&lt;<mark>needle</mark>&gt;" in part
    assert "\n" not in part
    assert len(part) < 150
    assert snippet("nothing", "needle") == ""


def test_similar_titles_are_offered_best_first(make_requirement, manager, shop, outsider):
    one, other = "结算页支持优惠券叠加", "优惠券可以在结算页叠加使用"
    for title in (one, other, "会员积分兑换", "Export the list as a spreadsheet"):
        make_requirement(title)
    assert [row.title for row in similar_to("结算页支持叠加优惠券", manager, shop)] == [one, other]
    assert [row.title for row in similar_to("結算頁支持疊加優惠券", manager, limit=1)] == [one]
    assert [row.key for row in similar_to("Export list to spreadsheet", manager)] == ["SHOP-4"]
    assert similar_to("结算", manager) == []
    assert similar_to("结算页叠加优惠券", outsider) == []
