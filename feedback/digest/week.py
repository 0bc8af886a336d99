"""用户反馈整理: what a product's customers said in a week, against the weeks before."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import get_language

from feedback.digest.terms import LOOKED_AT, rising
from feedback.models import Feedback
from feedback.models.feedback import Channel, Kind
from feedback.search.groups import largest_groups
from pmhub.lib.weeks import week_label

WEEKS_BEFORE = 4
MOST_NOW, MOST_BEFORE = 4_000, 8_000  # items whose words are looked at, the newest
YEARS = range(1990, 2100)  # in which weeks are looked for
KEPT = 600  # seconds that topics and groups are remembered
FIRST, MOST_ALIKE = 4, 100  # of a group: shown at once, and in all


@dataclass(frozen=True)
class Week:
    """An ISO week in a product's time zone."""

    monday: date
    time_zone: str

    @classmethod
    def of(cls, product, text=""):
        """The week that `2026-W47` names; for anything else the last one that is over."""
        try:
            monday = datetime.strptime(f"{text}-1", "%G-W%V-%u").date()
        except ValueError:
            monday = None
        if monday is None or monday.year not in YEARS:
            return cls.last_of(product, timezone.now())
        return cls(monday, product.time_zone)

    @classmethod
    def last_of(cls, product, at):
        """The last week that is over at a moment."""
        today = at.astimezone(ZoneInfo(product.time_zone)).date()
        return cls(today - timedelta(days=today.weekday() + 7), product.time_zone)

    def __str__(self):
        return f"{self.monday:%G-W%V}"

    @property
    def label(self):
        """For people, in the language that is spoken now."""
        return week_label(self.monday, get_language() or "en")

    def moved(self, weeks):
        return Week(self.monday + timedelta(weeks=weeks), self.time_zone)

    @property
    def begins(self):
        return datetime.combine(self.monday, time(), ZoneInfo(self.time_zone))

    @property
    def ends(self):
        return self.moved(1).begins

    @property
    def is_to_come(self):
        return self.begins > timezone.now()

    def of_items(self, items):
        return items.filter(received_at__gte=self.begins, received_at__lt=self.ends)


@dataclass(frozen=True)
class Row:
    """A count beside that of the week before; `share` of the largest of its table in per cent."""

    name: str
    value: str
    now: int
    before: int
    share: int

    @property
    def step(self):
        return self.now - self.before


class Digest:
    """All figures of one week of a product. `items` is what the reader may see of its feedback."""

    def __init__(self, product, items, week):
        self.product, self.items, self.week = product, items, week
        self.now = week.of_items(items)

    @property
    def total(self):
        before = self.week.moved(-1).of_items(self.items)
        return Row("", "", self.now.count(), before.count(), 100)

    def by_kind(self):
        return self.counted("kind", Kind)

    def by_channel(self):
        return self.counted("channel", Channel)

    def counted(self, column, choices):
        """Rows of what came in this week or in the one before, largest first."""
        before = self.week.moved(-1)
        span = self.items.filter(received_at__gte=before.begins, received_at__lt=self.week.ends).order_by()
        late = Q(received_at__gte=self.week.begins)
        found = span.values_list(column).annotate(now=Count("pk", filter=late), before=Count("pk", filter=~late))
        counts = sorted(found, key=lambda row: (-row[1], row[0]))
        largest = max([now for _value, now, _before in counts], default=0) or 1
        return [Row(choices(value).label, value, now, before, 100 * now // largest) for value, now, before in counts]

    def clock(self):
        """Of what came in the week: how many were answered and solved in time, late, or are still open."""
        took = ExpressionWrapper(F("responded_at") - F("received_at"), output_field=DurationField())
        at = min(timezone.now(), self.week.ends + timedelta(weeks=1))
        figures = self.now.aggregate(
            answered=Count("pk", filter=Q(responded_at__lte=F("response_due_at"))),
            answered_late=Count("pk", filter=Q(responded_at__gt=F("response_due_at"))),
            unanswered_late=Count("pk", filter=Q(responded_at=None, response_due_at__lt=at, solved_at=None)),
            solved=Count("pk", filter=Q(solved_at__lte=F("solution_due_at"))),
            solved_late=Count("pk", filter=Q(solved_at__gt=F("solution_due_at"))),
            unsolved=Count("pk", filter=Q(solved_at=None)),
            satisfied=Avg("satisfaction"),
            first_response=Avg(took),
        )
        hours = figures["first_response"] and figures["first_response"].total_seconds() / 3600
        return {**figures, "first_response_hours": hours}

    def topics(self):
        """Rising topics, each with its first items."""
        found = self.remembered("topics", self.find_topics)
        items = self.items.in_bulk({pk for topic in found for pk in topic.ids[:3]})
        return [(topic, [items[pk] for pk in topic.ids[:3] if pk in items]) for topic in found]

    def find_topics(self):
        earlier = self.items.filter(
            received_at__gte=self.week.moved(-WEEKS_BEFORE).begins, received_at__lt=self.week.begins
        )
        return rising(texts(self.now, MOST_NOW), texts(earlier, MOST_BEFORE))

    def proposals(self):
        """The largest groups of items alike, of the last weeks, that speak for no requirement yet.

        Each as `(how many, the first items, the others)`.
        """
        groups = self.remembered("groups", self.find_groups)
        shown = self.items.defer("body").in_bulk({pk for ids in groups for pk in ids[:MOST_ALIKE]})
        found = [(len(ids), [shown[pk] for pk in ids[:MOST_ALIKE] if pk in shown]) for ids in groups]
        return [(count, items[:FIRST], items[FIRST:]) for count, items in found]

    def find_groups(self):
        lately = self.items.open().filter(
            received_at__gte=self.week.moved(1 - WEEKS_BEFORE).begins, received_at__lt=self.week.ends, evidence=None
        )
        return [group.ids for group in largest_groups(lately, limit=5)]

    def remembered(self, name, find):
        return cache.get_or_set(f"digest:{name}:{self.product.pk}:{self.week}", find, KEPT)


def digest_of(product, user, week):
    """The digest of a product as this person may see it."""
    return Digest(product, Feedback.objects.visible_to(user).of(product), week)


def texts(items, most):
    """`(id, what was said)` of the newest of these items."""
    rows = items.order_by("-received_at", "id").values_list("pk", "title", Left("body", LOOKED_AT))
    return [(pk, f"{title}\n{body}") for pk, title, body in rows[:most]]
