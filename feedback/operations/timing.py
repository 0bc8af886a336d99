"""Reckoning the clocks of a whole product, after its targets or its working time changed."""

import structlog
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from feedback.clocks.keeping import AT_A_TIME, keep_clocks
from feedback.models import Desk, Feedback
from feedback.models.feedback import OPEN
from pmhub.lib.alone import alone

log = structlog.get_logger(__name__)


def ask_for_clocks(open_items, every_item):
    """Mark the products (ids) as due, those of `every_item` with their closed items. A worker reckons them."""
    Desk.objects.filter(product__in=open_items).update(clocks_due_at=Now())
    Desk.objects.filter(product__in=every_item).update(clocks_due_at=Now(), closed_clocks_due=True)


def keep_if_due(product_id):
    """Reckon a product's clocks if somebody asked for it; returns whether it was asked for again meanwhile.

    Some thousands at a time, each in a transaction of their own, so that nobody waits long who decides about an item.
    A worker that is killed leaves the product due, and the next one writes only what still differs.
    """
    asked = Desk.objects.due("clocks").filter(product=product_id)
    with alone("clocks", product_id) as is_ours:
        desk = asked.first() if is_ours else None
        if desk is None:
            return False
        written = keep(product_id, Q() if desk.closed_clocks_due else Q(state__in=OPEN))
        asked.filter(clocks_due_at=desk.clocks_due_at).update(clocks_due_at=None, closed_clocks_due=False)
    log.info("clocks reckoned", product=product_id, rows=written)
    return asked.exists()


def keep(product_id, which):
    """Reckon the clocks of these items of a product; returns how many rows differed."""
    rows = Feedback.objects.filter(which, product=product_id).order_by("pk")
    last = written = 0
    while ids := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:AT_A_TIME]):
        with transaction.atomic():
            written += keep_clocks(Feedback.objects.filter(pk__in=ids))
        last = ids[-1]
    return written
