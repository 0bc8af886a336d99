"""The arithmetic language of scores: what it accepts, what it computes, what it says when it refuses."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmhub.lib.formula import FormulaError, Score, evaluate, names, parse


def score(text, **inputs):
    return evaluate(parse(text), {name: None if value is None else Decimal(value) for name, value in inputs.items()})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("12 / 3 / 2", "2"),
        ("-2 * -3", "6"),
        ("- - 2", "2"),
        ("+4", "4"),
        ("2 - -3", "5"),
        (".5 * 4", "2"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.333333"),
        ("2 / 3", "0.666667"),
        ("-2 / 3", "-0.666667"),
        ("2 / 3 * 3", "2"),
        ("min(3, 1, 2)", "1"),
        ("max(3, 1, 2)", "3"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(1234.567, 2)", "1234.57"),
        ("round(1250, -2)", "1300"),
        ("if(2 > 1, 10, 20)", "10"),
        ("if(1 >= 2, 10, 20)", "20"),
        ("if(0.1 + 0.2 = 0.3, 1, 0)", "1"),
        ("if(2 / 3 * 3 = 2, 1, 0)", "1"),
        ("if(1 <> 2, if(3 != 3, 1, 2), 3)", "2"),
        ("if(1 ≤ 1, if(2 ≥ 3, 1, 2), 3)", "2"),
        ("if(1 == 1, 5, 6)", "5"),
        ("（１＋２）×３÷４－０．２５", "2"),
        ("max（1，2）", "2"),
    ],
)
def test_computes(text, expected):
    assert score(text) == Score(Decimal(expected))


def test_reads_names_in_any_script():
    assert score("触达 * 影响.值 / team_2", 触达="10", **{"影响.值": "3", "team_2": "4"}) == Score(Decimal("7.5"))


def test_lists_names_in_reading_order_once():
    assert names(parse("if(effort > 0, reach / effort, min(reach, votes))")) == ("effort", "reach", "votes")


def test_missing_inputs_are_named_in_order():
    assert score("reach * impact / effort", impact="2", effort=None) == Score(None, "missing:effort,reach")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1000000000000.1", "1e300"])
def test_unusable_inputs_count_as_missing(value):
    assert score("reach + 1", reach=value) == Score(None, "missing:reach")


@pytest.mark.parametrize("text", ["1 / 0", "x / (y - y)", "0 / 0", "max(1, x / 0)", "if(1 / 0 > 1, 2, 3)"])
def test_division_by_zero_is_no_score(text):
    assert score(text, x="1", y="2") == Score(None, "zero")


def test_a_missing_input_is_reported_before_a_division_by_zero():
    assert score("reach / 0") == Score(None, "missing:reach")


def test_overflow_is_no_score():
    assert score("x * x", x="1e12") == Score(None, "overflow")
    assert score("x * 100", x="1e12") == Score(None, "overflow")
    assert score("0 - 99999999999.9999999 * 1000") == Score(Decimal("-99999999999999.9999"))
    assert score("99999999999.9999999999 * 1000") == Score(None, "overflow"), "rounding up reaches the limit"


def test_huge_intermediate_results_are_harmless():
    assert score(" * ".join(["x"] * 90) + " / " + " / ".join(["x"] * 9), x="1e12") == Score(None, "overflow")
    assert score(" * ".join(["x"] * 50) + " / " + " / ".join(["x"] * 49), x="1e12") == Score(Decimal("1e12"))
    assert score("1 / " + " / ".join(["x"] * 90), x="1e12") == Score(Decimal(0))


def test_a_choice_needs_only_the_branch_taken():
    text = "if(effort > 0, reach / effort, fallback)"
    assert score(text, effort="2", reach="10") == Score(Decimal(5))
    assert score(text, effort="0", fallback="1") == Score(Decimal(1))
    assert score(text, effort="0", reach="10") == Score(None, "missing:fallback")
    assert score(text, reach="1") == Score(None, "missing:effort")


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 1, "found the end"),
        ("   ", 4, "found the end"),
        ("1 +", 4, "expected a number, a name or “(”, found the end"),
        ("1 2", 3, "expected an operator or the end, found “2”"),
        ("(1 + 2", 7, "expected “)”, found the end"),
        ("1 + 2)", 6, "found “)”"),
        ("1 * / 2", 5, "found “/”"),
        ("a b", 3, "found “b”"),
        ("1 > 2", 3, "may only stand in the condition of if"),
        ("if(1, 2, 3)", 5, "expected a comparison such as “>”, found “,”"),
        ("if(1 < 2 < 3, 1, 2)", 10, "expected “,”, found “<”"),
        ("if(1 < 2, 3)", 12, "expected “,”, found “)”"),
        ("min(1)", 6, "expected “,”, found “)”"),
        ("max()", 5, "found “)”"),
        ("min + 1", 5, "expected “(” after “min”, found “+”"),
        ("round(1, 2.5)", 10, "expected a whole number up to 12, found “2.5”"),
        ("round(1, 13)", 10, "found “13”"),
        ("round(1, -x)", 11, "found “x”"),
        ("pow(2, 3)", 1, "unknown function “pow”; there are if, max, min, round"),
        ("__import__('os')", 1, "unknown function “__import__”"),
        ("a.__class__ $", 13, "the character “$” has no meaning"),
        ("1 ; drop", 3, "the character “;”"),
        ("reach'", 6, "the character “'”"),
        ("1 +\x00 2", 4, "the character U+0000"),
        ("1e5", 2, "found “e5”"),
        ("1..2", 2, "the character “.”"),
        ("x.", 2, "the character “.”"),
        ("10000000000001", 1, "up to 1,000,000,000,000"),
        ("0.1234567890123", 1, "12 decimals"),
        ("2 ** 3", 4, "found “*”"),
    ],
)
def test_a_refusal_names_position_and_cause(text, position, words):
    with pytest.raises(FormulaError) as refusal:
        parse(text)
    assert refusal.value.position == position
    assert words in str(refusal.value)
    assert str(refusal.value).startswith(f"Position {position}: ")


def test_unknown_names_suggest_a_close_one():
    with pytest.raises(FormulaError) as refusal:
        parse("reach * Impakt", known=["reach", "impact", "confidence"])
    assert refusal.value.position == 9
    assert "did you mean “impact”? Known names: confidence, impact, reach" in str(refusal.value)


def test_unknown_names_without_a_close_one_list_what_is_known():
    with pytest.raises(FormulaError, match="unknown name “zzz”; known names: effort, reach"):
        parse("zzz + 1", known=["reach", "effort"])
    with pytest.raises(FormulaError, match="known names: –"):
        parse("zzz", known=[])


@pytest.mark.parametrize("opening", ["(", "-", "min(1,", "round(", "if(1>0,1,", "1+("])
def test_five_thousand_nested_brackets_are_refused_by_position(opening):
    with pytest.raises(FormulaError, match="nested 50 deep") as refusal:
        parse(opening * 5_000 + "1" + ")" * 5_000)
    assert 50 * len(opening) < refusal.value.position <= 51 * len(opening)


def test_fifty_nested_brackets_are_fine():
    assert score("(" * 50 + "1" + ")" * 50) == Score(Decimal(1))


def test_length_and_size_are_limited():
    with pytest.raises(FormulaError, match="2000 characters; this one has 2100") as too_long:
        parse("1" + " " * 2_098 + "1")
    assert too_long.value.position > 2_000
    with pytest.raises(FormulaError, match="200 numbers, names and operators") as too_big:
        parse("+".join(["1"] * 150))
    assert too_big.value.position > 190
    assert score("+".join(["1"] * 100)) == Score(Decimal(100))


def outcome(text):
    """The score of any text, or the position at which it was refused."""
    try:
        return evaluate(parse(text), {"x": Decimal(3)})
    except FormulaError as refusal:
        return refusal.position if str(refusal) else None


@given(st.text(max_size=60) | st.text(alphabet="()+-*/,.<>=! 0123456789xminaroudf", max_size=80))
def test_any_text_is_computed_or_refused_by_position(text):
    found = outcome(text)
    assert isinstance(found, Score) or 1 <= found <= len(text) + 1
