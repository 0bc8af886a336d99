"""Words in what customers said, Chinese and English mixed."""

import pytest
from django.db import connection
from django.http import QueryDict

from feedback.models import Searched
from feedback.operations.bulk import accept_many
from feedback.operations.editing import edit
from feedback.operations.reporting import report
from feedback.operations.triaging import delete
from feedback.query import listed
from feedback.search.matching import is_there

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


def test_what_is_rewritten_is_found_by_its_new_words(shop, maya, voices, search):
    basket = "The basket forgets what was in it"
    edit(voices[3], by=maya, body=basket)
    assert search("basket") == search("slow") == [basket]  # its title stays
    edit(voices[3], by=maya, title="Forgetful")
    assert search("slow") == []


def test_a_decision_leaves_what_is_searched_as_it_was(shop, maya, voices, search):
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(ctid::text ORDER BY feedback_id) FROM feedback_searched")
        before = cursor.fetchone()
        accept_many(shop, dict.fromkeys([voice.number for voice in voices]), by=maya)
        cursor.execute("SELECT array_agg(ctid::text ORDER BY feedback_id) FROM feedback_searched")
        assert cursor.fetchone() == before
    assert search("送水 status:accepted") == [SAID[0]]


def test_what_is_gone_is_searched_no_more(manager, voices):
    delete(voices[0], by=manager)
    assert not Searched.objects.filter(pk=voices[0].pk).exists()
    assert Searched.objects.count() == len(SAID) - 1


def test_words_of_very_many_items_are_not_looked_for_among_those_that_one_sees(make_voice, maya, outsider, monkeypatch):
    make_voice(body="没有送水")
    assert (is_there("'送水'", maya), is_there("'送水'", outsider), is_there("'夜间'", maya)) == (True, False, False)
    monkeypatch.setattr("feedback.search.matching.PROBED", 0)
    assert (is_there("'送水'", outsider), is_there("'夜间'", outsider)) == (True, False)
