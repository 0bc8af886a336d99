"""Computing the scores of a product: derived columns, written by whoever is asked to, for nobody in particular."""

import logging
import time
from collections import Counter
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Now, NullIf
from psycopg2.errors import DeadlockDetected, LockNotAvailable

from accounts.models import User
from pmhub.lib.formula import FormulaError, names, parse, to_sql
from pmhub.lib.operations import recorded
from products.models import Product
from requirements.models import ScoringModel
from requirements.models.driver import FIELDS, column_of
from requirements.operations.resurfacing import resurface

log = logging.getLogger(__name__)

BROKEN = "SELECT NULL::numeric AS value, 'formula' AS problem"
RESCORE = """
UPDATE requirements_requirement AS r SET score = n.value, score_problem = n.problem
  FROM (SELECT q.id, s.value, left(s.problem, 300) AS problem
          FROM requirements_requirement AS q, LATERAL ({score}) AS s WHERE q.product_id = %(product)s) AS n
 WHERE r.id = n.id AND r.product_id = %(product)s
   AND (r.score, r.score_problem) IS DISTINCT FROM (n.value, n.problem)
"""
PREVIEW = """
SELECT s.problem, count(*)
  FROM (SELECT * FROM requirements_requirement WHERE product_id = %(product)s ORDER BY id DESC LIMIT %(limit)s) AS q,
       LATERAL ({score}) AS s
 GROUP BY s.problem
"""
PREVIEWED = 2_000


@dataclass(frozen=True)
class Rescoring:
    """One computation of a product's scores: how many rows it wrote, in how many seconds."""

    rows: int
    seconds: float


def rescore(product):
    """Compute all scores of a product now, in one UPDATE that writes only the rows whose score differs."""
    adopt([product.pk])
    with transaction.atomic():
        lock(product.pk, wait=True)
        return compute(ScoringModel.objects.select_related("product").get(product=product))


def rescore_if_due(product_id):
    """Compute a product's scores if somebody asked for it; returns whether it was asked for again meanwhile.

    Asking and answering are one row: `due_at` is cleared in the transaction of the UPDATE, and only if it still is
    what it was before, so that neither a killed worker nor an edit during the computation is lost. While another
    process computes the same product there is nothing to do: it looks again afterwards.
    """
    asked = ScoringModel.objects.due().filter(product=product_id)
    try:
        with transaction.atomic():
            model = asked.select_related("product").first() if lock(product_id, wait=False) else None
            if model is None:
                return False
            compute(model)
    except OperationalError as error:
        if not isinstance(error.__cause__, (LockNotAvailable, DeadlockDetected)):
            raise
        log.warning(
            "product %d stays due: others write its requirements (%s)", product_id, type(error.__cause__).__name__
        )
        return False
    return asked.exists()


def ask_for_scores(products):
    """Mark products (ids) as due. A worker computes them: told at once by the caller, or found by the sweep."""
    adopt(products)
    ScoringModel.objects.filter(product__in=products).update(due_at=Now())


def adopt(products):
    """Give products (ids) without a scoring model the one they have by default."""
    for product in Product.objects.filter(pk__in=products, scoring_model=None):
        with recorded(User.objects.system(), "adopt_scoring"):
            ScoringModel.objects.bulk_create([ScoringModel.rice(product)], ignore_conflicts=True)


def lock(product_id, *, wait):
    """One computation of a product at a time, until the transaction ends; returns whether it is ours."""
    function = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext('pmhub score'), %s)", [product_id])
        return wait or cursor.fetchone()[0]


def compute(model):
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(RESCORE.format(score=score_sql(model)), {"product": model.product_id})
        done = Rescoring(cursor.rowcount, time.perf_counter() - began)
    ScoringModel.objects.filter(pk=model.pk).update(scored_at=Now(), due_at=NullIf("due_at", Value(model.due_at)))
    resurface([model.product_id])
    log.info("rescored %s: %d rows in %.2f s (formula %d)", model.product.key, done.rows, done.seconds, model.number)
    return done


def score_sql(model):
    """A subquery `value, problem` of the requirement row `q`. A formula that somebody broke by hand gives no score."""
    try:
        tree = parse(model.formula)
    except FormulaError:
        return BROKEN
    return to_sql(tree, {name: column_of(name, "q") for name in names(tree)})


def preview(model):
    """How many of the newest 2,000 requirements would have which problem ("" for none), without writing anything."""
    with connection.cursor() as cursor:
        cursor.execute(PREVIEW.format(score=score_sql(model)), {"product": model.product_id, "limit": PREVIEWED})
        return Counter(dict(cursor.fetchall()))


def watched(model):
    """The names under which the change stream reports what the formula reads: `drivers.reach`, `votes` …"""
    try:
        read = names(parse(model.formula))
    except FormulaError:
        return set()
    return {name if name in FIELDS or name.startswith("custom.") else f"drivers.{name}" for name in read}
