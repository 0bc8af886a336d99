import zoneinfo

from django.conf import settings
from django.utils import timezone, translation

from pmhub.lib.operations import one_batch, source

LANGUAGES = dict(settings.LANGUAGES)


class PreferencesMiddleware:
    """Show each person the pages in their language and time zone, and mark what they change as one batch of the web."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated:
            if user.language in LANGUAGES:
                translation.activate(user.language)
                request.LANGUAGE_CODE = user.language
            timezone.activate(zone(user.time_zone))
        with source("web"), one_batch():
            try:
                return self.get_response(request)
            finally:
                timezone.deactivate()


def zone(name):
    """The named time zone, or UTC where the name is not known on this machine."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
