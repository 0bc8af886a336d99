from django.shortcuts import render
from django.views import View

from feedback.search.similar import similar_to
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


class AlikeView(FeedbackScoped, View):
    """What says nearly the same as an item; asked for when the item stands there already."""

    def get(self, request):
        found = similar_to(self.feedback, request.user, self.product)
        return render(request, "feedback/_alike.html", self.context(found=found))
