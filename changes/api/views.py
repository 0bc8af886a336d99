import os
import threading
import time

from django.utils.translation import gettext as _

from changes.api import feed
from changes.api.serializers import Feed
from pmhub.lib.api.answers import answer
from pmhub.lib.api.problems import Problem, invalid_parameters
from pmhub.lib.api.queries import whole
from pmhub.lib.api.views import Endpoint

LIMIT, LARGEST_LIMIT, LONGEST_WAIT = 100, 1_000, 30
LOOK_EVERY = 0.5  # seconds
# Waiting readers hold a thread each; half of the threads stay free for everybody else.
seats = threading.BoundedSemaphore(max(1, int(os.environ.get("PMHUB_WEB_THREADS") or 4) // 2))


class ChangesView(Endpoint):
    """The stream of changes you may see, for keeping another system in step.

    Begin with `after=0` and go on with the `last_seq` of each answer: every change comes exactly once, deletions and
    loss of access included. With `wait` the answer is held back until there is something new.
    """

    tag = "changes"
    reads = Feed
    query = {
        "get": {
            "after": ({"type": "integer", "minimum": 0, "default": 0}, "The last_seq of the answer before."),
            "product": ({"type": "string", "maxLength": 10}, "Only of the product with this key."),
            "types": "Only of these types, separated by commas.",
            "limit": ({"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": LIMIT}, "At most."),
            "wait": ({"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT, "default": 0}, "Seconds to wait."),
        }
    }

    def get(self, request):
        wait = whole(self.params, "wait", 0, most=LONGEST_WAIT)
        limit = whole(self.params, "limit", LIMIT, least=1, most=LARGEST_LIMIT)
        after = whole(self.params, "after", 0, most=2**63 - 1)
        types = [name.strip() for name in self.params.get("types", "").split(",") if name.strip()]
        last = feed.settled()
        if after > last:
            raise invalid_parameters({"after": _("The stream ends at %d: begin again with after=0.") % last})
        rows, read = self.changes(after, last, limit, types)
        if not rows and wait and seats.acquire(blocking=False):
            try:
                rows, read = self.patiently(read, limit, types, time.monotonic() + wait)
            finally:
                seats.release()
        return answer({"results": rows, "last_seq": read})

    def changes(self, after, last, limit, types):
        user, key = self.request.user, self.params.get("product", "")
        seen = feed.products_seen(user)
        found = feed.within(user, seen, key)
        if key and not seen.filter(key=key).exists() and not found.filter(seq__gt=after).exists():
            raise Problem("not-found", _("There is no product “%s”, or you may not know of it.") % key[:20])
        if after == last:
            return [], last
        return feed.changes(found, user, seen, after=after, upto=last, limit=limit, types=types)

    def patiently(self, after, limit, types, until):
        """Look again and again until there is something or the time is over; no transaction stays open meanwhile."""
        rows, read = [], after
        while not rows and (left := until - time.monotonic()) > 0:
            time.sleep(min(LOOK_EVERY, left))
            last = feed.settled()
            if last > read:
                rows, read = self.changes(read, last, limit, types)
        return rows, read
