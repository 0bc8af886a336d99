"""Reckoning the demand for a product's requirements: a derived column, kept as the scores are that read it."""

import logging
import time

from django.db import OperationalError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Now, NullIf
from psycopg2.errors import DeadlockDetected, LockNotAvailable

from changes.merging import held
from feedback import policies
from feedback.demand import sql
from feedback.models import Desk
from pmhub.lib.operations import operation
from pmhub.lib.rows import stored
from requirements.models import ScoringModel
from requirements.operations.rescoring import Rescoring, ask_for_scores, lock, watched
from requirements.operations.resurfacing import resurface

log = logging.getLogger(__name__)


@operation(policies.can_set_up)
def choose_weighing(product, *, by, lock_version=None, **fields):
    """Say how customers are weighed (`weighing`) and in what `currency` their value is. Returns the desk.

    Raises Stale where others have changed the same since `lock_version`.
    """
    desk, _created = Desk.objects.get_or_create(product=product)
    if "currency" in fields:
        fields["currency"] = fields["currency"].strip().upper()
    return stored(held(desk, lock_version, fields), fields)


def reckon(product):
    """Reckon all demands of a product now, in one UPDATE that writes only the rows that differ."""
    with transaction.atomic():
        lock(product.pk, wait=True)
        desk = Desk.objects.select_related("product").filter(product=product).first()
        return compute(desk) if desk else Rescoring(0, 0)


def reckon_if_due(product_id):
    """Reckon a product's demands if somebody asked for it; returns whether it was asked for again meanwhile.

    Asking and answering are one row, as with the scores: see `requirements.operations.rescoring.rescore_if_due`, whose
    lock this shares, for both write requirements.
    """
    asked = Desk.objects.due("demand").filter(product=product_id)
    try:
        with transaction.atomic():
            desk = asked.select_related("product").first() if lock(product_id, wait=False) else None
            if desk is None:
                return False
            compute(desk)
    except OperationalError as error:
        if not isinstance(error.__cause__, (LockNotAvailable, DeadlockDetected)):
            raise
        log.warning("demand of product %d stays due: others write its requirements", product_id)
        return False
    return asked.exists()


def compute(desk):
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(sql.KEEP, {"product": desk.product_id})
        done = Rescoring(cursor.rowcount, time.perf_counter() - began)
    Desk.objects.filter(pk=desk.pk).update(demand_due_at=NullIf("demand_due_at", Value(desk.demand_due_at)))
    if done.rows:
        resurface([desk.product_id])
        if scores_read_it(desk.product_id):
            ask_for_scores([desk.product_id])
    log.info("demand of %s: %d rows in %.2f s (%s)", desk.product.key, done.rows, done.seconds, desk.weighing)
    return done


def scores_read_it(product_id):
    """Whether the formula of a product reads the demand."""
    return any("demand" in watched(model) for model in ScoringModel.objects.filter(product=product_id))


def ask_for_demand(products):
    """Mark products (ids) as due. A worker reckons them: told at once by the caller, or found by the sweep.

    Where nobody has taken in feedback there is no desk, and nothing to reckon.
    """
    Desk.objects.filter(product__in=products).update(demand_due_at=Now())
