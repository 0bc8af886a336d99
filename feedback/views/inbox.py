from django.views import View

from feedback.views.reading import reader
from feedback.views.scoped import FeedbackScoped, InboxScoped


class InboxView(InboxScoped, View):
    """What customers said, as the query string asks for it; beside the list the first of it."""

    def get(self, request):
        if "cursor" in request.GET and request.htmx:
            return self.fragment("further", rows=self.shelf.rows(request.GET["cursor"]))
        return self.whole()


class FeedbackView(FeedbackScoped, View):
    """One item beside the list it stands in."""

    def get(self, request):
        if request.htmx and not request.htmx.boosted:
            return self.fragment("reader", **reader(self.feedback, request.user))
        return self.whole()
