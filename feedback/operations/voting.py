"""Votes and subscriptions of people outside, at most one of each per person and item.

`Feedback.votes` is how many different contacts voted for an item or for anything merged into it.
"""

from django.db.models import Count
from django.utils import timezone

from feedback import policies
from feedback.models import Feedback, Subscription, Vote
from pmhub.lib.operations import operation


@operation(policies.can_triage)
def vote(feedback, contact, *, by):
    """Let a contact want the same. A second vote changes nothing; returns whether this was the first."""
    lock_group_of(feedback)
    _vote, is_new = Vote.objects.get_or_create(
        feedback=feedback, contact=contact, defaults={"product_id": feedback.product_id}
    )
    if is_new:
        recount(feedback)
    return is_new


@operation(policies.can_triage)
def take_vote_back(feedback, contact, *, by):
    """Take a contact's vote back, also one that was given to what was merged into the item."""
    lock_group_of(feedback)
    group = Feedback.objects.in_group_of(feedback)
    if Vote.objects.filter(feedback__in=group, contact=contact).delete()[0]:
        recount(feedback)


@operation(policies.can_triage)
def follow(feedback, contact, *, by):
    """Let a contact hear what becomes of an item, from now on or again."""
    Subscription.objects.update_or_create(
        feedback=feedback,
        contact=contact,
        defaults={"ended_at": None},
        create_defaults={"product_id": feedback.product_id},
    )


@operation(policies.can_triage)
def stop_following(feedback, contact, *, by):
    """A contact has heard enough of an item and of what was merged into it."""
    group = Feedback.objects.in_group_of(feedback)
    heard = Subscription.objects.filter(feedback__in=group, contact=contact, ended_at=None)
    heard.update(ended_at=timezone.now())


def lock_group_of(feedback):
    """Let those who vote at the same moment come one after the other: each counts what the others have given."""
    list(Feedback.objects.select_for_update(no_key=True).filter(pk__in=own_and_first(feedback)).order_by("pk"))


def recount(feedback):
    """Write the number of votes of an item, and of the one that it was merged into. Merging calls it, too."""
    for pk in own_and_first(feedback):
        first = Feedback(pk=pk)
        voters = Vote.objects.filter(feedback__in=Feedback.objects.in_group_of(first))
        count = voters.aggregate(n=Count("contact", distinct=True))["n"]
        Feedback.objects.filter(pk=pk).exclude(votes=count).update(votes=count)


def own_and_first(feedback):
    return sorted({feedback.pk, feedback.duplicate_of_id or feedback.pk})
