"""What every page about one item shares."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic.base import View

from feedback.models import Feedback
from feedback.reading import with_page
from feedback.views.reading import reader
from feedback.views.shelves import Shelf
from products.views.scoped import ProductScoped


class InboxScoped(ProductScoped):
    """A view of a product's feedback: the list as the query string asks for it."""

    template_name = "feedback/inbox.html"
    feedback = None

    @cached_property
    def shelf(self):
        return self.asking(self.request.GET)

    def asking(self, params):
        return Shelf(self.product, self.request.user, params, timezone.now())

    def context(self, **more):
        shelf = self.shelf
        own = {"shelf": shelf, "here": shelf.here, "section": "feedback", "feedback_to_do": lambda: shelf.counts.to_do}
        return super().context(**own, **more)

    def whole(self, *, status=200, **more):
        """The page: the list, and beside it an item as it is read."""
        return self.page(status=status, **{**self.found(), **more})

    def found(self):
        """The list, and beside it the item, or the first of the list."""
        rows = self.shelf.rows(self.request.GET.get("cursor"))
        chosen = self.feedback or self.first_of(rows)
        shown = reader(chosen, self.request.user) if chosen else {}
        return {"rows": rows, "auto": chosen and not self.feedback, **shown}

    def first_of(self, rows):
        seen = with_page(Feedback.objects.visible_to(self.request.user).of(self.product))
        first = seen.filter(pk=rows.items[0].pk).first() if rows.items else None
        if first:
            first.product = self.product
        return first


class FindFeedback(View):
    """Comes after ProductScoped: the product is known, the item is not yet."""

    def dispatch(self, request, *args, number, **kwargs):
        self.number = number
        self.load()
        return super().dispatch(request, *args, **kwargs)

    def load(self):
        """Read the item as it is now."""
        seen = with_page(Feedback.objects.visible_to(self.request.user).of(self.product))
        self.feedback = get_object_or_404(seen, number=self.number)
        self.feedback.product = self.product


class FeedbackScoped(InboxScoped, FindFeedback):
    """A view below `/p/<key>/feedback/<number>/`: the item, or 404 for those who may not know of it."""

    @property
    def url(self):
        return reverse("feedback", args=[self.product.key, self.feedback.number])
