"""Time that counts: how long people worked between two moments, and when so much of it will have passed.

All instants are aware datetimes and lengths are timedeltas, so nothing is rounded. A working day is the hours between
`opens` and `closes` on the wall clock of a zone; each is turned into two instants, so a day on which the clock jumps
is as long as it really is.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
NOTHING = timedelta(0)
FARTHEST = 20_000  # days that are looked through for working time before one gives up
PUBLISHED_YEARLY = {"CN"}  # here the government decides each autumn which days make up for the holidays of a year


class NeverWorks(ValueError):
    """A calendar without working days, or none for as long as anybody looks ahead."""


class RoundTheClock:
    """All time counts."""

    def add_working(self, start, amount):
        return start + amount

    def working_between(self, start, end):
        return max(end - start, NOTHING)


@dataclass(frozen=True)
class WorkingTime:
    """The hours in which people work: from `opens` to `closes` on ISO `weekdays`.

    A `closes` that is not after `opens` is on the next day, so that the same time twice is a whole day. `law` is a
    Law or None; `overrides` says of single dates whether people work, and is stronger than both.
    """

    zone: ZoneInfo
    opens: time = time(9)
    closes: time = time(18)
    weekdays: frozenset = frozenset({1, 2, 3, 4, 5})
    law: "Law | None" = None
    overrides: dict = field(default_factory=dict)
    _spans: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    def works_on(self, day):
        """Whether a date is a working day: an override, else the law, else the weekday says so."""
        if day in self.overrides:
            return self.overrides[day]
        by_law = self.law.works_on(day) if self.law else None
        return day.isoweekday() in self.weekdays if by_law is None else by_law

    def span(self, day):
        """The instants between which people work from a date on, or None on a day off."""
        if day not in self._spans:
            self._spans[day] = self.hours_of(day) if self.works_on(day) else None
        return self._spans[day]

    def hours_of(self, day):
        last = day if self.closes > self.opens else day + DAY
        opens, closes = self.instant(day, self.opens), self.instant(last, self.closes)
        return (opens, closes) if opens < closes else None

    def instant(self, day, clock):
        """When the wall clock shows a time; the first time where it does so twice."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def first_day(self, start):
        """The earliest date whose hours may reach an instant: a night shift goes on after midnight."""
        return start.astimezone(self.zone).date() - DAY

    def add_working(self, start, amount):
        """The first instant by which `amount` of working time has passed since `start`; NeverWorks if it never will."""
        if amount <= NOTHING:
            return start
        day, left = self.first_day(start), amount
        for _day in range(FARTHEST):
            if (span := self.span(day)) and span[1] > start:
                begin = max(span[0], start)
                if span[1] - begin >= left:
                    return begin + left
                left -= span[1] - begin
            day += DAY
        raise NeverWorks(f"no {amount} of working time after {start}")

    def working_between(self, start, end):
        """How much working time lies between two instants; nothing when the end comes first."""
        total, day, last = NOTHING, self.first_day(start), end.astimezone(self.zone).date()
        while day <= last:
            if span := self.span(day):
                total += max(min(span[1], end) - max(span[0], start), NOTHING)
            day += DAY
        return total


@dataclass(frozen=True)
class LegalDay:
    """A day on which the law says something else than the weekday: a holiday, or a day that makes up for one."""

    day: date
    works: bool
    name: str


@dataclass(frozen=True)
class Law:
    """The statutory holidays of a country (ISO 3166) and the working days that make up for them (调休).

    China publishes the make-up days of a year in the autumn before it. Until the library `holidays` has them,
    `knows(year)` is False: the holidays themselves are law for every year and count, the days worked for them do not.
    """

    country: str

    def days(self, year, language=None):
        """Every LegalDay of a year, in order; names in a language of the library, else in the country's own."""
        return legal_days(self.country, year, language)

    def works_on(self, day):
        """Whether people work on a date by statute; None where the law leaves it to the weekday."""
        return working_by_law(self.country, day.year).get(day)

    def knows(self, year):
        """Whether the make-up days of the year have been published, where a country has such."""
        return self.country not in PUBLISHED_YEARLY or any(day.works for day in self.days(year))


@lru_cache(maxsize=200)
def working_by_law(country, year):
    return {found.day: found.works for found in legal_days(country, year, None)}


@lru_cache(maxsize=200)
def legal_days(country, year, language):
    found = holidays.country_holidays(country, years=year, language=language)
    off = [LegalDay(day, False, name) for day, name in found.items() if day.year == year]
    made_up = [LegalDay(day, True, "") for day in found.weekend_workdays if day.year == year]
    return tuple(sorted(off + made_up, key=lambda one: one.day))


def countries():
    """The ISO 3166 codes of the countries whose law is known."""
    return sorted(code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2)
