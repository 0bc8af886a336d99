"""What an audience may see of a roadmap: pure functions from exact items to coarse ones.

Everything that is drawn or written for an audience is made from what comes out here, so that nothing finer than the
chosen granularity can be found in a page, its geometry or its order.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date

from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.drawing.axis import MONTHS
from roadmaps.drawing.items import Edge

MONTHS_OF = {"day": 0, **MONTHS}
HALVES = {True: ("H1", "上半年"), False: ("H2", "下半年")}


@dataclass(frozen=True)
class HalfYear:
    """Six months from January or July: what FuzzyDate has no precision for. `date` becomes its first day."""

    date: date
    precision = "half"

    def __post_init__(self):
        object.__setattr__(self, "date", date(self.date.year, 1 if self.date.month < 7 else 7, 1))

    @property
    def start(self):
        return self.date

    @property
    def end(self):
        return last_of(self.date, 6)

    def label(self, language):
        """ "2026 H1", "2026 年上半年"."""
        english, chinese = HALVES[self.date.month == 1]
        return f"{self.date.year} 年{chinese}" if language.lower().startswith("zh") else f"{self.date.year} {english}"

    def brief(self, language, today):
        return self.label(language)

    def __str__(self):
        return f"{self.date.year:04}-{HALVES[self.date.month == 1][0]}"


@dataclass(frozen=True)
class Edged:
    """One side of a bar: the first or the last day of a period, called as the period is; "" where nobody knows it."""

    day: date
    period: object = None

    @property
    def start(self):
        return self.day

    @property
    def end(self):
        return self.day

    def label(self, language):
        return self.period.label(language) if self.period else ""

    def __str__(self):
        return str(self.period or "")


def last_of(first, months):
    """The last day of so many months from the first day of one."""
    month = first.month + months - 1
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def coarse(fuzzy, granularity):
    """The period of the granularity that a fuzzy date lies in; what is coarser already stays as it is."""
    if fuzzy is None or MONTHS_OF[fuzzy.precision] >= MONTHS_OF[granularity]:
        return fuzzy
    return HalfYear(fuzzy.date) if granularity == "half" else FuzzyDate(fuzzy.date, granularity)


def coarse_item(item, granularity, parts, today):
    """An item as far as the audience may see it: no address, nothing to move it by, its lateness by the coarse date."""
    start, end = coarse(item.start, granularity), coarse(item.end, granularity)
    told = "health" in parts or not item.health
    return replace(
        item, start=start, end=end,
        late=bool(item.late and end and end.end < today),
        done=item.done if "progress" in parts else None,
        owner=item.owner if "owners" in parts else "",
        note=item.note if "goals" in parts else "",
        health=item.health if told else "",
        state=item.state if told else "",
        url="", moves="", lock_version=None,
    )  # fmt: skip


def in_order(items):
    """By what the audience sees: the coarse dates and the names, and then as they were made; never by exact dates."""
    last = date.max
    return sorted(
        items,
        key=lambda item: (
            item.start.start if item.start else item.end.start if item.end else last,
            item.end.end if item.end else last,
            item.kind,
            item.name,
            item.pk,
        ),
    )


def seen(items, granularity, parts, today):
    """The items for an audience, in their order."""
    shown = [item for item in items if item.kind != "milestone" or "milestones" in parts]
    return in_order(coarse_item(item, granularity, parts, today) for item in shown)


def to_draw(item):
    """A bar from the first to the last day of its periods: between them the audience knows nothing of uncertainty."""
    if item.kind == "milestone" or not item.is_dated:
        return item
    start, end = item.start or item.end, item.end or item.start
    return replace(
        item, start=Edged(start.start, item.start), end=Edged(end.end, item.end)
    )  # fmt: skip


def numbered(lanes, edges, granularity, parts):
    """Lanes and edges for the drawing, with numbers of their own instead of the database's, as they stand."""
    numbers, drawn = {}, []
    for place, lane in enumerate(lanes, start=1):
        items = []
        for item in lane.items:
            number = len(numbers) + 1
            numbers[item.key] = (item.kind, number)
            items.append(replace(item if granularity == "day" else to_draw(item), pk=number))
        done = lane.done if "progress" in parts else None
        drawn.append(replace(lane, key=str(place), done=done, items=items))
    return drawn, [Edge(numbers[edge.source], numbers[edge.target], edge.conflict) for edge in edges]
