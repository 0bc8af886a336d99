"""Something is dropped at another place: on a board, in the table, in the tree, on the matrix."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.forms.moving import MoveForm
from requirements.models import Requirement
from requirements.operations.authoring import Stale
from requirements.operations.ordering import relocate
from requirements.query import DEFAULT_SORT, SORTS
from requirements.reading import frame_of, with_rows
from requirements.views.cards import cards_of


class MoveView(ProductScoped, View):
    """One requirement to another place. Answers with its card where `card` is sent, else with nothing.

    Refused, the answer is 409 (others changed the same meanwhile) or 422, and says why in a toast.
    """

    template_name = "requirements/board.html"
    needs = "contribute"

    def post(self, request, number):
        seen = Requirement.objects.visible_to(request.user).of(self.product)
        self.requirement = get_object_or_404(seen.select_related("status"), number=number)
        self.requirement.product = self.product
        form = MoveForm(self.requirement, request.user, request.POST)
        try:
            if form.is_valid():
                with refusals_on(form):
                    self.move(form)
        except Stale:
            return self.refused(
                409, _("Somebody else changed %s meanwhile. It is where they put it.") % self.requirement.key
            )
        if form.errors:
            return self.refused(422, " ".join(dict.fromkeys(m for messages in form.errors.values() for m in messages)))
        self.tell(form)
        if "card" in request.POST:
            return self.card()
        return HttpResponse(status=204, headers={"ETag": f'"{self.moved.lock_version}"'})

    def move(self, form):
        data = form.cleaned_data
        self.moved = relocate(
            self.requirement, by=self.request.user, before=data["before"], after=data["after"],
            lock_version=data["lock_version"], **form.changes,
        )  # fmt: skip

    def refused(self, status, message):
        toast(self.request, f"{self.requirement.key}: {message}" if status == 422 else message, error=True)
        return HttpResponse(status=status)

    def tell(self, form):
        key, status = self.requirement.key, form.changes.get("status")
        told = _("%(key)s moved to %(place)s.") % {"key": key, "place": status.name} if status else _("%s moved.") % key
        if status and status.wip_limit is not None and status != self.requirement.status:
            count = Requirement.objects.visible_to(self.request.user).filter(status=status).count()
            if count > status.wip_limit:
                told += " " + _("%(count)d of %(limit)d: above the limit.") % {
                    "count": count,
                    "limit": status.wip_limit,
                }
        toast(self.request, told)

    def card(self):
        """The card as it is now."""
        found = Requirement.objects.visible_to(self.request.user).filter(pk=self.requirement.pk)
        frame = frame_of(self.product, self.request.user, found)
        sort = self.request.POST["card"]
        sort = sort if sort.removeprefix("-") in SORTS else DEFAULT_SORT
        return self.fragment("cards", cards=cards_of(list(with_rows(found)), frame, sort))
