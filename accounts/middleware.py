import zoneinfo

from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone, translation

from accounts.models import User
from pmhub.lib.operations import one_batch, source

LANGUAGES = dict(settings.LANGUAGES)
OPEN_BEFORE_SETUP = {"setup", "healthz", "readyz"}


class FirstAdministratorMiddleware:
    """While nobody is here every page leads to the one that makes the first administrator."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.somebody_is_here = False

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if self.somebody_is_here or request.resolver_match.url_name in OPEN_BEFORE_SETUP:
            return None
        self.somebody_is_here = User.objects.people().exists()
        return None if self.somebody_is_here else redirect("setup")


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
