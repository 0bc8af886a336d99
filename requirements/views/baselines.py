"""Names for instants of a product's past."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements import policies
from requirements.forms.baselines import BaselineForm, BaselineWordsForm
from requirements.models import Baseline
from requirements.operations.baselines import create_baseline, delete_baseline, edit_baseline
from requirements.views.moments import Moment, iso
from requirements.views.past import baselines_of


class BaselinesView(ProductScoped, View):
    """The product's baselines, to look at and to compare; contributors name further ones."""

    template_name = "requirements/past/baselines.html"

    def get(self, request):
        moment = Moment.of(request.GET, "at")
        return self.page(form=BaselineForm(initial={"at": moment.local}))

    def post(self, request):
        if not policies.can_name_baseline(request.user, self.product):
            raise PermissionDenied(_("Your role in this product does not allow it. An owner can change your role."))
        form = BaselineForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                baseline = create_baseline(self.product, by=request.user, **form.cleaned_data)
                toast(request, _("“%s” names this instant now.") % baseline.name)
                return redirect("requirement_baselines", self.product.key)
        return self.page(form=form, status=422)

    def context(self, **more):
        baselines = baselines_of(self.product, self.request.user)
        for baseline in baselines:
            baseline.iso = iso(baseline.at)
        return super().context(baselines=baselines, **more)


class BaselineScoped(ProductScoped):
    """Mixin: a baseline of the product, for its managers."""

    needs = "manage"

    def baseline(self, pk):
        found = Baseline.objects.visible_to(self.request.user).of(self.product)
        return get_object_or_404(found.select_related("product"), pk=pk)


class BaselineView(BaselineScoped, View):
    """Renames a baseline."""

    template_name = "requirements/past/baseline.html"

    def get(self, request, pk):
        baseline = self.baseline(pk)
        form = BaselineWordsForm(initial={"name": baseline.name, "note": baseline.note})
        return self.page(baseline=baseline, form=form)

    def post(self, request, pk):
        baseline, form = self.baseline(pk), BaselineWordsForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                edit_baseline(baseline, by=request.user, **form.cleaned_data)
                toast(request, _("Saved."))
                return redirect("requirement_baselines", self.product.key)
        return self.page(baseline=baseline, form=form, status=422)


class RemoveBaselineView(BaselineScoped, View):
    """Forgets a baseline."""

    def post(self, request, pk):
        baseline = self.baseline(pk)
        delete_baseline(baseline, by=request.user)
        toast(request, _("“%s” is gone; what it named stays readable.") % baseline.name)
        return redirect("requirement_baselines", self.product.key)
