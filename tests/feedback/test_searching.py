"""Words in what customers said, Chinese and English mixed."""

import pytest
from django.http import QueryDict

from feedback.operations.reporting import report
from feedback.query import listed

SAID = [
    "没有送水没有送水没有送水",
    "按错了，还没有送到，要喝水",
    "結帳頁面太慢",
    "The checkout page is SLOW",
    "支付失败",
]


@pytest.fixture
def voices(shop, maya):
    return [report(shop, by=maya, body=body) for body in SAID]


@pytest.fixture
def search(shop, maya, voices):
    """The bodies found by words, the best first."""

    def bodies(text, user=maya, **params):
        query = QueryDict(mutable=True)
        query.update({"q": text, **params})
        return [row.body for row in listed(shop, user, query).page(limit=50).items]

    return bodies


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("没有送水", {0}),
        ("送水", {0}),
        ("没有送", {0, 1}),
        ("“有送水”", {0}),
        ("结账", {2}),
        ("結帳", {2}),
        ("slow", {3}),
        ("check", {3}),
        ("ｓｌｏｗ checkout", {3}),
        ("zf", {4}),
        ("送水 OR slow", {0, 3}),
        ("-没有送", {2, 3, 4}),
        ("SHOP-F3", {2}),
        ("nothing like that", set()),
    ],
)
def test_words(search, text, found):
    assert set(search(text)) == {SAID[place] for place in found}


def test_the_best_comes_first(shop, maya, search):
    report(shop, by=maya, title="Something else", body="也没有送水")
    assert search("送水") == [SAID[0], "也没有送水"]
    assert search("送水", sort="-received") == ["也没有送水", SAID[0]]


def test_words_are_of_what_one_may_see(search, outsider):
    assert search("送水", outsider) == []


def test_programs_are_not_second_guessed(shop, maya, voices):
    assert not listed(shop, maya, QueryDict("q=zf"), forgiving=False).found.exists()


def test_what_was_searched_for_can_be_marked(shop, maya):
    assert listed(shop, maya, QueryDict("q=送水 -slow kind:praise")).words == [("送水", False)]
