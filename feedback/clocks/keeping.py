"""The derived columns of the clock, written where they differ."""

from collections import defaultdict
from dataclasses import astuple

from django.db import connection
from django.db.models import Q

from feedback.clocks.promises import Promises
from feedback.clocks.reckoning import Clock, clock_of
from feedback.models import ClockEvent, Feedback
from feedback.models.feedback import OPEN
from products.models import Product

AT_A_TIME = 2_000
COLUMNS = list(Clock.__dataclass_fields__)
WRITE = f"""
UPDATE feedback_feedback f SET {", ".join(f"{name} = n.{name}" for name in COLUMNS)}
  FROM unnest(%s::bigint[], {", ".join(["%s::timestamptz[]"] * len(COLUMNS))}) AS n(id, {", ".join(COLUMNS)})
 WHERE f.id = n.id
   AND ({", ".join(f"f.{name}" for name in COLUMNS)}) IS DISTINCT FROM ({", ".join(f"n.{name}" for name in COLUMNS)})
"""


def keep_clocks(found):
    """Reckon the clocks of these items anew, some thousands at a time; returns how many rows differed.

    The rows are held meanwhile, so that what is noted of them at this moment is not overwritten by what was before.
    """
    promises, written, last = {}, 0, 0
    rows = found.select_related("customer__merged_into").order_by("pk").select_for_update(of=["self"], no_key=True)
    rows = rows.only("pk", "product", "kind", "state", "received_at", "customer__tier", "customer__merged_into__tier")
    while items := list(rows.filter(pk__gt=last)[:AT_A_TIME]):
        missing = {item.product_id for item in items} - set(promises)
        promises.update({product.pk: Promises(product) for product in Product.objects.filter(pk__in=missing)})
        written += write(clocks_of(items, promises))
        last = items[-1].pk
    return written


def clocks_of(items, promises):
    """The Clock of each item, by its id."""
    events = defaultdict(list)
    told = ClockEvent.objects.filter(feedback__in=[item.pk for item in items]).order_by("at", "id")
    for feedback, kind, at in told.values_list("feedback_id", "kind", "at"):
        events[feedback].append((kind, at))
    return {
        item.pk: clock_of(item, events[item.pk], promises[item.product_id].promise(item.kind, tier_of(item)))
        for item in items
    }


def tier_of(item):
    """The id of the tier of an item's customer, or of the one that this is part of; None without one."""
    customer = item.customer and (item.customer.merged_into or item.customer)
    return customer.tier_id if customer else None


def write(clocks):
    if not clocks:
        return 0
    columns = zip(*(astuple(clock) for clock in clocks.values()), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [list(clocks), *map(list, columns)])
        return cursor.rowcount


def keep_clock(feedback):
    """Reckon the clock of one item now, and let the instance know what it says."""
    tier = tier_of(feedback)
    events = list(feedback.clock_events.order_by("at", "id").values_list("kind", "at"))
    clock = clock_of(feedback, events, Promises(feedback.product).promise(feedback.kind, tier))
    for name in COLUMNS:
        setattr(feedback, name, getattr(clock, name))
    write({feedback.pk: clock})


def items_of(customers=(), items=()):
    """The open items of customers, and single ones, open or not."""
    theirs = Q(customer__in=customers) | Q(customer__merged_into__in=customers)
    return Feedback.objects.filter(Q(pk__in=items) | Q(theirs, state__in=OPEN))
