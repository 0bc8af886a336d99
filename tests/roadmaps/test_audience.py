"""What an audience may see: coarse dates, and nothing by which finer ones could be told."""

from datetime import date

import pytest

from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.drawing.items import Item
from roadmaps.sharing.audience import HalfYear, coarse, seen

ALL = ["progress", "owners", "goals", "milestones"]


def fuzzy(text):
    return FuzzyDate.parse(text) if text else None


@pytest.mark.parametrize(
    ("written", "granularity", "start", "end", "english", "chinese"),
    [("2026-11-19", "day", "2026-11-19", "2026-11-19", "19 Nov 2026", "2026 年 11 月 19 日"),
     ("2026-11-19", "month", "2026-11-01", "2026-11-30", "Nov 2026", "2026 年 11 月"),
     ("2026-11-19", "quarter", "2026-10-01", "2026-12-31", "2026 Q4", "2026 年第四季度"),
     ("2026-11-19", "half", "2026-07-01", "2026-12-31", "2026 H2", "2026 年下半年"),
     ("2028-02-29", "half", "2028-01-01", "2028-06-30", "2028 H1", "2028 年上半年"),
     ("2026-11-19", "year", "2026-01-01", "2026-12-31", "2026", "2026 年"),
     ("2026-Q3", "month", "2026-07-01", "2026-09-30", "2026 Q3", "2026 年第三季度"),
     ("2026-Q3", "half", "2026-07-01", "2026-12-31", "2026 H2", "2026 年下半年"),
     ("2026", "half", "2026-01-01", "2026-12-31", "2026", "2026 年")],
)  # fmt: skip
def test_a_date_becomes_the_period_it_lies_in(written, granularity, start, end, english, chinese):
    found = coarse(fuzzy(written), granularity)
    assert (str(found.start), str(found.end)) == (start, end)
    assert (found.label("en"), found.label("zh-hans")) == (english, chinese)


def test_half_years_are_written_like_other_periods():
    assert [str(HalfYear(date(2026, month, 9))) for month in (6, 7)] == ["2026-H1", "2026-H2"]
    assert HalfYear(date(2026, 6, 30)) == HalfYear(date(2026, 1, 1))


def test_what_is_not_to_be_shown_is_taken_out():
    item = Item("version", 7, "2.4", fuzzy("2026-11-02"), fuzzy("2026-12-11"), done=0.5, owner="Mu", note="Why",
                url="/v/7/", lock_version=3, moves="/p/X/roadmap/")  # fmt: skip
    only = seen([item, Item("milestone", 1, "Beta")], "quarter", [], date(2026, 11, 1))
    assert [(one.name, one.done, one.owner, one.note, one.url, one.lock_version, one.moves) for one in only] == [
        ("2.4", None, "", "", "", None, "")
    ]


@pytest.mark.parametrize(("today", "late"), [("2026-12-20", False), ("2026-12-31", False), ("2027-01-01", True)])
def test_late_is_what_the_audience_could_know_to_be_late(today, late):
    item = Item("version", 7, "2.4", None, fuzzy("2026-12-11"), late=True)
    assert seen([item], "quarter", ALL, date.fromisoformat(today))[0].late is late


def test_the_order_is_by_what_is_seen():
    exact = [Item("version", n, name, None, fuzzy(f"2026-11-{n:02}")) for n, name in [(1, "C"), (2, "A"), (3, "B")]]
    assert [one.name for one in seen(exact, "month", ALL, date(2026, 1, 1))] == ["A", "B", "C"]
    assert [one.name for one in seen(exact, "day", ALL, date(2026, 1, 1))] == ["C", "A", "B"]
