"""What became of what was received, week by week, month by month: counted by the database in one query."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Aggregate, Count, DurationField, F, Q
from django.db.models.functions import Now, TruncMonth, TruncQuarter, TruncWeek
from django.utils import timezone

from feedback.models import Feedback
from feedback.models.feedback import CLOSED

HANDLED_WITHIN = timedelta(hours=48)  # K11
PERIODS = {"week": (TruncWeek, 12), "month": (TruncMonth, 12), "quarter": (TruncQuarter, 8)}


class Percentile(Aggregate):
    """The value that a fraction of the rows does not exceed, interpolated; rows without a value do not count."""

    function = "percentile_cont"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression, fraction):
        super().__init__(expression, fraction=fraction, output_field=DurationField())


@dataclass(frozen=True)
class Figures:
    """The figures of one period of a product, from `start` to before `end`. Times are those of the clock on the wall.

    `judged` is what was handled or had its 48 hours, `handled` that of it which was answered or closed within them.
    """

    start: datetime
    end: datetime
    received: int = 0
    judged: int = 0
    handled: int = 0
    response_median: timedelta | None = None
    response_p90: timedelta | None = None
    solution_median: timedelta | None = None
    solution_p90: timedelta | None = None
    late_response: int = 0
    late_solution: int = 0

    @property
    def slow(self):
        """How many were judged and not handled within 48 hours."""
        return self.judged - self.handled

    @property
    def percent(self):
        """K11: the share handled within 48 hours, in whole percent rounded down; None where nothing is judged yet."""
        return self.handled * 100 // self.judged if self.judged else None


def untimed():
    """Q: what was closed, and nobody knows when: an import that did not say. No figure judges it."""
    return Q(state__in=CLOSED, solved_at=None, responded_at=None)


def slow(now=None):
    """Q: what was not handled within 48 hours."""
    limit = F("received_at") + HANDLED_WITHIN
    had_time = Q(received_at__lt=(now or timezone.now()) - HANDLED_WITHIN)
    unanswered = Q(responded_at=None) | Q(responded_at__gt=limit)
    return had_time & unanswered & (Q(solved_at=None) | Q(solved_at__gt=limit)) & ~untimed()


def handled(limit):
    return Q(responded_at__lte=limit) | Q(solved_at__lte=limit)


def missed(due, done):
    """Q: what was promised for `due` was `done` later, or is not done yet, not closed either, and over."""
    undone = Q(**{f"{done}__isnull": True, f"{due}__lt": Now()}) & (Q(solved_at=None) | Q(solved_at__gt=F(due)))
    return Q(**{f"{done}__gt": F(due)}) | undone & ~untimed()


def figures(user, product, period, now=None):
    """The Figures of the last periods (`week`, `month`, `quarter` in the product's zone), the current one first."""
    truncate, count = PERIODS[period]
    zone = ZoneInfo(product.time_zone)
    starts = starts_of(period, (now or timezone.now()).astimezone(zone), count)
    in_time = handled(F("received_at") + HANDLED_WITHIN)
    had_time = Q(received_at__lt=(now or timezone.now()) - HANDLED_WITHIN) & ~untimed()
    response, solution = F("responded_at") - F("received_at"), F("solved_at") - F("received_at")
    found = Feedback.objects.visible_to(user).of(product).filter(received_at__gte=starts[-1])
    rows = found.annotate(start=truncate("received_at", tzinfo=zone)).values("start").order_by().annotate(
        received=Count("pk"),
        judged=Count("pk", filter=in_time | had_time),
        handled=Count("pk", filter=in_time),
        response_median=Percentile(response, 0.5),
        response_p90=Percentile(response, 0.9),
        solution_median=Percentile(solution, 0.5),
        solution_p90=Percentile(solution, 0.9),
        late_response=Count("pk", filter=missed("response_due_at", "responded_at")),
        late_solution=Count("pk", filter=missed("solution_due_at", "solved_at")),
    )  # fmt: skip
    counted = {row["start"]: row for row in rows}
    ends = zip(starts[1:], starts, strict=False)
    return [Figures(**{**counted.get(start, {}), "start": start, "end": end}) for start, end in ends]


def starts_of(period, now, count):
    """The first instants of the next and the last `count` periods, latest first."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "week":
        monday = day.date() - timedelta(days=day.weekday())
        days = [monday + timedelta(weeks=ahead) for ahead in range(1, -count, -1)]
    else:
        months = 3 if period == "quarter" else 1
        first = (day.year * 12 + day.month - 1) // months * months
        days = [month_at(first + ahead * months) for ahead in range(1, -count, -1)]
    return [datetime(found.year, found.month, found.day, tzinfo=now.tzinfo) for found in days]


def month_at(number):
    return datetime(number // 12, number % 12 + 1, 1).date()
