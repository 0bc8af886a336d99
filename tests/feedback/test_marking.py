from types import SimpleNamespace

import pytest

from feedback.marking import marked, passage_in
from pmhub.lib.markdown import render

BODY = "填完地址又跳回去，来回三次。\r\n**能不能放在一页？**来回三次，我就不买了。"


def of(passage, start, key="SHOP-1"):
    return SimpleNamespace(passage=passage, start=start, requirement=SimpleNamespace(key=key))


def test_words_are_found_as_they_are_written():
    assert passage_in(BODY, "能不能放在一页？来回三次", "") == ("能不能放在一页？**来回三次", BODY.index("能不能"))


def test_what_stood_before_tells_the_same_words_apart():
    assert passage_in(BODY, "来回三次，")[1] == BODY.index("来回三次")
    assert passage_in(BODY, "来回三次，", "能不能放在一页？") == ("来回三次，", BODY.rindex("来回三次"))


@pytest.mark.parametrize("words", ["没有送水", "", "。。。"])
def test_what_does_not_stand_there_has_no_place(words):
    assert passage_in(BODY, words)[1] is None


def test_signs_alone_are_found_as_they_are():
    assert passage_in(BODY, "？**") == ("？**", BODY.index("？**"))


def test_passages_are_marked_across_tags():
    html = marked(render("Full **name** works"), "Full **name** works", [of("Full **name", 0)])
    assert html == '<p><mark title="SHOP-1">Full </mark><strong><mark title="SHOP-1">name</mark></strong> works</p>\n'


def test_the_right_one_of_two_is_marked():
    body = "water. No water"
    html = marked(render(body), body, [of("water", body.rindex("water"))])
    assert html == '<p>water. No <mark title="SHOP-1">water</mark></p>\n'


def test_a_passage_that_speaks_for_two_names_both():
    html = marked("<p>a &amp; b</p>", "a & b", [of("a & b", 0), of("b", 4, "SHOP-2")])
    assert html == '<p><mark title="SHOP-1">a &amp; </mark><mark title="SHOP-1, SHOP-2">b</mark></p>'


@pytest.mark.parametrize(
    "body", ["<script>alert(1)</script> hello", 'a "><img src=x onerror=alert(1)> hello', "&lt;b&gt; hello"]
)
def test_marking_makes_nothing_unsafe(body):
    was = render(body)
    html = marked(was, body, [of("hello", body.index("hello"))])
    assert html.replace('<mark title="SHOP-1">', "").replace("</mark>", "") == was
    assert "<script" not in html


def test_without_evidence_nothing_changes():
    assert marked(render(BODY), BODY, []) == render(BODY)
