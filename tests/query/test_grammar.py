"""What a text means: joining, negation, values, quotes, and the punctuation of both languages."""

import pytest

from requirements.query import And, Not, Or, Term, Words, parse, written


def term(name, *values, op=":"):
    return Term(name, op, values)


A, B, C = Words("a"), Words("b"), Words("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", And()),
        ("   ", And()),
        ("a b", Words("a b")),
        ("a AND b", Words("a b")),
        ("a OR b", Or((A, B))),
        ("a | b", Or((A, B))),
        ("支付|结算", Or((Words("支付"), Words("结算")))),
        ("支付 或 结算", Or((Words("支付"), Words("结算")))),
        ("a b OR c", Or((Words("a b"), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("(a b) c", Words("a b c")),
        ("-a", Not(A)),
        ("NOT a", Not(A)),
        ("--a", A),
        ("-(a OR b)", Not(Or((A, B)))),
        ("a - b", Words("a - b")),
        ("SHOP-1", Words("SHOP-1")),
        ("or and not", Words("or and not")),
        ('"a b"', Words("a b", phrase=True)),
        (r'"say \"hi\""', Words('say "hi"', phrase=True)),
        ("「结算 页」", Words("结算 页", phrase=True)),
        ("“结算 页”", Words("结算 页", phrase=True)),
        ("https://example.org/a 12:30", Words("https://example.org/a 12:30")),
    ],
)
def test_how_words_are_joined(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("status:planned", term("status", "planned")),
        ("状态：已排期", term("status", "已排期")),
        ("Status: planned", term("status", "planned")),
        ("tag:a,b", term("tag", "a", "b")),
        ("tag:a, b", term("tag", "a", "b")),
        ("标签：支付，结算、退款", term("tag", "支付", "结算", "退款")),
        ("tag:a|b", term("tag", "a", "b")),
        ('tag:"a b",c', term("tag", "a b", "c")),
        ("标签：“两 词”", term("tag", "两 词")),
        ("score>40", term("score", "40", op=">")),
        ("score > 40", term("score", "40", op=">")),
        ("得分＞＝４０", term("score", "４０", op=">=")),
        ("score:>=40", term("score", "40", op=">=")),
        ("score≥40", term("score", "40", op=">=")),
        ("score<-1", term("score", "-1", op="<")),
        ("updated:<7d", term("updated", "7d", op="<")),
        ("status!=done", Not(term("status", "done"))),
        ("－标签：支付", Not(term("tag", "支付"))),
        ("type:technical", term("kind", "technical")),
        ("custom.Team:growth", term("custom.team", "growth")),
        ("drivers.reach>100", term("driver.reach", "100", op=">")),
        ("created:2026-12-31T08:00:00Z", term("created", "2026-12-31T08:00:00Z")),
        ("负责人：@我", term("assignee", "@我")),
    ],
)
def test_how_conditions_are_written(text, tree):
    assert parse(text) == tree


def test_chinese_and_english_say_the_same():
    chinese = parse("状态：planned （标签：支付 或 得分＞40） －负责人：@me “结算 页”")
    english = parse('status:planned (tag:支付 OR score>40) -assignee:@me "结算 页"')
    assert chinese == english
    assert written(chinese) == written(english) == 'status:planned (tag:支付 OR score>40) -assignee:@me "结算 页"'


def test_places_are_those_in_the_text():
    tree = parse("结算 －状态：planned")
    assert [(part.start, part.end) for part in (tree.parts[0], tree.parts[1].part)] == [(0, 2), (4, 14)]
