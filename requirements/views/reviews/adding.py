from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.texts import number_in
from pmhub.lib.toasts import toast
from requirements.models import Review
from requirements.operations.reviewing import add_to_agenda
from requirements.views.scoped import RequirementScoped


class RequirementReviewsView(RequirementScoped, View):
    """Puts one requirement onto the agenda of a review."""

    needs = "contribute"

    def post(self, request):
        seen = Review.objects.visible_to(request.user).of(self.product)
        review = get_object_or_404(seen, pk=number_in(request.POST.get("review", "")))
        review.product = self.product
        try:
            added = add_to_agenda(review, [self.requirement], by=request.user)
        except ValidationError as error:
            toast(request, " ".join(error.messages), error=True)
            return self.saved()
        text = _("%(key)s is on the agenda of “%(review)s”.") if added else _("%(key)s is on that agenda already.")
        return self.saved(text % {"key": self.requirement.key, "review": review.title}, undo=bool(added))
