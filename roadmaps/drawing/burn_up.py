"""A burn-up as lines in an SVG: what was in the version, and what of it was done."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import get_language

from pmhub.lib.fuzzy_dates import FuzzyDate, Precision
from pmhub.lib.scales import Scale

WIDTH, HEIGHT = 1120, 380
LEFT, RIGHT, TOP, BOTTOM = 56, 1016, 34, 340
STEPS = (1, 2, 7, 14, 28, 91, 182, 364)  # days between two dates below the axis
MOST_DATES = 9
APART = 16  # pixels between the words at the ends of the lines


@dataclass(frozen=True)
class Mark:
    """An upright line at a day, or a band from `x` that is `width` wide."""

    x: float
    day: date
    width: float = 0


@dataclass
class Drawing:
    """Everything the template needs, in pixels."""

    up: Scale
    dates: list
    scope: str
    done: str
    area: str
    ends: dict
    agreed: list
    release: Mark | None
    today: Mark | None
    end: float

    @classmethod
    def of(cls, history, version, by):
        """From a BurnUp; `by` says whether requirements or estimates are drawn."""
        names = ("points", "done_points") if by == "estimate" else ("scope", "done")
        lines = [[(row.day, float(getattr(row, name))) for row in history.days] for name in names]
        until = max(history.end, version.release.end) if version.release else history.end
        until = max(until, history.start + timedelta(days=1))
        across = Scale(history.start.toordinal(), until.toordinal(), LEFT, RIGHT)
        up = Scale.over([value for line in lines for _day, value in line] + [0, 1], BOTTOM, TOP)
        scope, done = (path(line, across, up) for line in lines)
        end = round(across.at(history.end.toordinal()), 1)
        return cls(
            up=up, dates=dates(history.start, until, across), scope=scope, done=done, end=end,
            area=f"{done} V{BOTTOM} H{LEFT} Z", ends=ends(lines, up),
            agreed=[Mark(at(across, day), day) for day in history.agreed],
            release=release_mark(version.release, across), today=today_mark(history, until, across),
        )  # fmt: skip


def at(across, day):
    return round(across.at(day.toordinal()), 1)


def path(line, across, up):
    """Steps: a value holds until the day on which it changes."""
    (day, value), *rest = line
    steps = [f"M{at(across, day)} {round(up.at(value), 1)}"]
    steps += [f"H{at(across, day)} V{round(up.at(value), 1)}" for day, value in rest]
    return " ".join(steps)


def ends(lines, up):
    """Where the words at the end of each line stand: `(y of its last value, the value)`, never over each other."""
    values = [line[-1][1] for line in lines]
    scope, done = (round(up.at(value), 1) + 4 for value in values)
    if done - scope < APART:
        scope, done = (scope, scope + APART) if scope + APART < BOTTOM + 6 else (done - APART, done)
    return {"scope": (scope, values[0]), "done": (done, values[1])}


def dates(start, until, across):
    """Days below the axis as `(x, label)`, evenly apart."""
    span = (until - start).days
    step = next((days for days in STEPS if span / days < MOST_DATES), STEPS[-1])
    days = [start + timedelta(days=n) for n in range(0, span + 1, max(step, -(-span // 40)))]
    language, today = get_language() or "en", timezone.localdate()
    return [(at(across, day), FuzzyDate(day, Precision.DAY).brief(language, today)) for day in days]


def release_mark(release, across):
    """The promised release: a line at a day, a band over a month, quarter or year."""
    if release is None or release.end.toordinal() < across.low:
        return None
    first = max(release.date.toordinal(), int(across.low))
    x = round(across.at(first), 1)
    return Mark(x, release.date, round(across.at(release.end.toordinal()) - x, 1))


def today_mark(history, until, across):
    return Mark(at(across, history.end), history.end) if history.end < until else None
