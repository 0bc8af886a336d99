"""Votes and subscriptions of people outside, at most one of each per person and item.

`Feedback.votes` is how many different contacts voted for an item or for anything merged into it: the database counts
them (models/counting.py).
"""

from django.db import connection
from django.utils import timezone

from feedback import policies
from feedback.models import Feedback, Subscription, Vote
from pmhub.lib.operations import operation


@operation(policies.can_triage)
def vote(feedback, contact, *, by):
    """Let a contact want the same. A second vote changes nothing; returns whether this was the first."""
    _vote, is_new = Vote.objects.get_or_create(
        feedback=feedback, contact=contact, defaults={"product_id": feedback.product_id}
    )
    return is_new


@operation(policies.can_triage)
def take_vote_back(feedback, contact, *, by):
    """Take a contact's vote back, also one that was given to what was merged into the item."""
    Vote.objects.filter(feedback__in=Feedback.objects.in_group_of(feedback), contact=contact).delete()


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


def recount(product):
    """Count all votes of a product anew: nothing changes where the database has counted them itself."""
    ids = list(Feedback.objects.of(product).order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT feedback_recount(%s::bigint[])", [ids])
