"""Weeks as people say them, within a month and across months and years."""

from datetime import date

import pytest

from pmhub.lib.weeks import week_label


@pytest.mark.parametrize(
    ("monday", "english", "chinese"),
    [
        (date(2026, 11, 16), "Week 47 · 16–22 Nov 2026", "第47周 · 2026年11月16日–22日"),
        (date(2026, 11, 30), "Week 49 · 30 Nov – 6 Dec 2026", "第49周 · 2026年11月30日–12月6日"),
        (date(2026, 12, 28), "Week 53 · 28 Dec 2026 – 3 Jan 2027", "第53周 · 2026年12月28日–2027年1月3日"),
        (date(2027, 1, 4), "Week 1 · 4–10 Jan 2027", "第1周 · 2027年1月4日–10日"),
    ],
)
def test_a_week_says_its_number_and_its_days_once(monday, english, chinese):
    assert week_label(monday, "en") == english
    assert week_label(monday, "zh-hans") == chinese
