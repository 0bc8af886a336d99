"""Promised dates keep their precision, their order and their day wherever they are read."""

import os
import time
from datetime import date, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from pmhub.lib.fuzzy_dates import FuzzyDate, FuzzyDateError, Precision

fuzzy_dates = st.builds(FuzzyDate, st.dates(), st.sampled_from(Precision))


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2026-12-31", date(2026, 12, 31), "day"),
        ("2026/1/2", date(2026, 1, 2), "day"),
        ("2026.1.2", date(2026, 1, 2), "day"),
        ("2026年12月31日", date(2026, 12, 31), "day"),
        ("2026 年 12 月 31 号", date(2026, 12, 31), "day"),
        ("31 Dec 2026", date(2026, 12, 31), "day"),
        ("December 31, 2026", date(2026, 12, 31), "day"),
        ("２０２６－１２－３１", date(2026, 12, 31), "day"),
        ("2026-12", date(2026, 12, 1), "month"),
        ("2026/9", date(2026, 9, 1), "month"),
        ("2026年12月", date(2026, 12, 1), "month"),
        ("Dec 2026", date(2026, 12, 1), "month"),
        ("Sept 2026", date(2026, 9, 1), "month"),
        ("2026-Q3", date(2026, 7, 1), "quarter"),
        ("2026Q3", date(2026, 7, 1), "quarter"),
        ("2026 q3", date(2026, 7, 1), "quarter"),
        ("Q3 2026", date(2026, 7, 1), "quarter"),
        ("2026年第三季度", date(2026, 7, 1), "quarter"),
        ("2026 年第3季度", date(2026, 7, 1), "quarter"),
        ("2026年四季度", date(2026, 10, 1), "quarter"),
        ("2026年Q1", date(2026, 1, 1), "quarter"),
        ("2026", date(2026, 1, 1), "year"),
        ("2026年", date(2026, 1, 1), "year"),
        ("  2026  ", date(2026, 1, 1), "year"),
    ],
)
def test_understands_what_people_write(text, day, precision):
    assert FuzzyDate.parse(text) == FuzzyDate(day, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "26-12-31",
        "2026-Q5",
        "2026Q",
        "2026第3",
        "20263",
        "31/12/2026",
        "2026-12-31T00:00:00Z",
        "\x00",
        "九",
    ],
)
def test_a_refusal_shows_what_was_found(text):
    with pytest.raises(FuzzyDateError) as refusal:
        FuzzyDate.parse(text)
    assert f"“{text}” is not a date" in str(refusal.value)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13", "2026年0月", "Foo 2026", "0000", "2026-1-0"])
def test_impossible_days_are_refused(text):
    with pytest.raises(FuzzyDateError, match="is not a day of the calendar"):
        FuzzyDate.parse(text)


def test_a_refusal_of_a_long_text_stays_short():
    with pytest.raises(FuzzyDateError) as refusal:
        FuzzyDate.parse("x" * 100_000)
    assert len(str(refusal.value)) < 150


@pytest.mark.parametrize(
    ("precision", "start", "end"),
    [
        ("day", date(2028, 2, 20), date(2028, 2, 20)),
        ("month", date(2028, 2, 1), date(2028, 2, 29)),
        ("quarter", date(2028, 1, 1), date(2028, 3, 31)),
        ("year", date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_covers_its_whole_period(precision, start, end):
    promised = FuzzyDate(date(2028, 2, 20), precision)
    assert (promised.start, promised.end) == (start, end)


@pytest.mark.parametrize(
    ("precision", "english", "chinese"),
    [
        ("day", "9 Aug 2026", "2026 年 8 月 9 日"),
        ("month", "Aug 2026", "2026 年 8 月"),
        ("quarter", "2026 Q3", "2026 年第三季度"),
        ("year", "2026", "2026 年"),
    ],
)
def test_labels(precision, english, chinese):
    promised = FuzzyDate(date(2026, 8, 9), precision)
    assert promised.label("en") == english
    assert promised.label("zh-hans") == promised.label("zh-Hans-CN") == chinese


@given(fuzzy_dates.filter(lambda promised: promised.date.year >= 1000), st.sampled_from(["en", "zh-hans"]))
def test_every_label_can_be_read_back(promised, language):
    assert FuzzyDate.parse(promised.label(language)) == promised
    assert FuzzyDate.parse(str(promised)) == promised


@given(st.lists(fuzzy_dates))
def test_order_follows_the_first_day(promises):
    ordered = sorted(promises)
    assert [promise.start for promise in ordered] == sorted(promise.start for promise in promises)


def test_of_two_that_start_together_the_sooner_end_comes_first():
    texts = ["2026", "2026-Q1", "2026-01", "2026-01-01", "2025-12-31"]
    assert [str(promise) for promise in sorted(map(FuzzyDate.parse, texts))] == texts[::-1]


@pytest.mark.parametrize("zone", ["Pacific/Midway", "Pacific/Kiritimati", "Asia/Shanghai"])
def test_no_time_zone_shifts_a_day(zone, monkeypatch):
    monkeypatch.setitem(os.environ, "TZ", zone)
    time.tzset()
    try:
        assert FuzzyDate.parse("2026-12-31").label("en") == "31 Dec 2026"
        assert FuzzyDate.parse("2026-12-31").date == date(2026, 12, 31)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("promised", "english", "chinese"),
    [
        ("2026-11-27", "27 Nov", "11 月 27 日"),
        ("2026-11", "Nov", "11 月"),
        ("2026-Q4", "2026 Q4", "2026 Q4"),
        ("2026", "2026", "2026 年"),
        ("2027-02-03", "3 Feb 2027", "2027 年 2 月 3 日"),
    ],
)
def test_days_and_months_of_this_year_go_without_it(promised, english, chinese):
    today = date(2026, 11, 21)
    assert FuzzyDate.parse(promised).brief("en", today) == english
    assert FuzzyDate.parse(promised).brief("zh-hans", today) == chinese


@pytest.mark.parametrize("text", ["Q3", "q3", "第三季度", "3季度", "三季", "Ｑ３"])
def test_a_quarter_asks_for_its_year(text):
    with pytest.raises(FuzzyDateError, match=r"without its year; write it like \d{4}-Q3"):
        FuzzyDate.parse(text)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_django_writes_days_alike(language):
    day = date(2026, 9, 4)
    with translation.override(language):
        assert date_format(day) == date_format(day, "SHORT_DATE_FORMAT") == FuzzyDate(day).label(language)
        assert date_format(datetime(2026, 9, 4, 21, 5), "DATETIME_FORMAT").endswith(" 21:05")
