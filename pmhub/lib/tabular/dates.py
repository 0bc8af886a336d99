"""Dates as people write them: (date, precision) for planned dates, aware datetimes for timestamps."""

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.tabular.problems import BadValue

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})")
NAME_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
DAY_NAME = re.compile(r"(\d{1,2})[.\s/-]+([a-z]{3,9})\.?[\s/,-]+(\d{4}|\d{2})")
TIME = re.compile(
    r"(?P<date>.*?)[t\s]+(?P<early>上午|下午)?\s*(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>am|pm)?\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?"
)
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
EPOCH_DAY = dt.date(1899, 12, 30)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def parse_date(value, *, order=None, zone=dt.UTC):
    """A planned date as (first day, "day" | "month" | "quarter" | "year").

    Takes dates, datetimes, Excel serials, epoch milliseconds and text; a time of day is dropped without shifting the
    date. `order` ("dmy" or "mdy") settles 3/4/2026. Raises BadValue.
    """
    if isinstance(value, dt.datetime):
        return value.date(), "day"
    if isinstance(value, dt.date):
        return value, "day"
    if isinstance(value, int | float):
        return _from_number(value, zone).astimezone(zone).date(), "day"
    day, precision = _parse_text(_fold(value), order, zone)
    return _likely(day, value), precision


def parse_moment(value, *, zone, order=None):
    """A timestamp as an aware datetime; a time without zone is in `zone`, a date alone is its midnight."""
    if isinstance(value, dt.datetime):
        moment = value
    elif isinstance(value, int | float):
        moment = _from_number(value, zone)
    else:
        moment = _iso(value) or _parse_moment(_fold(value), order, zone)
    return _likely(moment if moment.tzinfo else moment.replace(tzinfo=zone), value)


class DayOrder:
    """Learns from all values of a column whether the day or the month stands first."""

    def __init__(self):
        self.seen = set()

    def feed(self, value):
        match = YEAR_LAST.match(value.strip()) if isinstance(value, str) and value[:1].isdigit() else None
        if match is None or match[2] == ".":
            return
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second:
            self.seen.add("dmy")
        elif second > 12 >= first:
            self.seen.add("mdy")

    @property
    def order(self):
        """ "dmy", "mdy", or None when the values do not tell or contradict each other."""
        return next(iter(self.seen)) if len(self.seen) == 1 else None


def _iso(value):
    if not isinstance(value, str) or len(value) < 10 or value.isdigit():
        return None
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        return None


def _parse_moment(text, order, zone):
    if match := TIME.fullmatch(text):
        return _with_time(match, order, zone)
    if text.isdigit() and len(text) >= 10:
        return _from_number(int(text), zone)
    day, _precision = _parse_text(text, order, zone)
    return dt.datetime.combine(day, dt.time(), zone)


def _likely(day, value):
    """Years that no calendar of a team holds are typing errors, and at the ends of time arithmetic breaks."""
    if not 1000 <= day.year <= 9000:
        raise BadValue("not_date", value=str(value)[:60])
    return day


def _fold(value):
    text = str(value).strip()
    if len(text) > 60:
        raise BadValue("not_date", value=text[:60])
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower()


@lru_cache(maxsize=4096)
def _parse_text(text, order, zone):
    if match := TIME.fullmatch(text):
        return _parse_text(match["date"].strip(), order, zone)
    try:
        if found := _read_day(text, order):
            return found, "day"
        if not text.isdigit() or len(text) == 4:
            fuzzy = FuzzyDate.parse(text)
            return fuzzy.date, fuzzy.precision.value
    except ValueError as error:
        if isinstance(error, BadValue):
            raise
    if SERIAL.fullmatch(text) or (text.isdigit() and len(text) in (10, 13)):
        return _from_number(float(text), zone).astimezone(zone).date(), "day"
    raise BadValue("not_date", value=text)


def _read_day(text, order):
    if match := YEAR_LAST.fullmatch(text):
        return _ordered(text, match, order)
    if (match := NAME_FIRST.fullmatch(text)) and match[1] in MONTHS:
        return dt.date(int(match[3]), MONTHS[match[1]], int(match[2]))
    if (match := DAY_NAME.fullmatch(text)) and match[2] in MONTHS:
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        return dt.date(year, MONTHS[match[2]], int(match[1]))
    if text.isdigit() and len(text) == 8:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return None


def _ordered(text, match, order):
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > 12 or first == second:
        return dt.date(year, second, first)
    if second > 12:
        return dt.date(year, first, second)
    if order is None:
        raise BadValue("date_ambiguous", value=text)
    return dt.date(year, first, second) if order == "mdy" else dt.date(year, second, first)


def _from_number(number, zone):
    """Epoch milliseconds, epoch seconds or an Excel serial, told apart by size."""
    if 100_000_000_000 <= number < 200_000_000_000_000:
        return EPOCH + dt.timedelta(milliseconds=number)
    if 100_000_000 <= number < 100_000_000_000:
        return EPOCH + dt.timedelta(seconds=number)
    if 1 <= number < 100_000:
        day = dt.datetime.combine(EPOCH_DAY, dt.time(), zone) + dt.timedelta(days=int(number))
        return day + dt.timedelta(seconds=round(number % 1 * 86400))
    raise BadValue("not_date", value=str(number)[:60])


def _with_time(match, order, zone):
    day, _precision = _parse_text(match["date"].strip(), order, zone)
    hour = int(match["hour"])
    if match["half"] or match["early"]:
        late = match["half"] == "pm" or match["early"] == "下午"
        hour = hour % 12 + (12 if late else 0)
    part = (match["part"] or "0").ljust(6, "0")[:6]
    try:
        clock = dt.time(hour, int(match["minute"]), int(match["second"] or 0), int(part), _zone(match["zone"], zone))
    except ValueError as error:
        raise BadValue("not_date", value=match[0]) from error
    return dt.datetime.combine(day, clock)


def _zone(text, default):
    if text is None:
        return default
    if text in ("z", "utc", "gmt"):
        return dt.UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return dt.timezone(dt.timedelta(minutes=-minutes if text[0] == "-" else minutes))
