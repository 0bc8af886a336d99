"""Initiatives, features and stories as a tree: what of it shows under a filter, and what adds up from below."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from requirements.models import Requirement
from requirements.models.requirement import Level

MOST_HITS = 5_000

UPWARD = """
WITH RECURSIVE up(id, parent_id) AS (
    SELECT id, parent_id FROM requirements_requirement WHERE id = ANY(%s)
    UNION SELECT p.id, p.parent_id FROM requirements_requirement p JOIN up ON p.id = up.parent_id
) SELECT id FROM up
"""
BELOW = """
WITH RECURSIVE down(top, id) AS (
    SELECT id, id FROM requirements_requirement WHERE id = ANY(%s)
    UNION SELECT d.top, c.id FROM requirements_requirement c JOIN down d ON c.parent_id = d.id
)
SELECT d.top, count(*), count(*) FILTER (WHERE s.category = 'done'),
       sum(r.estimate), sum(r.estimate) FILTER (WHERE s.category = 'done'),
       count(r.estimate), count(r.estimate) FILTER (WHERE s.category = 'done'),
       sum(r.score), max(r.score), max(r.due_on)
  FROM down d
  JOIN requirements_requirement r ON r.id = d.id
  JOIN products_status s ON s.id = r.status_id
 WHERE d.id <> d.top AND s.category <> 'declined'
   AND NOT EXISTS (SELECT 1 FROM requirements_requirement c WHERE c.parent_id = r.id)
 GROUP BY d.top
"""


@dataclass(frozen=True)
class Rollup:
    """What the leaves below a requirement add up to; declined ones do not count.

    `percent` weighs leaves by their estimate, and those without one by the mean of the others. `score` is the sum of
    the leaves' scores, `best` the best of them, `due` the last day.
    """

    leaves: int
    done: int
    percent: int
    score: float | None
    best: float | None
    due: object

    @classmethod
    def of(cls, row):
        leaves, done, estimate, done_estimate, estimated, done_estimated, score, best, due = row
        mean = estimate / estimated if estimated and estimate else 1
        whole = (estimate or 0) + (leaves - estimated) * mean
        finished = (done_estimate or 0) + (done - done_estimated) * mean
        return cls(leaves, done, int(100 * finished / whole) if whole else 0, score, best, due)


def rollups(ids):
    """The Rollup of each requirement that has leaves below it, by id, in one statement whatever the depth."""
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [list(ids)])
        return {top: Rollup.of(row) for top, *row in cursor.fetchall()}


def with_ancestors(hits):
    """The ids given and those of everything above them."""
    with connection.cursor() as cursor:
        cursor.execute(UPWARD, [list(hits)])
        return [row[0] for row in cursor.fetchall()]


def children_of():
    """What lies directly below; from the index of those that have a parent, which are few."""
    return Requirement.objects.filter(parent=OuterRef("pk"), parent__isnull=False)


def roots(requirements):
    """What has no parent, but is more than a single story."""
    return requirements.filter(~Q(level=Level.STORY) | Exists(children_of()), parent=None)


def orphans(requirements):
    """Stories that belong to nothing and have nothing below them."""
    return requirements.filter(~Exists(children_of()), parent=None, level=Level.STORY)
