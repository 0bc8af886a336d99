"""Mistakes point at where they are; sizes are bounded."""

from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from requirements.models import Requirement
from requirements.query import QueryError, filtered, parse


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        ("a (b", "(", "not closed"),
        ("a b)", ")", "no parenthesis to close"),
        ('a "b', '"b', "not closed"),
        ("a OR", "", "missing here"),
        ("a | | ", "|", "missing here"),
        ("()", ")", "missing here"),
        ("AND a", "D", "missing before"),
        ("a status:", "status:", "value is missing"),
        ("a tag:,", "tag:", "value is missing"),
        ("a assigne:me", "assigne", "Did you mean “assignee”"),
        ("订单：退款", "订单", "no field “订单”"),
        ("a\x00b", "\x00", "NUL"),
    ],
)
def test_where_a_mistake_is(text, part, message):
    with pytest.raises(QueryError, match=message) as refusal:
        parse(text)
    assert text[refusal.value.start : refusal.value.end] == part


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("status:plannde", "Did you mean “planned”"),
        ("priority:p9", "P0, P1"),
        ("kind:nope", "user, business"),
        ("kind>user", "no order"),
        ("assignee:nobody-at-all", "Nobody you can see"),
        ("owner:@stranger@example.org", "Nobody you can see"),
        ("tag:nope", "no tag"),
        ("version:9.9", "no version"),
        ("milestone:nope", "no milestone"),
        ("product:NOPE", "no product"),
        ("created:someday", "not a time"),
        ("created<9999y", "hundred years"),
        ("due:31.31.2026", "not a time"),
        ("score:high", "not a number"),
        ("score:nan", "not a number"),
        ("score>1e400", "not a number"),
        ("driver.reech>1", "Did you mean “reach”"),
        ("custom.nope:1", "no custom field"),
        ("is:late", "is not one of"),
        ("has:nothing", "is not one of"),
        ("parent>SHOP-1", "no order"),
    ],
)
def test_wrong_values_are_pointed_at(shop, ask, part, message):
    text = f"结算 ({part})"
    with pytest.raises(QueryError, match=message) as refusal:
        ask(text)
    assert text[refusal.value.start : refusal.value.end] == part


def test_4000_characters_are_read_and_one_more_is_refused():
    assert parse(f'"{"长" * 3_998}"')
    with pytest.raises(QueryError, match="4,000 characters"):
        parse("长" * 4_001)


def test_nesting_and_terms_are_bounded():
    assert parse("(" * 20 + "a" + ")" * 20)
    with pytest.raises(QueryError, match="20 deep"):
        parse("(" * 2_000 + "a")
    assert parse("tag:" + ",".join("a" * 200))
    for text in ("tag:" + ",".join("a" * 201), "a " * 201, "a|" * 201 + "a"):
        with pytest.raises(QueryError, match="200 words"):
            parse(text)
    assert parse("-" * 3_999 + "a")
    assert parse("NOT " * 900 + "a")


def test_what_must_hold_at_once_is_bounded(shop, ask):
    assert ask(" ".join(f"assignee:{number}" for number in range(30))) == []
    assert ask(" OR ".join(f"assignee:{number}" for number in range(200))) == []
    with pytest.raises(QueryError, match="30 words"):
        ask(" ".join(f"assignee:{number}" for number in range(31)))


def test_the_largest_query_is_one_that_the_database_answers(shop, ask):
    assert ask(" OR ".join(["-(score>1 votes<3)", "is:blocked", "due<=2w"] * 50)) == []
    assert ask("(" * 20 + " ".join(["-score:1"] * 200) + ")" * 20) == []


@pytest.mark.parametrize("number", ["1e-3000000", "0e-3000000", "0e9999999", "1e-999999999"])
@pytest.mark.parametrize("field", ["score", "driver.reach"])
def test_a_number_of_endless_digits_is_none(shop, ask, field, number):
    with pytest.raises(QueryError, match="not a number"):
        ask(f"{field}>{number}")


def test_instants_beyond_what_the_database_knows_are_none(shop, manager, ask):
    for time in ("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"):
        with pytest.raises(QueryError, match="not a time"):
            ask(f'updated<"{time}"')
        with pytest.raises(ValidationError, match="not a time"):
            filtered(Requirement.objects.all(), QueryDict(urlencode({"updated_before": time})), manager)
    assert ask('updated<"2026-01-01T00:00:00-23:59"') == []


def test_a_span_has_two_ends_however_many_dots_there_are(shop, ask):
    with pytest.raises(QueryError, match="not a time"):
        ask("created:" + "今天.." * 990 + "今天")


def test_a_text_that_is_no_query_stays_whole_in_the_box(web, manager, requirement):
    text = ("pay OR " * 570) + "x"
    page = web(manager).get("/p/SHOP/requirements/", {"q": text}).content.decode()
    assert f'value="{text}"' in page
    assert "A query may have 200 words and conditions." in page
