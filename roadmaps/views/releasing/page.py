"""The Release tab of a version, and releasing it."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from requirements.models import Requirement
from roadmaps.forms.releasing import LISTED, ReleaseForm
from roadmaps.models import ChecklistItem, Milestone, Version
from roadmaps.operations.releasing import NotOpen, release
from roadmaps.views.releasing.scoped import ReleaseScoped


class ReleaseView(ReleaseScoped, View):
    """What must be done before the version is released, and what it will say."""

    def get(self, request, pk):
        return self.whole()


class ReleasingView(ReleaseScoped, View):
    """Releases the version after somebody has said what becomes of what is open."""

    template_name = "roadmaps/releasing.html"
    needs = "manage"

    def get(self, request, pk):
        if not self.plan.is_open:
            return redirect("version_release", self.product.key, pk)
        return self.ask(self.form())

    def post(self, request, pk):
        form = self.form(request.POST)
        if form.is_valid():
            with refusals_on(form):
                try:
                    release(self.plan, by=request.user, choices=form.choices())
                    toast(request, _("“%s” is released.") % self.plan.name)
                except NotOpen as error:
                    toast(request, error.messages[0], error=True)
                return redirect("version_release", self.product.key, pk)
        form.point_at_error()
        return self.ask(form, status=422)

    def ask(self, form, status=200):
        return self.page(version=self.plan, form=form, listed=LISTED, items=self.items, status=status)

    def form(self, data=None):
        user, version = self.request.user, self.plan
        rows = Requirement.objects.visible_to(user).filter(version=version).open().with_row_data()
        self.items = list(ChecklistItem.objects.visible_to(user).filter(version=version).open().in_order())
        return ReleaseForm(
            data,
            version=version,
            targets=Version.objects.visible_to(user).of(self.product).open().exclude(pk=version.pk)
            .soonest_first(),
            rows=rows.order_by("status__position", "priority", "rank", "pk"),
            items=self.items,
            milestones=Milestone.objects.visible_to(user).filter(version=version, done_at=None).exists(),
        )  # fmt: skip
