"""A person's calendar of a product: its address is made, renewed and switched off."""

from django.utils import timezone

from pmhub.lib.operations import operation
from roadmaps import policies
from roadmaps.models import CalendarFeed


@operation(policies.can_read)
def make_calendar(product, *, by):
    """Give `by` the address of their calendar of the product; an address they had opens nothing any more.

    Returns the feed and the secret in its address, which nobody can read again.
    """
    secret, digest = CalendarFeed.new_secret()
    fields = {"digest": digest, "made_at": timezone.now(), "read_at": None}
    feed, _made = CalendarFeed.objects.update_or_create(user=by, product=product, defaults=fields)
    return feed, secret


@operation(policies.owns_calendar)
def switch_calendar_off(feed, *, by):
    """From now on its address opens nothing."""
    feed.delete()
