"""Saying that the time of an item is over."""

from django.utils import timezone

from accounts.models import User
from feedback.clocks.escalating import note_what_is_late
from pmhub.lib.operations import recorded


def escalate(now=None):
    """Note every item whose time is over, once, in the name of the installation; returns how many were noted."""
    system = User.objects.system()
    with recorded(system, "escalate"):
        return note_what_is_late(now or timezone.now(), system)
