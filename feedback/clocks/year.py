"""The days of the coming year on which something else holds than the weekday: what the law says, and what people do."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from feedback.models import CalendarDay
from pmhub.lib.working_time import Law

AHEAD = timedelta(days=400)
CALLED = {"zh-hans": "zh_CN"}  # languages as the library of holidays names them


@dataclass(frozen=True)
class SpecialDay:
    """`works` is what counts; `entry` is the product's own CalendarDay or None, `by_law` says that the law knows it."""

    day: date
    works: bool
    name: str
    by_law: bool
    entry: CalendarDay | None = None


def special_days(calendar, entries, today):
    """The coming SpecialDays in order: those of the law and the product's own, which overrule them."""
    own = {entry.day: entry for entry in entries}
    legal = {found.day: found for found in legal_days(calendar.country, today)}
    for day in sorted(own.keys() | legal.keys()):
        if today <= day:
            yield special(day, legal.get(day), own.get(day))


def special(day, legal, entry):
    name = entry.name if entry else ""
    if legal and not name:
        name = legal.name or _("Working day in return for a holiday")
    works = entry.works if entry else legal.works
    return SpecialDay(day, works, name, legal is not None, entry)


def legal_days(country, today):
    if not country:
        return []
    law, last = Law(country), today + AHEAD
    language = CALLED.get(get_language(), "en_US")
    years = range(today.year, last.year + 1)
    return [found for year in years for found in law.days(year, language) if today <= found.day <= last]


def unknown_years(country, today):
    """The coming years whose make-up working days have not been published yet."""
    if not country:
        return []
    return [year for year in (today.year, today.year + 1) if not Law(country).knows(year)]
