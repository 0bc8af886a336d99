"""What follows from changes."""

from collections import defaultdict

from changes.models import Change
from changes.models.change import Action
from changes.stream import consumer
from notifications.models.delivery import Reason
from notifications.operations.noticing import Act, take_out, tell
from requirements.models import Watching


@consumer("inbox", on=["assignment", "mention", "comment", "requirement"])
def fill_with_acts(changes):
    """Tell people what was given to them, where they are named, and what was said about what they watch.

    What an undo brings back is no news, unless it does once more what an undo had taken back.
    """
    undone = {change.undoes for change in changes} - {None}
    again = set(Change.objects.filter(batch__in=undone).exclude(undoes=None).values_list("batch", flat=True))
    news = [change for change in changes if change.undoes is None or change.undoes in again]
    if acts := [*given(news), *named(news), *said(news)]:
        tell(acts)
    if undone:
        take_out(undone)


def given(changes):
    """Who was assigned, or made the owner."""
    for change in changes:
        if change.type == "assignment" and change.action == Action.INSERT and (person := now(change, "user")):
            yield act(change, person, Reason.ASSIGNED, now(change, "requirement"))
        elif change.type == "requirement" and change.action != Action.DELETE and (owner := now(change, "owner")):
            yield act(change, owner, Reason.ASSIGNED, change.object_id)


def named(changes):
    for change in changes:
        if change.type == "mention" and change.action == Action.INSERT:
            yield act(change, now(change, "user"), Reason.MENTION, now(change, "requirement"))


def said(changes):
    """What those hear who watch."""
    comments = [change for change in changes if change.type == "comment" and change.action == Action.INSERT]
    watching = defaultdict(list)
    seen = Watching.objects.filter(requirement__in={now(change, "requirement") for change in comments})
    for requirement, person in seen.values_list("requirement_id", "user_id"):
        watching[requirement].append(person)
    for change in comments:
        requirement = now(change, "requirement")
        yield from (act(change, person, Reason.COMMENT, requirement) for person in watching[requirement])


def now(change, field):
    """The value that the field has after the change; None where it has not changed."""
    return change.diff.get(field, (None, None))[1]


def act(change, person, reason, requirement):
    return Act(person, reason, requirement, change.product_id, change.actor_id, change.batch, change.at)
