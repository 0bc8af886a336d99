"""How often the draws of a forecast ended when, as a picture with its table."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils.translation import gettext as _

from pmhub.lib.fuzzy_dates import FuzzyDate

WIDTH, LEFT, RIGHT, TOP, BASE, HEIGHT = 720, 12, 708, 44, 196, 224
MOST_BARS = 26
PERCENTS = (50, 85, 95)
SHOWN = 99  # per cent of the draws; the few that take longest would squeeze the rest


def in_words(chance):
    """A probability in the calibrated language of the IPCC (M. D. Mastrandrea et al., Guidance Note, 2010)."""
    if chance >= 0.99:
        return _("virtually certain")
    if chance >= 0.90:
        return _("very likely")
    if chance >= 0.66:
        return _("likely")
    if chance >= 0.33:
        return _("about as likely as not")
    if chance >= 0.10:
        return _("unlikely")
    return _("very unlikely") if chance >= 0.01 else _("exceptionally unlikely")


@dataclass(frozen=True)
class Bar:
    """The draws that ended in some weeks, up to and with `until`; `total` counts those that ended by then."""

    until: date
    count: int
    total: int
    percent: float
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    kept: bool = True


class ForecastChart:
    """An SVG in user units: bars by week, lines for the three dates and for the promise (a FuzzyDate or None)."""

    box = f"0 0 {WIDTH} {HEIGHT}"
    base, left, right, top = BASE, LEFT, RIGHT, TOP

    def __init__(self, forecast, promise):
        self.forecast, self.promise = forecast, promise
        last = forecast.by(SHOWN) or forecast.dates[-1][0]
        if promise and promise.end > last and promise.end - last < (last - forecast.began_on) * 2:
            last = promise.end
        self.weeks = max(ceil((last - forecast.began_on).days / 7), 1)
        self.step = ceil(self.weeks / MOST_BARS)
        self.days = 7 * self.step * ceil(self.weeks / self.step)

    def at(self, day):
        return round(LEFT + (day - self.forecast.began_on).days / self.days * (RIGHT - LEFT), 1)

    @property
    def dates(self):
        """The three dates as `(percent, day)`; the day is None beyond the horizon."""
        return [(percent, self.forecast.by(percent)) for percent in PERCENTS]

    @property
    def chance(self):
        return self.forecast.chance(self.promise.end) if self.promise else None

    @property
    def percent(self):
        return self.forecast.percent(self.promise.end) if self.promise else None

    @property
    def words(self):
        return in_words(self.chance) if self.promise else ""

    @property
    def tone(self):
        """How a page colours the chance."""
        if self.chance is None:
            return ""
        return "positive" if self.chance >= 0.85 else "warning" if self.chance >= 0.5 else "negative"

    def bars(self):
        """Bars of `step` weeks each, all of the same width, as high as they are frequent."""
        ends = [
            self.forecast.began_on + timedelta(days=days) for days in range(7 * self.step, self.days + 1, 7 * self.step)
        ]
        totals = [self.total_by(end) for end in ends]
        counts = [total - before for total, before in zip(totals, [0, *totals], strict=False)]
        most, width = max(*counts, 1), (RIGHT - LEFT) / len(ends)
        return [
            Bar(
                end, count, total, round(100 * total / self.forecast.draws, 1), round(LEFT + n * width + 1, 1),
                round(BASE - count / most * (BASE - TOP), 1), round(width - 2, 1),
                round(count / most * (BASE - TOP), 1), self.promise is None or end <= self.promise.end,
            )
            for n, (end, count, total) in enumerate(zip(ends, counts, totals, strict=True))
        ]  # fmt: skip

    def total_by(self, day):
        return round(self.forecast.chance(day) * self.forecast.draws)

    def lines(self):
        """Vertical lines as `(label, x, text anchor, is promise, y of the label)`, where they lie within."""
        marks = [(f"{percent} %", day, False, TOP - 8) for percent, day in self.dates]
        marks += [(_("promised"), self.promise.end, True, TOP - 26)] if self.promise else []
        found = [(label, self.at(day), is_promise, y) for label, day, is_promise, y in marks if day and self.holds(day)]
        return [(label, x, "end" if x > RIGHT - 60 else "start", is_promise, y) for label, x, is_promise, y in found]

    def holds(self, day):
        return 0 <= (day - self.forecast.began_on).days <= self.days

    def ticks(self):
        """A few days along the axis as `(x, FuzzyDate, text anchor)`."""
        days = [self.forecast.began_on + timedelta(days=self.days * part // 2) for part in range(3)]
        return [(self.at(day), FuzzyDate(day), ("start", "middle", "end")[n]) for n, day in enumerate(days)]
