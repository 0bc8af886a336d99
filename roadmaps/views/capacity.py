"""How much people can do in a version against what they have to, what could go wrong, and what stands in the way."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from roadmaps.forms.capacity import CapacityForm, RiskForm
from roadmaps.models import Risk
from roadmaps.operations.capacities import set_capacities
from roadmaps.planning.load import plan_of
from roadmaps.planning.scope import blockers_of
from roadmaps.views.versions import VersionScoped


class CapacityPage(VersionScoped):
    """Mixin: the page of capacities, risks and blockers, with forms that were refused."""

    template_name = "roadmaps/version_capacity.html"

    def show(self, version, *, status=200, form=None, risk=None):
        user = self.request.user
        form = form or CapacityForm(plan_of(version, user))
        risks = Risk.objects.visible_to(user).filter(version=version).select_related("owner").gravest_first()
        return self.page(
            status=status, version=version, is_open=version.is_open, plan=form.plan, form=form, risks=risks,
            risk_form=risk or RiskForm(product=self.product), blockers=blockers_of(version, user),
        )  # fmt: skip


class CapacityView(CapacityPage, View):
    """Who has how much to do in a version, and how much they can."""

    def get(self, request, pk):
        return self.show(self.version(pk))

    def post(self, request, pk):
        version = self.version(pk)
        form = CapacityForm(plan_of(version, request.user), request.POST)
        if form.is_valid():
            with refusals_on(form):
                entries = list(form.entries())
                set_capacities(version, entries, by=request.user)
                toast(request, _("The capacities of %s are saved.") % version.name, undo=bool(entries))
                return redirect("version_capacity", self.product.key, pk)
            form.meet()
        return self.show(version, status=422, form=form)
