"""Small answers while somebody writes: items, customers and people to choose from. They change nothing."""

from django.db.models import Q
from django.shortcuts import render
from django.views import View

from feedback.models import Contact, Customer, Feedback
from feedback.models.feedback import BODY_LENGTH
from feedback.search.matching import matching
from feedback.search.similar import similar_to
from pmhub.lib.texts import number_in
from products.views.scoped import ProductScoped

OFFERED = 8


def typed_in(request, name):
    return request.GET.get(name, "").replace("\x00", "").strip()[:200]


class FeedbackSuggestionsView(ProductScoped, View):
    """Items that hold what was typed, the one of that very key first, as buttons that name them `of`."""

    def get(self, request):
        typed = typed_in(request, "of")
        seen = Feedback.objects.visible_to(request.user).of(self.product)
        number = number_in(typed.upper().removeprefix(f"{self.product.key}-F").removeprefix("F"), digits=9)
        found = seen.filter(matching(typed, user=request.user)) if typed else seen.none()
        exact = list(seen.filter(number=number)) if number is not None else []
        others = found.exclude(number=number).only("key", "title", "number", "state").order_by("-received_at", "id")
        return self.offers(request, typed, [(one.key, one.key, one.title) for one in [*exact, *others[:OFFERED]]], "of")

    def offers(self, request, typed, found, name):
        context = {"found": found, "name": name, "typed": typed, "as_list": "as_list" in request.GET}
        return render(request, "feedback/_offers.html", context)


class CustomerSuggestionsView(FeedbackSuggestionsView):
    """Customers whose names hold what was typed."""

    def get(self, request):
        typed = typed_in(request, "customer")
        seen = Customer.objects.visible_to(request.user).of(self.product).current()
        found = seen.filter(name__icontains=typed) if typed else seen.none()
        rows = [(one.name, one.name, one.tier or "") for one in found.select_related("tier").order_by("name")[:OFFERED]]
        return self.offers(request, typed, rows, "customer")


class ContactSuggestionsView(FeedbackSuggestionsView):
    """People outside whose names or addresses hold what was typed."""

    needs = "contribute"

    def get(self, request):
        typed = typed_in(request, "name")
        seen = Contact.objects.visible_to(request.user).of(self.product).filter(erased_at=None)
        found = seen.filter(Q(name__icontains=typed) | Q(email__icontains=typed)) if typed else seen.none()
        rows = [(one.pk, one, one.email or one.customer or "") for one in found.select_related("customer")[:OFFERED]]
        return self.offers(request, typed, rows, "known")


class SimilarFeedbackView(ProductScoped, View):
    """Items that say nearly what is being written down, so that nobody writes the same twice."""

    needs = "contribute"

    def get(self, request):
        typed = "\n".join(request.GET.get(name, "") for name in ("title", "body")).replace("\x00", "")
        found = similar_to(typed[:BODY_LENGTH], request.user, self.product)
        return render(request, "feedback/_similar.html", {"found": found, "product": self.product})
