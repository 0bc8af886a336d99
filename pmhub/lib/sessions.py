"""How long a sign-in lasts: a while after the last visit, and never longer than its absolute age."""

import time

from django.conf import settings
from django.contrib.auth import logout

REFRESH_AFTER = 3600  # seconds: one write an hour, not one per request


class SessionLifeMiddleware:
    """Ends sessions past `SESSION_LONGEST_AGE` and renews the idle time of the others."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self._watch(request)
        return self.get_response(request)

    def _watch(self, request):
        now = int(time.time())
        started = request.session.setdefault("started", now)
        if now - started > settings.SESSION_LONGEST_AGE.total_seconds():
            logout(request)
        elif now - request.session.get("seen", 0) > REFRESH_AFTER:
            request.session["seen"] = now
