"""What follows from changes."""

from collections import defaultdict

from changes.models import Change
from changes.models.change import Action
from changes.stream import consumer
from feedback.clocks.escalating import ESCALATIONS
from feedback.models import Evidence, Feedback, Verdict
from feedback.models.message import MessageKind
from notifications.models.delivery import Reason
from notifications.operations.noticing import Act, take_out, tell
from products.models import Membership
from products.models.membership import Role
from requirements.models import Watching

TOLD_OF = [
    "assignment", "mention", "comment", "requirement", "feedback", "feedback_message", "verdict", "clock_event",
]  # fmt: skip


@consumer("inbox", on=TOLD_OF)
def fill_with_acts(changes):
    """Tell people what was given to them, where they are named, and what was said about what they watch.

    What an undo brings back is no news, unless it does once more what an undo had taken back.
    """
    undone = {change.undoes for change in changes} - {None}
    again = set(Change.objects.filter(batch__in=undone).exclude(undoes=None).values_list("batch", flat=True))
    news = [change for change in changes if change.undoes is None or change.undoes in again]
    if acts := [*given(news), *named(news), *said(news), *answered(news), *unsolved(news), *ran_out(news)]:
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
        elif change.type == "feedback" and change.action != Action.DELETE and (person := now(change, "assignee")):
            yield act(change, person, Reason.VOICE, change.object_id)


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


def answered(changes):
    """Who works on an item hears what the customer says about it."""
    turns = [change for change in changes if change.type == "feedback_message" and change.action == Action.INSERT]
    turns = [change for change in turns if now(change, "kind") == MessageKind.INCOMING]
    assignees = assignees_of(turns)
    for change in turns:
        if person := assignees.get(now(change, "feedback")):
            yield act(change, person, Reason.ANSWER, now(change, "feedback"))


def unsolved(changes):
    """Who hears that it did not solve it: who works on the item or on the one that it is part of, and who owns what
    they speak for; where nobody does, who manages the product.
    """
    changes = [change for change in changes if change.type == "verdict" and now(change, "solved") is False]
    if not changes:
        return
    asked = {change.object_id for change in changes}
    judged = dict(Verdict.objects.filter(pk__in=asked).values_list("pk", "feedback"))
    items = Feedback.objects.filter(pk__in=judged.values()).select_related("duplicate_of").in_bulk()
    groups = {first for item in items.values() for first in (item.pk, item.duplicate_of_id) if first}
    owners = defaultdict(set)
    for feedback, owner in Evidence.objects.filter(feedback__in=groups).values_list("feedback", "requirement__owner"):
        owners[feedback].add(owner)
    managers = managers_of(changes)
    for change in changes:
        if item := items.get(judged.get(change.object_id)):
            first = item.duplicate_of or item
            people = {item.assignee_id, first.assignee_id} | owners[item.pk] | owners[first.pk]
            for person in sorted(people - {None}) or managers[change.product_id]:
                yield act(change, person, Reason.ANSWER, item.pk)


def managers_of(changes):
    """`{product: who manages it}`."""
    found = defaultdict(list)
    chiefs = Membership.objects.filter(product__in={change.product_id for change in changes}, role__gte=Role.MANAGER)
    for product, person in chiefs.values_list("product_id", "user_id"):
        found[product].append(person)
    return found


def assignees_of(changes):
    """`{item: its assignee}` of the items that these changes are about, where they are there still."""
    items = Feedback.objects.filter(pk__in={now(change, "feedback") for change in changes})
    return dict(items.values_list("pk", "assignee"))


def ran_out(changes):
    """Who hears that the clock of an item ran out: who works on it, else who manages the product."""
    late = [change for change in changes if change.type == "clock_event" and now(change, "kind") in ESCALATIONS]
    assignees = assignees_of(late)
    managers = managers_of(late)
    for change in late:
        feedback = now(change, "feedback")
        if feedback in assignees:  # else it was deleted since
            for person in [assignees[feedback]] if assignees[feedback] else managers[change.product_id]:
                yield act(change, person, Reason.LATE, feedback)


def now(change, field):
    """The value that the field has after the change; None where it has not changed."""
    return change.diff.get(field, (None, None))[1]


def act(change, person, reason, subject):
    return Act(person, reason, subject, change.product_id, change.actor_id, change.batch, change.at)
