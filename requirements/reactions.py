"""What follows from changes."""

from changes.models.change import Action
from changes.stream import consumer
from requirements.models import ScoringModel
from requirements.operations.rescoring import ask_for_scores, watched
from requirements.operations.resurfacing import resurface
from requirements.tasks import hint_soon, score_product

MANY = 100  # so many changes at once are part of something larger, such as an import


@consumer("scores", on=["requirement", "scoring_model"])
def keep_scores(changes):
    """Ask for a product's scores when its model, an input or the set of its requirements changed."""
    products = {change.product_id for change in changes if change.action != Action.DELETE}
    inputs = {model.product_id: watched(model) for model in ScoringModel.objects.filter(product__in=products)}
    due = {change.product_id for change in changes if matters(change, inputs.get(change.product_id))}
    if due:
        ask_for_scores(due)
        hint_soon(score_product, due, of_many=len(changes) >= MANY)


def matters(change, inputs):
    if change.action == Action.DELETE:
        return False
    if change.type == "scoring_model" or change.action == Action.INSERT or inputs is None:
        return True
    return not inputs.isdisjoint(change.diff)


@consumer("resurfacing", on=["requirement", "threshold"])
def look_again(changes):
    """Compare thresholds when votes or a status changed. New scores do so themselves; a sweep sees the demand."""
    moved = [change for change in changes if change.type == "threshold" or {"votes", "status"} & change.diff.keys()]
    if moved:
        resurface({change.product_id for change in moved})
