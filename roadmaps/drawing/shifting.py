"""Moving fuzzy dates: by whole months or by days, each as exact as it was."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from pmhub.lib.fuzzy_dates import FuzzyDate, Precision

UNIT = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}
MONTH = 365.2425 / 12


@dataclass(frozen=True)
class Shift:
    """So many months and days further; negative is earlier."""

    months: int = 0
    days: int = 0

    def __bool__(self):
        return bool(self.months or self.days)

    def of(self, fuzzy):
        """The date moved. A day keeps its number as far as the month has it; a quarter moves by whole quarters.

        Raises OverflowError outside of the calendar.
        """
        if fuzzy is None:
            return None
        if fuzzy.precision == Precision.DAY:
            return FuzzyDate(months_later(fuzzy.date, self.months) + timedelta(days=self.days))
        unit = UNIT[fuzzy.precision]
        units = round((self.months + self.days / MONTH) / unit)
        return FuzzyDate(months_later(fuzzy.date, units * unit), fuzzy.precision)


def months_later(day, months):
    """29 February a year later is the 28th. Raises OverflowError outside of the calendar."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("outside of the calendar")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def between(before, after):
    """The shift that makes one fuzzy date of another: in whole months where it can be.

    A date that is only said more or less exactly has not moved; where exactness differs, the last days count.
    """
    if before is None or after is None or before == after:
        return Shift()
    if before.precision != after.precision:
        within = before.start <= after.start and after.end <= before.end
        around = after.start <= before.start and before.end <= after.end
        return Shift() if within or around else Shift(days=(after.end - before.end).days)
    one, other = before.start, after.start
    months = (other.year - one.year) * 12 + other.month - one.month
    return Shift(months=months) if months_later(one, months) == other else Shift(days=(other - one).days)
