"""The days over which promises are counted."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmhub.lib.fuzzy_dates import FuzzyDate, FuzzyDateError, Precision

NAMES = {
    "quarter": gettext_lazy("This quarter"),
    "last-quarter": gettext_lazy("Last quarter"),
    "last-half-year": gettext_lazy("Last half-year"),
    "year": gettext_lazy("This year"),
}
DEFAULT = "quarter"


class PeriodError(ValueError):
    """Words that name no period; `parameter` is the one to be put right."""

    def __init__(self, parameter, message):
        self.parameter = parameter
        super().__init__(message)


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both counted. `name` is empty for days that somebody chose."""

    start: date
    end: date
    name: str = ""

    def __contains__(self, day):
        return self.start <= day <= self.end

    @classmethod
    def named(cls, name, today):
        """One of NAMES, as it stands today."""
        if name not in NAMES:
            words = {"name": name[:40], "known": ", ".join(NAMES)}
            raise PeriodError("period", _("There is no period “%(name)s”. There are: %(known)s.") % words)
        if name == "last-half-year":
            year, is_first = (today.year, True) if today.month > 6 else (today.year - 1, False)
            first, last = (date(year, 1, 1), date(year, 6, 30)) if is_first else (date(year, 7, 1), date(year, 12, 31))
            return cls(first, last, name)
        precision = Precision.YEAR if name == "year" else Precision.QUARTER
        span = FuzzyDate(today, precision)
        if name == "last-quarter":
            span = FuzzyDate(span.start - timedelta(days=1), precision)
        return cls(span.start, span.end, name)

    @classmethod
    def asked(cls, params, today):
        """From the parameters `from` and `to`, which win, or `period`; this quarter where there is none of them.

        Dates may be as inexact as promises are: `from=2026-Q3&to=2026-Q3` is that quarter. Raises PeriodError.
        """
        start, end = day_of(params, "from"), day_of(params, "to")
        if start is None and end is None:
            return cls.named(params.get("period", "").strip() or DEFAULT, today)
        if start is None:
            raise PeriodError("from", _("Say from which day on to count."))
        end = end.end if end else max(today, start.end)
        if end < start.start:
            words = {"from": start.start, "to": end}
            raise PeriodError("to", _("The period ends on %(to)s, before it begins on %(from)s.") % words)
        return cls(start.start, end)


def day_of(params, name):
    text = params.get(name, "").strip()
    if not text:
        return None
    try:
        return FuzzyDate.parse(text)
    except FuzzyDateError as error:
        raise PeriodError(name, str(error)) from None
