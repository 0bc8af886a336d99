"""Conditions on instants (created, updated) and on promised dates (due, start)."""

import datetime
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from pmhub.lib.fuzzy_dates import FuzzyDate, FuzzyDateError, Precision
from products.models.status import OPEN
from requirements.query.conditions.values import any_of, bounds, folded, holding, missing_or, only_equal

DAYS = {"today": 0, "今天": 0, "今日": 0, "yesterday": -1, "昨天": -1, "tomorrow": 1, "明天": 1}
STEPS = {"this": 0, "本": 0, "这": 0, "今": 0, "last": -1, "上": -1, "去": -1, "next": 1, "下": 1, "明": 1}
SPANS = {"week": "week", "周": "week", "星期": "week", "month": "month", "月": "month"}
SPANS |= {"quarter": "quarter", "季度": "quarter", "year": "year", "年": "year"}
NAMED = re.compile(rf"({'|'.join(STEPS)})个?({'|'.join(SPANS)})")
LENGTHS = {"d": 1, "天": 1, "w": 7, "周": 7, "m": 30, "个月": 30, "y": 365, "年": 365}
FARTHEST = datetime.timedelta(days=36_500)
DURATION = re.compile(rf"([+-]?)(\d{{1,4}})({'|'.join(LENGTHS)}|h|小时)")


def by_instant(field, comparison):
    def build(values, user):
        def condition(value):
            try:
                at = parse_datetime(value)
                if at is None and (day := parse_date(value)):
                    at = datetime.datetime.combine(day, datetime.time.min)
                at = at and in_utc(at)
            except (ValueError, OverflowError):
                at = None
            if at is None:
                raise ValidationError(_("“%s” is not a time like 2026-12-31T08:00:00Z.") % value)
            return Q(**{f"{field}__{comparison}": at})

        return any_of(values, condition)

    return build


def in_utc(at):
    """The instant without its offset: Python knows offsets and years that the database does not."""
    return (at if timezone.is_aware(at) else timezone.make_aware(at)).astimezone(datetime.UTC)


def by_due(values, user):
    """`overdue`, `week`, `none`, or a last day like 2026-12-31."""

    def condition(value):
        today = timezone.localdate()
        if value == "none":
            return Q(due_on=None)
        if value == "overdue":
            return Q(due_on__lt=today, status__category__in=OPEN)
        if value == "week":
            return Q(due_on__range=(today, today + datetime.timedelta(days=7)))
        try:
            return Q(due_on__lte=datetime.date.fromisoformat(value))
        except ValueError:
            raise ValidationError(
                _("“%s” is neither a date like 2026-12-31 nor overdue, week or none.") % value
            ) from None

    return any_of(values, condition)


def duration(value):
    """`7d`, `2w`, `-3天` as a timedelta, or None where it is none."""
    found = DURATION.fullmatch(folded(value).replace(" ", ""))
    if not found:
        return None
    sign, count, unit = found.groups()
    length = datetime.timedelta(hours=1) if unit in ("h", "小时") else datetime.timedelta(days=LENGTHS[unit])
    if length * int(count) > FARTHEST:
        raise ValidationError(_("“%s” is more than a hundred years.") % value[:60])
    return length * (-int(count) if sign == "-" else int(count))


def period(value, today):
    """The first and the last day of `today`, `last week`, `2026-Q3`, `2026-08-01..2026-08-15` …; or a refusal."""
    first, dots, last = value.partition("..")
    if dots:
        return one_period(first, today)[0], one_period(last, today)[1]
    return one_period(value, today)


def one_period(value, today):
    """The first and the last day of what is no span of two."""
    plain = re.sub(r"[\s_-]", "", folded(value))
    if plain in DAYS:
        return (today + datetime.timedelta(days=DAYS[plain]),) * 2
    if found := NAMED.fullmatch(plain):
        return span(SPANS[found.group(2)], STEPS[found.group(1)], today)
    try:
        date = FuzzyDate.parse(unicodedata.normalize("NFKC", value))
    except FuzzyDateError:
        raise ValidationError(
            _("“%s” is not a time: write it like 2026-12-31, 2026-Q4, 7d, today or this-week.") % value[:60]
        ) from None
    return date.start, date.end


def span(unit, step, today):
    """This (0), the next (1) or the last (-1) week, month, quarter or year, as its first and last day."""
    if unit == "week":
        monday = today + datetime.timedelta(days=7 * step - today.weekday())
        return monday, monday + datetime.timedelta(days=6)
    if step:
        first, last = span(unit, 0, today)
        today = last + datetime.timedelta(days=1) if step > 0 else first - datetime.timedelta(days=1)
    there = FuzzyDate(today, Precision(unit))
    return there.start, there.end


def instant(field):
    """A term on an instant. `<7d` is younger than seven days, `>30d` older than thirty; days are the reader's."""

    def build(term, user):
        def condition(value):
            age = duration(value)
            if age is not None:
                side = "lte" if term.op in (">", ">=") else "gte"
                return holding(field, [(side, timezone.now() - abs(age))])
            return during(field, term.op, value)

        return any_of(term.values, condition)

    return build


def during(field, op, value):
    """A comparison of an instant with a moment, or with a day or a longer time as the reader's calendar has it."""
    if moment := exact(value):
        return holding(field, bounds(op, moment, moment))
    first, last = (midnight(day) for day in following(*period(value, timezone.localdate())))
    ends = {"gt": ("gte", last), "lte": ("lt", last), "gte": ("gte", first), "lt": ("lt", first)}
    return holding(field, [ends[lookup] for lookup, _bound in bounds(op, first, last)])


def exact(value):
    """A moment like 2026-12-31T08:00:00Z, or None."""
    try:
        at = parse_datetime(value) if ":" in value else None
        return at and in_utc(at)
    except (ValueError, OverflowError):
        return None


def following(first, last):
    try:
        return first, last + datetime.timedelta(days=1)
    except OverflowError:
        return first, last


def midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def promised(name):
    """A term on a promised date. What is due in a quarter is surely due by its last day: `<` and `<=` look at ends.

    `due<=2w` is due within two weeks or already late, `due:2w` from today to then.
    """

    def build(term, user):
        def condition(value):
            if folded(value) in ("overdue", "逾期", "已逾期"):
                only_equal(term)
                return overdue()
            return lying(name, *days(value, term.op))

        return missing_or(f"{name}_on", term, condition)

    return build


def days(value, op):
    """The comparison, and the days that it is with."""
    today, length = timezone.localdate(), duration(value)
    if length is None:
        return op, *period(value, today)
    there = today + length
    return (op, *sorted((today, there))) if op == ":" else (op, there, there)


def lying(name, op, first, last):
    found = Q()
    for lookup, bound in bounds(op, first, last):
        early = lookup.startswith("l")
        found &= ended(name, bound, inclusive=lookup == "lte") if early else holding(f"{name}_on", [(lookup, bound)])
    return found


def ended(name, day, inclusive=True):
    """The last day of the date is `day` or before: of a quarter that begins before but ends later it is not so."""
    if not inclusive:
        day = day - datetime.timedelta(days=1) if day > datetime.date.min else day
    latest = Q()
    for precision in Precision.values:
        around = FuzzyDate(day, precision)
        whole = {"lte": around.start} if around.end <= day else {"lt": around.start}
        latest |= Q(**{f"{name}_precision": precision}, **{f"{name}_on__{side}": at for side, at in whole.items()})
    return Q(**{f"{name}_on__lte": day}) & latest


def overdue():
    """Open, and the last day that would have kept the promise is over."""
    return ended("due", timezone.localdate(), inclusive=False) & Q(status__category__in=OPEN)


created, updated = instant("created_at"), instant("updated_at")
due, start = promised("due"), promised("start")
