from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from feedback.demand.voices import rule_in_words
from feedback.forms.customers import TierForm, WeighingForm
from feedback.models import Desk, Tier
from feedback.operations.tiers import add_tier, delete_tier, edit_tier
from feedback.operations.weighing import choose_weighing
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.operations.workflow import move
from products.views.scoped import ProductScoped


def desk_of(view):
    """The product's desk, not saved where nobody has used it yet."""
    desks = Desk.objects.visible_to(view.request.user).filter(product=view.product)
    return desks.first() or Desk(product=view.product)


class TiersView(ProductScoped, View):
    """The classes of customers, in their order."""

    template_name = "feedback/customers/tiers.html"

    def get(self, request):
        return self.page(form=TierForm())

    def post(self, request):
        form = TierForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                tier = add_tier(self.product, by=request.user, **form.cleaned_data)
                toast(request, _("“%s” is a tier now.") % tier.name)
                return redirect("tier_list", self.product.key)
        return self.page(form=form, status=422)

    def context(self, **more):
        tiers, desk = Tier.objects.visible_to(self.request.user).of(self.product), desk_of(self)
        return super().context(tiers=tiers, rule=rule_in_words(desk.weighing, desk.currency), **more)


class TierScoped(ProductScoped):
    """Mixin: the views of one tier."""

    needs = "manage"

    def tier(self, pk):
        found = get_object_or_404(Tier.objects.visible_to(self.request.user).of(self.product), pk=pk)
        found.product = self.product
        return found


class TierView(TierScoped, View):
    """Changes a tier."""

    template_name = "feedback/customers/tier.html"

    def get(self, request, pk):
        tier = self.tier(pk)
        return self.page(tier=tier, form=TierForm(thing=tier))

    def post(self, request, pk):
        tier = self.tier(pk)
        form = TierForm(request.POST, thing=tier)
        if form.is_valid():
            with form.merging():
                edit_tier(tier, by=request.user, lock_version=form.read, **form.edited())
                toast(request, _("“%s” is saved.") % form.cleaned_data["name"], undo=bool(form.edited()))
                return redirect("tier_list", self.product.key)
        return self.page(tier=tier, form=form, status=422)


class MoveTierView(TierScoped, View):
    """Moves a tier one place up or down."""

    def post(self, request, pk):
        move(self.tier(pk), by=request.user, steps=-1 if request.POST.get("to") == "up" else 1)
        return redirect("tier_list", self.product.key)


class DeleteTierView(TierScoped, View):
    """Deletes a tier; the toast brings it back to its customers."""

    def post(self, request, pk):
        tier = self.tier(pk)
        delete_tier(tier, by=request.user)
        toast(request, _("The tier “%s” is deleted.") % tier.name)
        return redirect("tier_list", self.product.key)


class WeighingView(ProductScoped, View):
    """How customers are weighed in the demand: what the scoring page shows of it, on its own."""

    template_name = "feedback/customers/weighing.html"
    needs = "manage"

    def get(self, request):
        return self.page(form=WeighingForm(thing=desk_of(self)))

    def post(self, request):
        form = WeighingForm(request.POST, thing=desk_of(self))
        if form.is_valid():
            with form.merging():
                choose_weighing(self.product, by=request.user, lock_version=form.read, **form.edited())
                toast(request, _("Demand is weighed anew. New figures follow in a moment."), undo=bool(form.edited()))
                return redirect(reverse("scoring_settings", args=[self.product.key]) + "#weighing")
        return self.page(form=form, status=422)
