"""The ranking that a draft of a scoring model would give, beside the present one. Nothing is written."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from requirements.operations.rescoring import score_sql

ROWS = 50
ORDERS = {"place": "coalesce(new_place, total + 1)", "moves": "-abs(move)"}
RANKING = """
WITH scored AS (
    SELECT q.id, q.number, q.key, q.title, q.score AS old, s.value AS new, s.problem
      FROM requirements_requirement AS q, LATERAL ({score}) AS s WHERE q.product_id = %(product)s
), placed AS (
    SELECT *, count(*) OVER () AS total,
           CASE WHEN old IS NOT NULL THEN row_number() OVER (ORDER BY old DESC NULLS LAST, id) END AS old_place,
           CASE WHEN new IS NOT NULL THEN row_number() OVER (ORDER BY new DESC NULLS LAST, id) END AS new_place
      FROM scored
), moved AS (
    SELECT *, coalesce(old_place, total + 1) - coalesce(new_place, total + 1) AS move FROM placed
), ranked AS (
    SELECT *, {order} AS place, count(*) FILTER (WHERE move > 0) OVER () AS risen,
           count(*) FILTER (WHERE move < 0) OVER () AS fallen, count(new) OVER () AS with_score
      FROM moved
)
SELECT id, number, key, title, old, new, problem, old_place, new_place, move, place, total, risen, fallen, with_score
  FROM ranked WHERE (place, id) > (%(place)s, %(id)s) ORDER BY place, id LIMIT %(limit)s
"""


@dataclass
class Ranked:
    """A requirement with its score and place now (`old`) and by the draft (`new`); it rises by `move` places."""

    id: int
    number: int
    key: str
    title: str
    old: Decimal | None
    new: Decimal | None
    problem: str
    old_place: int | None
    new_place: int | None
    move: int
    place: int

    @property
    def distance(self):
        return abs(self.move)


@dataclass
class Ranking:
    """A page of the new ranking; the counts are of the whole product. `next` is the place to go on after."""

    rows: list
    total: int = 0
    risen: int = 0
    fallen: int = 0
    scored: int = 0
    next: tuple | None = None


def ranking(model, *, order="place", after=(-(10**9), 0)):
    """What the model's formula, saved or not, makes of the product's requirements; one statement."""
    sql = RANKING.format(score=score_sql(model), order=ORDERS[order])
    given = {"product": model.product_id, "place": after[0], "id": after[1], "limit": ROWS + 1}
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        found = cursor.fetchall()
    if not found:
        return Ranking([])
    rows = [Ranked(*row[:11]) for row in found[:ROWS]]
    last = (rows[-1].place, rows[-1].id) if len(found) > ROWS else None
    return Ranking(rows, *found[0][11:], next=last)
