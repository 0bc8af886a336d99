"""The derived columns of the clock, written where they differ."""

from collections import defaultdict
from dataclasses import astuple

from django.db import connection

from feedback.clocks.promises import Promises
from feedback.clocks.reckoning import Clock, clock_of
from feedback.models import ClockEvent

AT_A_TIME = 2_000
READ = ("product__time_zone", "kind", "state", "received_at", "customer__tier", "customer__merged_into__tier")
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
    written, last = 0, 0
    rows = with_promised(found).only(*READ).order_by("pk").select_for_update(of=["self"], no_key=True)
    while items := list(rows.filter(pk__gt=last)[:AT_A_TIME]):
        written += keep(items)
        last = items[-1].pk
    return written


def keep(items):
    """Reckon the clocks of items that are held, and let the instances know what they say; returns how many differed."""
    clocks = clocks_of(items)
    for item in items:
        show(item, clocks[item.pk])
    return write(clocks)


def begin(product, told):
    """Let items that are not kept yet show what their clocks say; `told` are pairs of an item and its events."""
    promises = Promises(product)
    for item, events in told:
        show(item, clock_of(item, events, promises.promise(item.kind, tier_of(item))))


def with_promised(found):
    """The items with all that their promises depend on."""
    return found.select_related("product", "customer__merged_into")


def out_of_step(found):
    """The ids of those of these items whose clock says something else than it would if it was reckoned now.

    Only reads, and keeps nobody from writing: whoever changes an item meanwhile is heard of, too.
    """
    rows, last, differing = with_promised(found).only(*READ, *COLUMNS).order_by("pk"), 0, []
    while items := list(rows.filter(pk__gt=last)[:AT_A_TIME]):
        clocks = clocks_of(items)
        differing += [item.pk for item in items if shown(item) != clocks[item.pk]]
        last = items[-1].pk
    return differing


def show(item, clock):
    for name in COLUMNS:
        setattr(item, name, getattr(clock, name))


def shown(item):
    return Clock(*(getattr(item, name) for name in COLUMNS))


def clocks_of(items):
    """The Clock of each item, by its id."""
    promises = {product.pk: Promises(product) for product in {item.product for item in items}}
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
