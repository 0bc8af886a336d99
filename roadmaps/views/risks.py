"""Naming risks of a version, changing, closing and deleting them."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from roadmaps.forms.capacity import RiskForm
from roadmaps.models import Risk
from roadmaps.operations.risks import add_risk, delete_risk, edit_risk
from roadmaps.views.capacity import CapacityPage
from roadmaps.views.versions import VersionScoped


class RisksView(CapacityPage, View):
    """Names a risk."""

    needs = "contribute"

    def post(self, request, pk):
        version = self.version(pk)
        form = RiskForm(request.POST, product=self.product)
        if form.is_valid():
            with refusals_on(form):
                add_risk(version, by=request.user, **form.cleaned_data)
                toast(request, _("The risk is noted."))
                return redirect(reverse("version_capacity", args=[self.product.key, pk]) + "#risks-title")
        return self.show(version, status=422, risk=form)


class RiskScoped(VersionScoped):
    """Mixin: the views of one risk."""

    needs = "contribute"

    def risk(self, version, number):
        risks = Risk.objects.visible_to(self.request.user).filter(version=version)
        return get_object_or_404(risks.select_related("owner", "product"), pk=number)

    def back(self, version):
        return redirect(reverse("version_capacity", args=[self.product.key, version.pk]) + "#risks-title")


class RiskView(RiskScoped, View):
    """Changes a risk; with `state` alone it is closed or opened again."""

    template_name = "roadmaps/risk_form.html"

    def get(self, request, pk, number):
        version = self.version(pk)
        risk = self.risk(version, number)
        return self.page(version=version, risk=risk, form=RiskForm(product=self.product, thing=risk))

    def post(self, request, pk, number):
        version = self.version(pk)
        risk = self.risk(version, number)
        form = RiskForm(request.POST, product=self.product, thing=risk)
        if form.is_valid():
            with form.merging():
                edit_risk(risk, by=request.user, lock_version=form.read, **form.edited())
                toast(request, _("The risk is saved."), undo=form.has_changed())
                return self.back(version)
        return self.page(version=version, risk=self.risk(version, number), form=form, status=422)


class RiskStateView(RiskScoped, View):
    """Closes a risk, or opens it again."""

    def post(self, request, pk, number):
        version = self.version(pk)
        risk = self.risk(version, number)
        state = "closed" if request.POST.get("state") == "closed" else "open"
        if state != risk.state:
            edit_risk(risk, by=request.user, state=state)
            toast(request, _("The risk is closed.") if state == "closed" else _("The risk is open again."))
        return self.back(version)


class DeleteRiskView(RiskScoped, View):
    """Deletes a risk; the toast brings it back."""

    def post(self, request, pk, number):
        version = self.version(pk)
        delete_risk(self.risk(version, number), by=request.user)
        toast(request, _("The risk is deleted."))
        return self.back(version)
