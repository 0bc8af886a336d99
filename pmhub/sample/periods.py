"""Dates of the sample count from today, so that "overdue" and "this week" are true whenever it is made."""

from datetime import timedelta

from pmhub.lib.fuzzy_dates import FuzzyDate

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def day_or_period(value, today):
    """7 is a week from today; "quarter+1" is the next quarter, "month+0" this month; None and "" are no date."""
    if value is None or value == "":
        return None
    if isinstance(value, int):
        return FuzzyDate(today + timedelta(days=value))
    precision, count = value.split("+")
    months = today.year * 12 + today.month - 1 + int(count) * MONTHS[precision]
    return FuzzyDate(today.replace(year=months // 12, month=months % 12 + 1, day=1), precision)
