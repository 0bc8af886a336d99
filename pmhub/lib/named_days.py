"""Days as people name them while they plan: `tomorrow`, `周五`, `+3d`. All of them lie at or after today."""

import contextlib
import contextvars
import re
from calendar import monthrange
from datetime import date, timedelta

from django.utils import timezone

from pmhub.lib.fuzzy_dates import FuzzyDate, Precision
from pmhub.lib.pinyin import folded

LONGEST_WAIT = 9  # years from one 29 February to the next, where a century lies between them
DAYS = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "后天": 2}
AHEAD = re.compile(r"\+(\d{1,3})(d|w|m|天|日|周|个?月)\Z")
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAY = re.compile(r"(?P<next>下)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])\Z")
ENGLISH = re.compile(r"(?P<next>next)?\s*(?P<day>[a-z]{3,9})\Z")
COMING = re.compile(
    r"(?:(?P<next>next|下[一个]?)|this|本|这个?)\s*"
    r"(?:(?P<week>week|周|星期|礼拜)|(?P<month>month|月)|(?P<quarter>quarter|季度?)|year|年)\Z"
)
YEARS = {"今年": "this year", "明年": "next year"}
MONTH_AND_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})\Z|(\d{1,2})月(\d{1,2})[日号]?\Z")


written_on = contextvars.ContextVar("written_on", default=None)


def today():
    """The day that words are seen from, in the time zone of whoever is served."""
    return written_on.get() or timezone.localdate()


@contextlib.contextmanager
def as_written(moment):
    """Words mean what they meant then, also where a worker reads them later."""
    token = written_on.set(timezone.localdate(moment))
    try:
        yield
    finally:
        written_on.reset(token)


def day_named(text, today):
    """`tomorrow`, `fri`, `下周五`, `下周`, `next quarter`, `今年`, `+3d`, `12-31` (the next one) …: else None."""
    word = folded(text).strip()
    if word in DAYS:
        return FuzzyDate(today + timedelta(days=DAYS[word]))
    return ahead(word, today) or weekday(word, today) or coming(word, today) or month_and_day(word, today)


def each_once(offered):
    """What a menu offers: tuples that end in a day, in the order of days; of two names of one day the first counts."""
    first = {}
    for entry in offered:
        first.setdefault(entry[-1], entry)
    return [first[day] for day in sorted(first)]


def coming(word, today):
    """This or the next month, quarter or year; next week is promised for its Friday, where the working week ends."""
    found = COMING.match(YEARS.get(word, word))
    if not found or (found["week"] and not found["next"]):
        return None
    if found["week"]:
        return weekday("下周五", today)
    precision = Precision.MONTH if found["month"] else Precision.QUARTER if found["quarter"] else Precision.YEAR
    further = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}[precision] if found["next"] else 0
    year, month = divmod(today.year * 12 + today.month - 1 + further, 12)
    return FuzzyDate(date(year, month + 1, 1), precision)


def ahead(word, today):
    found = AHEAD.match(word)
    if not found:
        return None
    count, unit = int(found[1]), found[2][-1]
    if unit in "m月":
        year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
        return FuzzyDate(date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])))
    return FuzzyDate(today + timedelta(days=count * (7 if unit in "w周" else 1)))


def weekday(word, today):
    """The next such day after today; 下周五 and `next friday` are the Friday of next week."""
    chinese = WEEKDAY.match(word)
    if chinese:
        wanted = "一二三四五六日".index(chinese["day"].replace("天", "日"))
    else:
        english = ENGLISH.match(word)
        wanted = english and next((at for at, name in enumerate(WEEKDAYS) if name.startswith(english["day"])), None)
        if wanted is None:
            return None
    if (chinese or english)["next"]:
        return FuzzyDate(today + timedelta(days=7 - today.weekday() + wanted))
    return FuzzyDate(today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1))


def month_and_day(word, today):
    found = MONTH_AND_DAY.match(word)
    if not found:
        return None
    month, day = (int(part) for part in found.groups() if part)
    if not 1 <= month <= 12:
        return None
    for year in range(today.year, today.year + LONGEST_WAIT):
        if day <= monthrange(year, month)[1] and day and date(year, month, day) >= today:
            return FuzzyDate(date(year, month, day))
    return None
