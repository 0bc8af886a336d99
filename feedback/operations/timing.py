"""Reckoning the clocks of a whole product, after its targets or its working time changed."""

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from feedback.clocks.keeping import AT_A_TIME, keep_clocks
from feedback.models import Desk, Feedback
from feedback.models.feedback import OPEN
from pmhub.lib.alone import alone

log = structlog.get_logger(__name__)


def ask_for_clocks(open_items, every_item):
    """Mark the products (ids) as due, those of `every_item` with their closed items. A worker reckons them.

    Who is at it goes on, and round again to where it is now.
    """
    due = {"clocks_due_at": Now(), "clocks_from": F("clocks_place")}
    Desk.objects.filter(product__in=open_items).update(**due)
    Desk.objects.filter(product__in=every_item).update(**due, closed_clocks_due=True)


def keep_if_due(product_id):
    """Reckon a product's clocks if somebody asked for it; returns whether it was asked for again meanwhile.

    Some thousands at a time, each in a transaction of their own, so that nobody waits long who decides about an item.
    A worker that is killed leaves the product due, and the next one goes on where it was.
    """
    asked, written = Desk.objects.due("clocks").filter(product=product_id), 0
    with alone("clocks", product_id) as is_ours:
        if not is_ours or not asked.exists():
            return False
        while desk := asked.first():
            written += step(desk)
    log.info("clocks reckoned", product=product_id, rows=written)
    return asked.exists()


def step(desk):
    """Reckon the next items on the way round a product and note the place; returns how many rows differed.

    Where it was asked for anew meanwhile these may have been reckoned as it was before: the way round begins here.
    """
    rows = Feedback.objects.filter(product=desk.product_id, pk__gt=desk.clocks_place).order_by("pk")
    if not desk.closed_clocks_due:
        rows = rows.filter(state__in=OPEN)
    is_second_half = desk.clocks_place < desk.clocks_from
    if is_second_half:
        rows = rows.filter(pk__lte=desk.clocks_from)
    ids, written = list(rows.values_list("pk", flat=True)[:AT_A_TIME]), 0
    if ids:
        with transaction.atomic():
            written = keep_clocks(Feedback.objects.filter(pk__in=ids))
    if ids and not (is_second_half and ids[-1] == desk.clocks_from):
        found = {"clocks_place": ids[-1]}
    elif is_second_half or not desk.clocks_from:
        found = {"clocks_due_at": None, "closed_clocks_due": False, "clocks_place": 0, "clocks_from": 0}
    else:
        found = {"clocks_place": 0}
    as_asked = Desk.objects.due("clocks").filter(pk=desk.pk, clocks_due_at=desk.clocks_due_at)
    if not as_asked.update(**found) and ids:
        Desk.objects.filter(pk=desk.pk).update(clocks_place=ids[-1], clocks_from=ids[-1])
    return written
