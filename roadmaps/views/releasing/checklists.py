"""The checklists that a product's versions begin from."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from roadmaps.forms.releasing import ChecklistForm
from roadmaps.models import ChecklistTemplate
from roadmaps.operations.checklists import add_checklist, edit_checklist, remove_checklist
from roadmaps.releasing.starters import starter, starters


class ChecklistsView(ProductScoped, View):
    """All of them; one is added, from a starter if one is named."""

    template_name = "roadmaps/checklists.html"

    def get(self, request):
        begun = starter(request.GET.get("from", ""))
        return self.page(form=ChecklistForm(initial=ChecklistForm.initial_of(begun.name, begun.items) if begun else {}))

    def post(self, request):
        if not self.can.manage:
            raise PermissionDenied
        form = ChecklistForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                made = add_checklist(self.product, by=request.user, **form.values())
                toast(request, _("“%s” is kept for other versions.") % made.name)
                return redirect("version_checklists", self.product.key)
        return self.page(form=form, status=422)

    def context(self, **more):
        own = ChecklistTemplate.objects.visible_to(self.request.user).of(self.product)
        return super().context(checklists=own, starters=starters(), **more)


class ChecklistScoped(ProductScoped):
    """Mixin: the views of one checklist."""

    def one(self, pk):
        found = get_object_or_404(ChecklistTemplate.objects.visible_to(self.request.user).of(self.product), pk=pk)
        found.product = self.product
        return found


class ChecklistView(ChecklistScoped, View):
    """Changes one."""

    template_name = "roadmaps/checklist.html"
    needs = "manage"

    def get(self, request, pk):
        found = self.one(pk)
        return self.page(checklist=found, form=ChecklistForm(initial=ChecklistForm.initial_of(found.name, found.items)))

    def post(self, request, pk):
        found, form = self.one(pk), ChecklistForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                edit_checklist(found, by=request.user, **form.values())
                toast(request, _("“%s” is saved.") % found.name)
                return redirect("version_checklists", self.product.key)
        return self.page(checklist=self.one(pk), form=form, status=422)


class RemoveChecklistView(ChecklistScoped, View):
    """Removes one; the toast brings it back."""

    def post(self, request, pk):
        found = self.one(pk)
        remove_checklist(found, by=request.user)
        toast(request, _("“%s” is removed.") % found.name)
        return redirect("version_checklists", self.product.key)
