"""Dates as people promise them: a day, a month, a quarter or a year. Never a moment, so no time zone can shift them."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from django.db.models import Case, DurationField, F, TextChoices, Value, When
from django.db.models.functions import Cast
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CHINESE_DIGITS = "一二三四"

FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月((?P<day>\d{1,2})[日号]?)?",
        r"(?P<year>\d{4})[年-]?第?(Q(?P<quarter>[1-4])|(?P<counted>[1-4一二三四])季度?)",
        r"Q(?P<quarter>[1-4])-?(?P<year>\d{4})",
        r"(?P<day>\d{1,2})?(?P<name>[a-z]{3,9})\.?,?(?P<year>\d{4})",
        r"(?P<name>[a-z]{3,9})\.?(?P<day>\d{1,2}),(?P<year>\d{4})",
        r"(?P<year>\d{4})年?",
    )
]


YEARLESS = re.compile(r"第?(Q(?P<quarter>[1-4])|(?P<counted>[1-4一二三四])季度?)", re.IGNORECASE)


class Precision(TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    YEAR = "year", _("year")


SPANS = {Precision.DAY: "1 day", Precision.MONTH: "1 month", Precision.QUARTER: "3 months", Precision.YEAR: "1 year"}


def day_after(on, precision):
    """Expression: the first day that no longer keeps the promise of the two fields so called."""
    span = Case(*(When(**{precision: exact}, then=Value(text)) for exact, text in SPANS.items()))
    return F(on) + Cast(span, DurationField())


class FuzzyDateError(ValueError):
    """Input that is no date; the message names what was found."""


@total_ordering
@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A day, or the whole month, quarter or year that `date` lies in; `date` becomes its first day.

    Ordered by the first day, as the database orders the column; of two that start together the shorter comes first.
    """

    date: date
    precision: Precision = Precision.DAY

    def __post_init__(self):
        object.__setattr__(self, "precision", Precision(self.precision))
        object.__setattr__(self, "date", self._first_day())

    def _first_day(self) -> date:
        match self.precision:
            case Precision.DAY:
                return self.date
            case Precision.MONTH:
                return self.date.replace(day=1)
            case Precision.QUARTER:
                return self.date.replace(month=3 * self.quarter - 2, day=1)
            case Precision.YEAR:
                return self.date.replace(month=1, day=1)

    @property
    def quarter(self) -> int:
        return (self.date.month + 2) // 3

    @property
    def start(self) -> date:
        return self.date

    @property
    def end(self) -> date:
        """The last day that still keeps the promise."""
        if self.precision == Precision.DAY:
            return self.date
        month = {Precision.MONTH: self.date.month, Precision.QUARTER: 3 * self.quarter, Precision.YEAR: 12}
        last = month[self.precision]
        return date(self.date.year, last, calendar.monthrange(self.date.year, last)[1])

    def __lt__(self, other: "FuzzyDate") -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def label(self, language: str) -> str:
        """For people: "31 Dec 2026", "Dec 2026", "2026 Q3", "2026"; in Chinese "2026 年第三季度" and so on."""
        day, month, year = self.date.day, self.date.month, self.date.year
        chinese = language.lower().startswith("zh")
        match self.precision:
            case Precision.DAY:
                return f"{year} 年 {month} 月 {day} 日" if chinese else f"{day} {_month_name(month)} {year}"
            case Precision.MONTH:
                return f"{year} 年 {month} 月" if chinese else f"{_month_name(month)} {year}"
            case Precision.QUARTER:
                return f"{year} 年第{CHINESE_DIGITS[self.quarter - 1]}季度" if chinese else f"{year} Q{self.quarter}"
            case Precision.YEAR:
                return f"{year} 年" if chinese else str(year)

    def brief(self, language: str, today: date) -> str:
        """As `label`, but short: "2027 Q1", and a day or month of this year without it: "27 Nov", "11 月 27 日"."""
        label = self.label(language)
        if self.precision == Precision.QUARTER:
            return self.label("en")
        if self.date.year != today.year or self.precision == Precision.YEAR:
            return label
        return label.removeprefix(f"{today.year} 年 ").removesuffix(f" {today.year}")

    def __str__(self) -> str:
        """The form that files and the API use: 2026-12-31, 2026-12, 2026-Q4, 2026."""
        match self.precision:
            case Precision.DAY:
                return self.date.isoformat()
            case Precision.MONTH:
                return f"{self.date:%Y-%m}"
            case Precision.QUARTER:
                return f"{self.date.year:04}-Q{self.quarter}"
            case Precision.YEAR:
                return f"{self.date.year:04}"

    @classmethod
    def parse(cls, text: str) -> "FuzzyDate":
        """What a person wrote, in any form `label` and `str` give and the usual others. Raises FuzzyDateError."""
        folded = "".join(unicodedata.normalize("NFKC", text).split())
        for form in FORMS:
            match = form.fullmatch(folded)
            if match:
                return cls._from_parts(text, match.groupdict())
        if quarter := YEARLESS.fullmatch(folded):
            example = f"{date.today().year}-Q{quarter['quarter'] or _counted(quarter['counted'])}"
            text = _("“{found}” is not a date without its year; write it like {example}")
            raise FuzzyDateError(format_lazy(text, found=_shown(folded), example=example))
        raise FuzzyDateError(
            format_lazy(
                _("“{found}” is not a date; write it like 2026-12-31, 2026-12, 2026-Q4 or 2026"), found=_shown(text)
            )
        )

    @classmethod
    def _from_parts(cls, text: str, parts: dict[str, str | None]) -> "FuzzyDate":
        year, day = int(parts["year"]), parts.get("day")
        month = _month_number(parts["name"]) if parts.get("name") else parts.get("month")
        quarter = parts.get("quarter") or _counted(parts.get("counted"))
        try:
            if day:
                return cls(date(year, int(month), int(day)))
            if month is not None:
                return cls(date(year, int(month), 1), Precision.MONTH)
            if quarter:
                return cls(date(year, 3 * int(quarter) - 2, 1), Precision.QUARTER)
            return cls(date(year, 1, 1), Precision.YEAR)
        except ValueError as impossible:
            raise FuzzyDateError(
                format_lazy(_("“{found}” is not a day of the calendar"), found=_shown(text))
            ) from impossible


def _month_name(month: int) -> str:
    return MONTHS[month - 1].capitalize()


def _month_number(name: str) -> int:
    """1 to 12, or 0 for a word that is no month (which no calendar accepts)."""
    name = name.lower()
    full = calendar.month_name[1:]
    for number, short in enumerate(MONTHS, start=1):
        if name in (short, full[number - 1].lower()) or (name == "sept" and number == 9):
            return number
    return 0


def _counted(digit: str | None) -> int | None:
    if digit is None:
        return None
    return CHINESE_DIGITS.index(digit) + 1 if digit in CHINESE_DIGITS else int(digit)


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
