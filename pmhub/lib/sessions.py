"""How long a sign-in lasts, and that no cache keeps what was shown in it."""

import time

from django.conf import settings
from django.contrib.auth import logout

REFRESH_AFTER = 3600  # seconds: one write an hour, not one per request


class SessionLifeMiddleware:
    """Ends sessions past `SESSION_LONGEST_AGE` and renews the idle time of the others: a while after the last visit.

    What somebody is shown who has signed in is theirs alone: shared caches keep none of it, a browser asks each time.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        self._watch(request)
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def _watch(self, request):
        now = int(time.time())
        started = request.session.setdefault("started", now)
        if now - started > settings.SESSION_LONGEST_AGE.total_seconds():
            logout(request)
        elif now - request.session.get("seen", 0) > REFRESH_AFTER:
            request.session["seen"] = now
