"""What follows from changes."""

from changes.models.change import Action
from changes.stream import consumer
from roadmaps.operations.forecasting import ask_for_forecasts
from roadmaps.tasks import hint_to_forecast

READ = {  # what a forecast depends on: scope, throughput, and the order of the versions
    "requirement": {"version", "status"},
    "version": {"state", "release_on", "release_precision"},
    "status": {"category"},
    "product": {"time_zone"},
}


@consumer("forecasts", on=list(READ))
def keep_forecasts(changes):
    """Ask for a product's forecasts when the scope of a version or what was finished changed."""
    due = {change.product_id for change in changes if change.product_id and matters(change)}
    if due:
        ask_for_forecasts(due)
        hint_to_forecast(due)


def matters(change):
    if change.type == "requirement" and change.action != Action.UPDATE:
        return "version" in change.diff  # one that is in no version changes nothing of what is open
    return not READ[change.type].isdisjoint(change.diff)
