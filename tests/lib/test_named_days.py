"""Days as people name them, seen from Thursday 2026-11-26."""

from datetime import date

import pytest

from pmhub.lib.named_days import day_named, each_once


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明天", "2026-11-27"), ("Tomorrow", "2026-11-27"), ("+3d", "2026-11-29"), ("周五", "2026-11-27"),
        ("fri", "2026-11-27"), ("下周五", "2026-12-04"), ("next friday", "2026-12-04"), ("Next Fri", "2026-12-04"),
        ("next sunday", "2026-12-06"), ("12月31日", "2026-12-31"),
        ("下周", "2026-12-04"), ("next week", "2026-12-04"), ("下个星期", "2026-12-04"),
        ("下月", "2026-12"), ("下个月", "2026-12"), ("Next month", "2026-12"),
        ("this month", "2026-11"), ("本月", "2026-11"),
        ("next quarter", "2027-Q1"), ("下季度", "2027-Q1"), ("下个季度", "2027-Q1"), ("下一季度", "2027-Q1"),
        ("this quarter", "2026-Q4"), ("本季度", "2026-Q4"), ("明年", "2027"), ("next year", "2027"), ("今年", "2026"),
    ],
)  # fmt: skip
def test_a_day_is_named(text, day):
    assert str(day_named(text, date(2026, 11, 26))) == day


def test_next_month_of_december_is_january():
    assert str(day_named("next month", date(2026, 12, 31))) == "2027-01"


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("2-29", "2026-11-26", "2028-02-29"), ("2月29日", "2028-02-29", "2028-02-29"),
        ("2-29", "2028-03-01", "2032-02-29"), ("2-29", "2096-03-01", "2104-02-29"),
        ("+1m", "2026-01-31", "2026-02-28"), ("+1m", "2028-01-31", "2028-02-29"),
        ("+2m", "2026-01-31", "2026-03-31"), ("+12m", "2028-02-29", "2029-02-28"), ("+1w", "2028-02-22", "2028-02-29"),
    ],
)  # fmt: skip
def test_the_end_of_february_is_reached_and_passed(text, today, day):
    assert str(day_named(text, date.fromisoformat(today))) == day


@pytest.mark.parametrize(
    "text",
    ["", "0-1", "4-31", "2-30", "12-0", "next", "next time", "fr", "someday", "2026", "13-40", "this week", "quarter"],
)
def test_other_words_name_no_day(text):
    assert day_named(text, date(2026, 11, 26)) is None


def test_a_menu_offers_each_day_once_and_in_order():
    tomorrow, week = date(2026, 11, 24), date(2026, 11, 30)
    offered = [("In a week", week), ("Tomorrow", tomorrow), ("Monday", week)]
    assert each_once(offered) == [("Tomorrow", tomorrow), ("In a week", week)]
