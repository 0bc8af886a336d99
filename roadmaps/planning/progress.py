"""How far a version is: by count, by estimate, by acceptance criteria, and day by day."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Q, Sum
from django.utils import timezone

from changes.models import Change
from products.models import Category
from requirements.models import Criterion
from roadmaps.models.version import OPEN
from roadmaps.planning.scope import counted_through_parts, in_scope

LONGEST = 1_100  # days drawn at most

# What a change says of the three fields that count: NULL where it does not name one, 'null' where it empties it. A
# status is told by its category of today, or by the one it had last.
TOLD = """
WITH told AS MATERIALIZED (
    SELECT c.object_id, c.id, c.at, c.action, of.version, of.status, of.estimate
      FROM changes_change c, jsonb_to_record(c.diff) AS of(version jsonb, status jsonb, estimate jsonb)
     WHERE c.product_id = %(product)s AND c.type = 'requirement'
       AND (c.action <> 'update' OR c.diff ?| ARRAY['version', 'status', 'estimate'])
), categories AS (
    SELECT id, category FROM products_status WHERE product_id = %(product)s
     UNION ALL
    SELECT object_id, diff #>> '{category,0}' FROM changes_change c
     WHERE product_id = %(product)s AND type = 'status' AND action = 'delete'
       AND NOT EXISTS (SELECT FROM products_status s WHERE s.id = c.object_id)
)
SELECT object_id, (at AT TIME ZONE %(zone)s)::date, action, (version -> 1)::text,
       CASE WHEN status IS NOT NULL THEN coalesce(k.category, 'null') END, (estimate -> 1)::text
  FROM told LEFT JOIN categories k ON k.id = (status ->> 1)::bigint
 WHERE object_id IN (SELECT object_id FROM told WHERE version @> %(version)s::jsonb)
 ORDER BY object_id, told.id
"""
NOTHING = (0, 0, Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Share:
    """So much of so much. `percent` is rounded down: 100 only when everything is done."""

    done: Decimal | int
    total: Decimal | int
    left_out: int = 0

    @property
    def percent(self):
        return int(100 * self.done / self.total) if self.total else 0


@dataclass(frozen=True)
class Figures:
    """Progress three ways; `left_out` are those without an estimate, or without criteria."""

    count: Share
    estimate: Share
    criteria: Share


def figures_of(version, user):
    """The Figures of a version; declined requirements count nowhere, and estimates once (see `planning.load`)."""
    scope = in_scope(version, user).exclude(status__category=Category.DECLINED).order_by()
    done, own = Q(status__category=Category.DONE), Q(whole=False)
    sums = scope.annotate(whole=counted_through_parts(version)).aggregate(
        total=Count("pk"), done=Count("pk", filter=done), points=Sum("estimate", filter=own),
        done_points=Sum("estimate", filter=own & done), unestimated=Count("pk", filter=own & Q(estimate=None)),
    )  # fmt: skip
    seen = scope.values("pk")
    checks = Criterion.objects.filter(requirement__in=seen).order_by().aggregate(
        total=Count("pk"), done=Count("pk", filter=Q(done=True)), having=Count("requirement", distinct=True)
    )  # fmt: skip
    return Figures(
        Share(sums["done"], sums["total"]),
        Share(sums["done_points"] or Decimal(0), sums["points"] or Decimal(0), sums["unestimated"]),
        Share(checks["done"], checks["total"], sums["total"] - checks["having"]),
    )


@dataclass(frozen=True)
class Day:
    """How much was in the version and how much of it was done at the end of a day."""

    day: date
    scope: int
    done: int
    points: Decimal
    done_points: Decimal


@dataclass
class BurnUp:
    """A version day by day from `start` to `end`: only days on which something changed, the first and the last."""

    start: date
    end: date
    days: list
    agreed: list = field(default_factory=list)


def burn_up(version, user):
    """The BurnUp of a version from the stream of changes, up to its release or today.

    It begins with the start date, else with the first agreement, else when the version was made; what happened before
    stands on the first day.
    """
    zone = ZoneInfo(version.product.time_zone)
    instants = version.agreements.order_by("at").values_list("at", flat=True)
    agreed = [timezone.localdate(at, zone) for at in instants]
    made = timezone.localdate(version.created_at, zone)
    end = ended_on(version, zone) or timezone.localdate(timezone=zone)
    start = min(version.start_on or (agreed[0] if agreed else made), end)
    start = max(start, end - timedelta(days=LONGEST))
    whole = in_scope(version, user).filter(counted_through_parts(version)).values_list("pk", flat=True)
    steps = steps_of(version, zone, set(whole))
    return BurnUp(start, end, summed(steps, start, end), [day for day in agreed if start <= day <= end])


def steps_of(version, zone, whole):
    """By how much the sums of the version changed on each day, in order: `[(day, scope, done, points, done points)]`.

    Each change of a requirement that was ever in the version gives the fields it names; in between they stay. The
    estimates of the requirements with the ids `whole` do not count.
    """
    given = {"product": version.product_id, "version": str(version.pk), "zone": zone.key}
    with connection.cursor() as cursor:
        cursor.execute(TOLD, given)
        changes = cursor.fetchall()
    days, current = {}, None
    for pk, day, action, *told in changes:
        if pk != current:
            current, stood, was = pk, [None, None, None], NOTHING
        stood = [new if new is not None else old for new, old in zip(told, stood, strict=True)]
        where, category, estimate = stood
        now = NOTHING
        if where == given["version"] and action != "delete" and category != Category.DECLINED:
            points = Decimal(estimate) if estimate not in (None, "null") and pk not in whole else NOTHING[2]
            now = (1, 1, points, points) if category == Category.DONE else (1, 0, points, NOTHING[3])
        if now != was:
            sums = days.get(day, NOTHING)
            days[day] = tuple(total + new - old for total, new, old in zip(sums, now, was, strict=True))
            was = now
    return [(day, *days[day]) for day in sorted(days)]


def ended_on(version, zone):
    """The day of its release, None while it is open."""
    if version.state in OPEN:
        return None
    if version.released_at:
        return timezone.localdate(version.released_at, zone)
    closed = Change.objects.filter(product=version.product_id, type="version", object_id=version.pk)
    last = closed.filter(diff__state__0__in=OPEN).order_by("-id").values_list("at", flat=True).first()
    return timezone.localdate(last, zone) if last else version.release_on


def summed(steps, start, end):
    """The steps as running sums, one Day for each day in between on which something changed."""
    sums, days = [0, 0, Decimal(0), Decimal(0)], {}
    for day, *step in steps:
        if day > end:
            break
        sums = [one + other for one, other in zip(sums, step, strict=True)]
        days[max(day, start)] = Day(max(day, start), *sums)
    days.setdefault(start, Day(start, 0, 0, Decimal(0), Decimal(0)))
    ordered = [days[day] for day in sorted(days)]
    if ordered[-1].day < end:
        last = ordered[-1]
        ordered.append(Day(end, last.scope, last.done, last.points, last.done_points))
    return ordered
