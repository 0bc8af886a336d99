from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.forms.reviews import NewReviewForm
from requirements.models import Resurfaced, Review
from requirements.operations.resurfacing import dismiss
from requirements.operations.reviewing import invite, schedule
from requirements.reviewing.attending import Attending, day_of, usual_period
from requirements.reviewing.lists import reviews_with_counts, told

PAST, UPCOMING, WAITING = 30, 50, 50


class ReviewListView(ProductScoped, View):
    """Reviews to come and past, and what has resurfaced."""

    template_name = "reviews/list.html"

    def get(self, request):
        return self.page()

    def context(self, **more):
        user = self.request.user
        seen = Review.objects.visible_to(user).of(self.product)
        past = told(list(reviews_with_counts(seen.past(), user)[: PAST + 1]))
        waiting = Resurfaced.objects.visible_to(user).of(self.product).unanswered()
        return super().context(
            upcoming=told(list(reviews_with_counts(seen.upcoming(), user)[:UPCOMING])),
            past=past[:PAST],
            more=len(past) > PAST,
            waiting=waiting.select_related("requirement__status", "threshold__decision__item__review")[:WAITING],
            attending=Attending.of(self.product, user, *usual_period(self.product)),
            **more,
        )


class NewReviewView(ProductScoped, View):
    """Plans a review."""

    template_name = "reviews/form.html"
    needs = "manage"

    def get(self, request):
        return self.page(form=NewReviewForm(self.product))

    def post(self, request):
        form = NewReviewForm(self.product, request.POST)
        if form.is_valid():
            people = form.cleaned_data.pop("people")
            with refusals_on(form):
                review = schedule(self.product, by=request.user, **form.cleaned_data)
                if people:
                    invite(review, [person for person in people if person != request.user], by=request.user)
                toast(request, _("“%s” is planned. Put requirements on its agenda.") % review.title)
                return redirect("review_edit", self.product.key, review.pk)
        return self.page(form=form, status=422)


class AttendanceView(ProductScoped, View):
    """Who came to the reviews of a period, review by review."""

    template_name = "reviews/attendance.html"

    def get(self, request):
        first, last = usual_period(self.product)
        problem = ""
        try:
            first, last = day(request.GET.get("from"), first), day(request.GET.get("to"), last)
        except ValueError:
            problem = _("Enter days like 2026-12-31.")
        if first > last:
            problem = _("The period ends before it begins.")
        attending = Attending.of(self.product, request.user, first, last)
        return self.page(attending=attending, problem=problem, status=422 if problem else 200)


def day(text, otherwise):
    return day_of(text.strip()) if text and text.strip() else otherwise


class DismissView(ReviewListView):
    """Leaves something that resurfaced as it was decided, with a reason."""

    http_method_names = ["post"]

    def post(self, request, resurfaced):
        seen = Resurfaced.objects.visible_to(request.user).of(self.product)
        found = get_object_or_404(seen.select_related("requirement"), pk=resurfaced)
        try:
            dismiss(found, by=request.user, reason=request.POST.get("reason", ""))
        except ValidationError as error:
            return self.page(problems=error.messages, refused=found.pk, status=422)
        toast(request, _("%s stays as it was decided.") % found.requirement.key)
        return redirect("review_list", self.product.key)
