"""The time axis of a roadmap: whole months, quarters, half-years or years, placed in percent of its width."""

import calendar
from dataclasses import dataclass
from datetime import MAXYEAR, date

from django.utils.translation import gettext_lazy as _

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
COLUMNS = {"month": 9, "quarter": 8, "half": 8, "year": 6}
ZOOMS = {"month": _("Month"), "quarter": _("Quarter"), "half": _("Half-year"), "year": _("Year")}
FIRST_YEAR, LAST_YEAR = 1970, MAXYEAR - 100


def month_number(day):
    return day.year * 12 + day.month - 1


def first_of(number):
    """The first day of a month counted as `month_number` counts."""
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True)
class Column:
    """One unit of the axis: where it begins in percent, its label and the one below it."""

    start: date
    at: float
    label: str
    below: str
    is_major: bool


@dataclass(frozen=True)
class Axis:
    """`COLUMNS[zoom]` units from the one that `start` lies in."""

    zoom: str
    start: date

    @classmethod
    def of(cls, zoom, day):
        """The axis whose first unit holds the day."""
        number = max(FIRST_YEAR * 12, min(LAST_YEAR * 12, month_number(day)))
        return cls(zoom, first_of(number - number % MONTHS[zoom]))

    @classmethod
    def around(cls, zoom, today):
        """The axis on which today lies in the second unit."""
        return cls.of(zoom, first_of(month_number(today) - MONTHS[zoom]))

    @classmethod
    def over(cls, first, last):
        """The axis of the finest zoom that shows both days; if none does, the coarsest from the first of them."""
        axes = [cls.of(zoom, first) for zoom in MONTHS]
        return next((axis for axis in axes if last < axis.end), axes[-1])

    def moved(self, units):
        """As many units later, at most to the end of what can be shown."""
        number = month_number(self.start) + units * self.unit
        return Axis.of(self.zoom, first_of(max(FIRST_YEAR * 12, min(LAST_YEAR * 12, number))))

    def unit_at(self, units):
        """The first day of the unit so many after the first."""
        return first_of(month_number(self.start) + units * self.unit)

    @property
    def unit(self):
        """How many months one column has."""
        return MONTHS[self.zoom]

    @property
    def end(self):
        """The first day after the axis."""
        return self.unit_at(COLUMNS[self.zoom])

    @property
    def days(self):
        return (self.end - self.start).days

    def shows(self, first, last):
        """Whether something of the time between the two days lies on it."""
        return first < self.end and last >= self.start

    def at(self, day):
        """Where a day begins, in percent; below 0 and above 100 outside of the axis."""
        return (day - self.start).days / self.days * 100

    def after(self, day):
        """Where a day ends, in percent."""
        return self.at(day) + 100 / self.days

    def columns(self, language):
        starts = [self.unit_at(n) for n in range(COLUMNS[self.zoom])]
        return [
            Column(start, round(self.at(start), 3), *self.labels(start, n == 0, language), self.is_major(start))
            for n, start in enumerate(starts)
        ]

    def is_major(self, start):
        return start.month == 1 if self.zoom != "month" else start.month % 3 == 1

    def labels(self, start, is_first, language):
        """`("Oct", "2026 Q4")`; what repeats itself is left out."""
        chinese = language.lower().startswith("zh")
        year = f"{start.year} 年" if chinese else str(start.year)
        quarter = f"Q{(start.month + 2) // 3}"
        below = year if is_first or start.month == 1 else ""
        match self.zoom:
            case "month":
                month = f"{start.month} 月" if chinese else calendar.month_abbr[start.month]
                named = f"{start.year} {quarter}" if below else quarter if start.month % 3 == 1 else ""
                return month, named
            case "quarter":
                return quarter, below
            case "half":
                half = 1 if start.month == 1 else 2
                return ("上半年" if half == 1 else "下半年") if chinese else f"H{half}", below
            case _year:
                return year, ""
