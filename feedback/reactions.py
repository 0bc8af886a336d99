"""What follows from changes."""

from changes.models.change import Action
from changes.operations.undoing import follows_undoing
from changes.stream import consumer
from feedback.clocks.following import FOLLOWED, follow
from feedback.closing.news import tell
from feedback.operations.timing import ask_for_clocks
from feedback.operations.weighing import ask_for_demand
from feedback.tasks import score_clocks, score_demand
from requirements.tasks import hint_soon

FEW = 500  # changes that are followed before the answer to an undo
MANY = 100  # so many changes at once are part of something larger, such as an import
WEIGHING = {  # what the demand depends on; None: also that there is one, or none any more
    "evidence": None,
    "vote": None,
    "feedback": {"customer", "contact", "duplicate_of"},
    "customer": {"tier", "value", "merged_into"},
    "contact": {"customer"},
    "tier": {"weight"},
    "desk": {"weighing"},
}


@consumer("clocks", on=FOLLOWED)
def keep_clocks(changes):
    """Reckon anew what the clocks of feedback say when what they depend on changed; of whole products a worker does."""
    open_items, every_item = follow(changes)
    if due := open_items | every_item:
        ask_for_clocks(open_items, every_item)
        hint_soon(score_clocks, due)


@follows_undoing
def keep_clocks_at_once(changes):
    """Whoever takes a decision back sees the clock as it was; of very many the consumer reckons it, somewhat later."""
    few = list(changes.filter(type__in=["feedback", "clock_event"])[: FEW + 1])
    if len(few) <= FEW:
        follow(few)


@consumer("demand", on=list(WEIGHING))
def keep_demand(changes):
    """Ask for a product's demands when who says what, or how much they count, changed."""
    due = {change.product_id for change in changes if change.product_id and weighs(change)}
    if due:
        ask_for_demand(due)
        hint_soon(score_demand, due, of_many=len(changes) >= MANY)


def weighs(change):
    """Whether a change moves a demand. A new item, customer or contact alone speaks for nothing yet."""
    read = WEIGHING[change.type]
    if read is None:
        return True
    return change.action == Action.UPDATE and not read.isdisjoint(change.diff)


@consumer("closing", on=["feedback", "requirement", "version"])
def close_the_loop(changes):
    """Tell those who asked what became of their voices. What an undo brings back is no news."""
    news = [change for change in changes if change.undoes is None and change.action == Action.UPDATE]
    if news:
        tell(news)
