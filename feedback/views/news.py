"""What has changed in the inbox since a page was shown, for the page that is still open."""

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.views import View

from changes.models import Change
from changes.models.change import Action
from feedback.clocks.standing import standing
from feedback.views.scoped import InboxScoped
from pmhub.lib.texts import number_in

MOST = 100  # of more than these the list is worth showing anew
OVERLAP = timedelta(seconds=30)  # a change bears the moment at which its transaction began
ARRIVES = {"state", "snoozed_until", "assignee"}  # what can bring an item onto a shelf


class NewsView(InboxScoped, View):
    """The rows that changed since a moment (`since`, seconds of Unix time), and which left or came; 204 where none did.

    Something may come twice, so that nothing is missed: the page knows by the version what it shows already.
    """

    def get(self, request):
        now = timezone.now()
        changes = self.changes(number_in(request.GET.get("since", ""), digits=10))
        if not changes:
            return HttpResponse(status=204)
        rows = self.rows({change.object_id for change in changes})
        here = {row.key for row in rows}
        context = {
            "rows": rows,
            "since": int(now.timestamp()),
            "is_much": len(changes) > MOST,
            "left": {change.key for change in changes} - here,
            "came": {change.key for change in changes if arrives(change)} & here,
        }
        return self.fragment("changes", template="feedback/_news.html", **context)

    def changes(self, since):
        """The latest changes of items of this product; none for a moment that is none."""
        if since is None:
            return []
        moment = datetime.fromtimestamp(since, UTC) - OVERLAP
        found = Change.objects.visible_to(self.request.user).filter(
            product=self.product, type="feedback", at__gte=moment
        )
        return list(found.only("object_id", "key", "action", "diff").order_by("-at")[: MOST + 1])

    def rows(self, ids):
        rows = list(self.shelf.found.with_rows().filter(pk__in=ids))
        for row in rows:
            row.standing = standing(row, self.shelf.now)
        return rows


def arrives(change):
    return change.action != Action.UPDATE or not ARRIVES.isdisjoint(change.diff)
