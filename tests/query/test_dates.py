"""Times as people say them: ages, periods, and dates that are whole months or quarters."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from pmhub.lib.fuzzy_dates import FuzzyDate
from requirements.models import Requirement
from requirements.query.conditions.times import duration, period

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("today", "2026-11-18", "2026-11-18"),
        ("昨天", "2026-11-17", "2026-11-17"),
        ("this-week", "2026-11-16", "2026-11-22"),
        ("this week", "2026-11-16", "2026-11-22"),
        ("上周", "2026-11-09", "2026-11-15"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("上个月", "2026-10-01", "2026-10-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("本季度", "2026-10-01", "2026-12-31"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026年2月", "2026-02-01", "2026-02-28"),
        ("2026-08-01..2026-08-15", "2026-08-01", "2026-08-15"),
    ],
)
def test_periods(said, first, last):
    assert [str(day) for day in period(said, TODAY)] == [first, last]


@pytest.mark.parametrize(
    ("said", "days"), [("7d", 7), ("2w", 14), ("3天", 3), ("2个月", 60), ("-1w", -7), ("12h", 0.5), ("soon", None)]
)
def test_durations(said, days):
    assert duration(said) == (None if days is None else timedelta(days=days))


@pytest.fixture
def aged(make_requirement):
    for days in (1, 10, 40):
        at = timezone.now() - timedelta(days=days)
        row = make_requirement(f"{days}")
        Requirement.objects.filter(pk=row.pk).update(created_at=at)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("created<7d", ["1"]),
        ("created:<2w", ["1", "10"]),
        ("created>30d", ["40"]),
        ("-created>30d", ["1", "10"]),
        ("created:yesterday", ["1"]),
        ("created<today", ["1", "10", "40"]),
        ("created>=2020", ["1", "10", "40"]),
        ("created<=2020", []),
        ("创建：<7天", ["1"]),
    ],
)
def test_ages(aged, ask, text, titles):
    assert ask(text) == titles


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Asia/Shanghai", "Pacific/Kiritimati"])
def test_days_are_those_of_the_reader(make_requirement, ask, zone):
    row = make_requirement("noon")
    Requirement.objects.filter(pk=row.pk).update(created_at=datetime(2026, 11, 18, 11, 30, tzinfo=UTC))
    there = {"Pacific/Pago_Pago": "2026-11-18", "Asia/Shanghai": "2026-11-18", "Pacific/Kiritimati": "2026-11-19"}
    with timezone.override(zone):
        assert ask(f"created:{there[zone]}") == ["noon"]
        assert ask(f"created<{there[zone]}") == []
        assert ask(f"created<={there[zone]}") == ["noon"]
        assert ask(f"created>{there[zone]}") == []


@pytest.fixture
def promised(make_requirement):
    for said in ("2026-11-30", "2026-12", "2026-Q4", "2027"):
        make_requirement(said, due=FuzzyDate.parse(said))
    make_requirement("never")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("due<=2026-11-30", ["2026-11-30"]),
        ("due<2026-11-30", []),
        ("due<=2026-12-31", ["2026-11-30", "2026-12", "2026-Q4"]),
        ("due<2026-12-31", ["2026-11-30"]),
        ("due:2026-Q4", ["2026-11-30", "2026-12", "2026-Q4"]),
        ("due:2026-12", ["2026-12"]),
        ("due>=2026-12", ["2026-12", "2027"]),
        ("due>2026", ["2027"]),
        ("due:none", ["never"]),
        ("-due<=2026-12-31", ["2027", "never"]),
        ("截止：2026年第四季度", ["2026-11-30", "2026-12", "2026-Q4"]),
    ],
)
def test_promises_are_kept_until_their_last_day(promised, ask, text, titles):
    assert ask(text) == titles


def test_due_dates_relative_to_today(make_requirement, ask, statuses):
    today = timezone.localdate()
    make_requirement("late", due=FuzzyDate(today - timedelta(days=1)))
    make_requirement("soon", due=FuzzyDate(today + timedelta(days=6)))
    make_requirement("later", due=FuzzyDate(today + timedelta(days=400)))
    make_requirement("this year", due=FuzzyDate(today, "year"))
    assert ask("is:overdue") == ["late"]
    assert ask("due:1w") == ["soon"]
    assert ask("due>30d") == ["later"]
    assert ask("due<=1w -due:this-year") == [] or today.month == 12
    assert ask("due:today OR due:tomorrow") == []
