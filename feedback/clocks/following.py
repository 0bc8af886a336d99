"""Which clocks a change of the stream moves."""

from changes.models.change import Action
from feedback.clocks.keeping import keep_clocks, out_of_step
from feedback.models import Feedback

TARGETS, CALENDAR = {"service_target", "tier"}, {"work_calendar", "calendar_day"}
MOVES = {
    "feedback": {"kind", "customer", "state", "received_at"},
    "customer": {"tier", "merged_into"},
    "product": {"time_zone"},
}
FOLLOWED = [*MOVES, "clock_event", *TARGETS, *CALENDAR]


def follow(changes):
    """Reckon anew the single items that these changes touch.

    Operations have reckoned what they changed already, so mostly nothing is to be written. They may have done so while
    somebody else moved a tier or a target, and imports and the undoing of very much reckon nothing: for these it is
    reckoned here.

    Returns `(products of which the open items are to be reckoned, those of which all are)`; a worker does so, as there
    may be very many, also of one customer. What was promised for closed items stays as it was, but when people worked
    is a fact that holds for them, too.
    """
    open_items, every_item, items = set(), set(), set()
    for change in changes:
        if change.type in TARGETS:
            open_items.add(change.product_id)
        elif change.type in CALENDAR:
            every_item.add(change.product_id)
        elif change.type == "clock_event":
            items.add(next(pk for pk in change.diff["feedback"] if pk) if "feedback" in change.diff else None)
        elif change.action == Action.UPDATE and MOVES[change.type] & set(change.diff):
            if change.type == "customer":
                open_items.add(change.product_id)
            else:
                {"feedback": items, "product": every_item}[change.type].add(change.object_id)
        elif change.type == "feedback" and change.action == Action.INSERT:
            items.add(change.object_id)
    if differing := out_of_step(Feedback.objects.filter(pk__in=items - {None})):
        keep_clocks(Feedback.objects.filter(pk__in=differing))
    return open_items, every_item
