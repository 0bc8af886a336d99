"""What a share link's address opens, and what it is."""

from django.conf import settings
from django.urls import reverse

from roadmaps.models import ShareLink


def link_at(secret):
    """The open link with this secret, else None: unknown, expired, withdrawn, or deleted with what it showed."""
    return ShareLink.objects.with_secret(secret)


def address_of(link):
    """The whole address of a link `planned_by` somebody; "" where it is not for them, is closed or cannot be told."""
    secret = link.secret if link.is_whole and link.state == "open" else ""
    return settings.PMHUB_URL + reverse("shared", args=[secret]) if secret else ""
