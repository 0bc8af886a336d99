"""Which clocks a change of the stream moves."""

from changes.models.change import Action
from feedback.clocks.keeping import items_of, keep_clocks

OF_PRODUCT = {"service_target", "work_calendar", "calendar_day", "tier"}
MOVES = {"feedback": {"kind", "customer", "state", "received_at"}, "customer": {"tier"}, "product": {"time_zone"}}
FOLLOWED = ["feedback", "clock_event", "service_target", "work_calendar", "calendar_day", "tier", "customer", "product"]


def follow(changes):
    """Reckon anew what these changes touch: all open items of a product or customer, or single ones."""
    products, customers, items = set(), set(), set()
    for change in changes:
        if change.type in OF_PRODUCT:
            products.add(change.product_id)
        elif change.type == "clock_event":
            items.add(next(pk for pk in change.diff["feedback"] if pk) if "feedback" in change.diff else None)
        elif change.action == Action.DELETE or not MOVES[change.type] & set(change.diff):
            continue
        else:
            {"feedback": items, "customer": customers, "product": products}[change.type].add(change.object_id)
    return keep_clocks(items_of(products, customers, items - {None}))
