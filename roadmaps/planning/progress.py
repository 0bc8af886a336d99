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

# Each change of a requirement that was ever in the version gives the fields it names; in between they stay. `lag` makes
# steps of that, summed by day in the product's time zone. A status counts by its category of today.
STEPS = """
WITH ever AS (
    SELECT DISTINCT object_id FROM changes_change
     WHERE product_id = %(product)s AND type = 'requirement' AND jsonb_exists(diff, 'version')
       AND (diff #> '{version,0}' = %(version)s::jsonb OR diff #> '{version,1}' = %(version)s::jsonb)
), categories AS (
    SELECT id, category FROM products_status WHERE product_id = %(product)s
     UNION ALL
    SELECT object_id, diff #>> '{category,0}' FROM changes_change c
     WHERE product_id = %(product)s AND type = 'status' AND action = 'delete'
       AND NOT EXISTS (SELECT FROM products_status s WHERE s.id = c.object_id)
), marked AS (
    SELECT c.object_id, c.id, c.at, c.action,
           c.diff #>> '{version,1}' AS version, c.diff #>> '{status,1}' AS status,
           c.diff #>> '{estimate,1}' AS estimate,
           count(*) FILTER (WHERE c.action = 'insert' OR jsonb_exists(c.diff, 'version')) OVER own AS of_version,
           count(*) FILTER (WHERE c.action = 'insert' OR jsonb_exists(c.diff, 'status')) OVER own AS of_status,
           count(*) FILTER (WHERE c.action = 'insert' OR jsonb_exists(c.diff, 'estimate')) OVER own AS of_estimate
      FROM changes_change c JOIN ever USING (object_id)
     WHERE c.product_id = %(product)s AND c.type = 'requirement'
       AND (c.action <> 'update' OR c.diff ?| ARRAY['version', 'status', 'estimate'])
    WINDOW own AS (PARTITION BY c.object_id ORDER BY c.id)
), states AS (
    SELECT object_id, id, at, action,
           first_value(version) OVER (PARTITION BY object_id, of_version ORDER BY id) = %(version)s AS is_in,
           first_value(status) OVER (PARTITION BY object_id, of_status ORDER BY id)::bigint AS status,
           first_value(estimate) OVER (PARTITION BY object_id, of_estimate ORDER BY id)::numeric AS estimate
      FROM marked
), told AS (
    SELECT s.object_id, s.id, (s.at AT TIME ZONE %(zone)s)::date AS day,
           (coalesce(s.is_in, false) AND s.action <> 'delete' AND k.category IS DISTINCT FROM 'declined')::int AS scope,
           (k.category = 'done')::int AS done,
           CASE WHEN s.object_id = ANY(%(whole)s) THEN 0 ELSE coalesce(s.estimate, 0) END AS estimate
      FROM states s LEFT JOIN categories k ON k.id = s.status
), steps AS (
    SELECT day, scope, scope * coalesce(done, 0) AS done, scope * estimate AS points,
           scope * coalesce(done, 0) * estimate AS done_points,
           lag(scope, 1, 0) OVER w AS scope_was, lag(scope * coalesce(done, 0), 1, 0) OVER w AS done_was,
           lag(scope * estimate, 1, 0) OVER w AS points_was,
           lag(scope * coalesce(done, 0) * estimate, 1, 0) OVER w AS done_points_was
      FROM told WINDOW w AS (PARTITION BY object_id ORDER BY id)
)
SELECT day, sum(scope - scope_was), sum(done - done_was), sum(points - points_was), sum(done_points - done_points_was)
  FROM steps WHERE (scope, done, points, done_points) <> (scope_was, done_was, points_was, done_points_was)
 GROUP BY day ORDER BY day
"""


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
    given = {"product": version.product_id, "version": str(version.pk), "zone": zone.key, "whole": list(whole)}
    with connection.cursor() as cursor:
        cursor.execute(STEPS, given)
        steps = cursor.fetchall()
    return BurnUp(start, end, summed(steps, start, end), [day for day in agreed if start <= day <= end])


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
