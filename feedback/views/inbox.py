from django.http import HttpResponse
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
        if request.htmx and not request.htmx.boosted:
            return self.typed(settles="enter" in request.GET)
        elsewhere = self.elsewhere(request.GET)
        return redirect(elsewhere) if elsewhere else self.whole()

    def typed(self, *, settles):
        """What is found while somebody types; when they have done so (`settles`), the conditions become chips."""
        if settles:
            self.shelf = self.asking(settled(self.request.GET, FEEDBACK))
        elif self.shelf.asked.fragments:
            return HttpResponse(status=204)  # half a word is no mistake yet: the list stays
        response = self.fragment("typed", settles=settles, **self.found())
        response["HX-Replace-Url"] = f"{self.request.path}{self.shelf.here or '?q='}"
        return response

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
