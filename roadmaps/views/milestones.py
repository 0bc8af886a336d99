from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.rich_text import RichText
from roadmaps.forms.planning import HealthForm, MilestoneForm
from roadmaps.health import history_of
from roadmaps.ledger.chart import SlipChart
from roadmaps.ledger.reading import ledger_of
from roadmaps.models import Milestone
from roadmaps.operations.planning import create_milestone, delete_milestone, edit_milestone


class MilestonesView(ProductScoped, View):
    """The points in time at which something must be there."""

    template_name = "roadmaps/milestones.html"

    def get(self, request):
        milestones = Milestone.objects.visible_to(request.user).of(self.product).soonest_first()
        return self.page(milestones=milestones.select_related("owner", "version").prefetch_related("also"))


class MilestoneScoped(ProductScoped):
    """Mixin: the views of one milestone."""

    def milestone(self, pk):
        milestones = Milestone.objects.visible_to(self.request.user).of(self.product)
        found = milestones.select_related("owner", "version", "product", "health_by").prefetch_related("also")
        return get_object_or_404(found, pk=pk)

    def back(self):
        return redirect("milestone", self.product.key, self.kwargs["pk"])


class NewMilestoneView(ProductScoped, View):
    """Sets a milestone."""

    template_name = "roadmaps/milestone_form.html"
    needs = "manage"

    def get(self, request):
        return self.page(form=MilestoneForm(product=self.product, initial={"version": request.GET.get("version")}))

    def post(self, request):
        form = MilestoneForm(request.POST, product=self.product)
        if form.is_valid():
            with refusals_on(form):
                milestone = create_milestone(self.product, by=request.user, **form.cleaned_data)
                toast(request, _("Milestone “%s” is set.") % milestone.name)
                return redirect("milestone", self.product.key, milestone.pk)
        return self.page(form=form, status=422)


class MilestoneView(MilestoneScoped, View):
    """One milestone to read: what must be there by when, and how it stands."""

    template_name = "roadmaps/milestone.html"

    def get(self, request, pk):
        milestone = self.milestone(pk)
        return self.show(milestone, HealthForm(initial={"health": milestone.health or None}))

    def show(self, milestone, form, status=200):
        text, ledger = milestone.deliverables, ledger_of(milestone, self.request.user)
        context = {
            "milestone": milestone,
            "deliverables": RichText(self.product, self.request.user, [text]).html(text) if text else "",
            "said": history_of(milestone, self.request.user),
            "ledger": ledger,
            "chart": SlipChart(ledger),
            "form": form,
        }
        return self.page(template=MilestoneView.template_name, status=status, **context)


class HealthView(MilestoneView):
    """Says how a milestone stands."""

    http_method_names = ["post"]
    needs = "manage"

    def post(self, request, pk):
        milestone, form = self.milestone(pk), HealthForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                edit_milestone(milestone, by=request.user, **form.cleaned_data)
                toast(request, _("“%(name)s”: %(health)s.")
                      % {"name": milestone.name, "health": milestone.get_health_display()})  # fmt: skip
                return redirect(reverse("milestone", args=[self.product.key, pk]) + "#said-head")
        return self.show(self.milestone(pk), form, status=422)


class EditMilestoneView(MilestoneScoped, View):
    """Changes a milestone."""

    template_name = "roadmaps/milestone_form.html"
    needs = "manage"

    def get(self, request, pk):
        milestone = self.milestone(pk)
        return self.page(milestone=milestone, form=MilestoneForm(product=self.product, thing=milestone))

    def post(self, request, pk):
        milestone = self.milestone(pk)
        form = MilestoneForm(request.POST, product=self.product, thing=milestone)
        if form.is_valid():
            with form.merging():
                edit_milestone(milestone, by=request.user, lock_version=form.read, **form.edited())
                toast(request, _("Milestone “%s” is saved.") % milestone.name, undo=bool(form.edited()))
                return self.back()
        return self.page(milestone=self.milestone(pk), form=form, status=422)


class MilestoneDoneView(MilestoneScoped, View):
    """Marks a milestone as reached, or as not reached after all."""

    def post(self, request, pk):
        milestone = self.milestone(pk)
        reached = request.POST.get("done") != "no"
        if reached != bool(milestone.done_at):
            edit_milestone(milestone, by=request.user, done_at=timezone.now() if reached else None)
            text = _("Milestone “%s” is reached.") if reached else _("Milestone “%s” is open again.")
            toast(request, text % milestone.name)
        return self.back() if "stay" in request.POST else redirect("milestone_list", self.product.key)


class DeleteMilestoneView(MilestoneScoped, View):
    """Deletes a milestone; the toast brings it back."""

    def post(self, request, pk):
        milestone = self.milestone(pk)
        delete_milestone(milestone, by=request.user)
        toast(request, _("Milestone “%s” is deleted.") % milestone.name)
        return redirect("milestone_list", self.product.key)
