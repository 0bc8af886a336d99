from django.shortcuts import redirect, render
from django.views import View

from feedback.search.similar import similar_to
from feedback.views.place import FEEDBACK
from feedback.views.reading import reader
from feedback.views.scoped import FeedbackScoped, InboxScoped
from requirements.views.listing import settled
from requirements.views.saved_bar import default_of, url_of


class InboxView(InboxScoped, View):
    """What customers said, as the query string asks for it; beside the list the first of it."""

    def get(self, request):
        if "cursor" in request.GET and request.htmx:
            return self.fragment("further", rows=self.shelf.rows(request.GET["cursor"]))
        elsewhere = self.elsewhere(request.GET)
        return redirect(elsewhere) if elsewhere else self.whole()

    def elsewhere(self, params):
        """Where the query stands that was typed beside the chips; of the bare inbox, the view it opens with."""
        if not params:
            view = default_of(self.product, self.request.user, FEEDBACK)
            return view and url_of(view)
        query = settled(params, FEEDBACK)
        return "" if query is params else f"{self.request.path}?{query.urlencode()}"


class FeedbackView(FeedbackScoped, View):
    """One item beside the list it stands in."""

    def get(self, request):
        if request.htmx and not request.htmx.boosted:
            return self.fragment("reader", **reader(self.feedback, request.user))
        return self.whole()


class AlikeView(FeedbackScoped, View):
    """What says nearly the same as an item; asked for when the item stands there already."""

    def get(self, request):
        found = similar_to(self.feedback, request.user, self.product)
        return render(request, "feedback/_alike.html", self.context(found=found))
