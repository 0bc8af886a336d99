from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.forms import StatusForm
from products.models import Status
from products.operations.workflow import add_status, edit_status, move, remove_status
from products.views.scoped import ProductScoped


class WorkflowView(ProductScoped, View):
    """The steps that a requirement of the product goes through."""

    template_name = "products/workflow.html"

    def get(self, request):
        return self.page(form=StatusForm())

    def post(self, request):
        form = StatusForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                status = add_status(self.product, by=request.user, **form.cleaned_data)
                toast(request, _("“%s” is a step now.") % status.name)
                return redirect("product_workflow", self.product.key)
        return self.page(form=form, status=422)

    def context(self, **more):
        counted = self.product.statuses.annotate(in_use=Count("requirements"))
        return super().context(statuses=counted.order_by(*Status._meta.ordering), **more)  # grouping drops the order


class StatusScoped(ProductScoped):
    """Mixin: the views of one step."""

    def status(self, pk):
        return get_object_or_404(self.product.statuses, pk=pk)


class StatusView(StatusScoped, View):
    """Changes one step."""

    template_name = "products/status.html"
    needs = "manage"

    def get(self, request, pk):
        status = self.status(pk)
        return self.page(step=status, form=StatusForm(status=status))

    def post(self, request, pk):
        status = self.status(pk)
        form = StatusForm(request.POST, status=status)
        if form.is_valid():
            with refusals_on(form):
                edit_status(status, by=request.user, **form.cleaned_data)
                toast(request, _("“%s” is saved.") % status.name, undo=form.has_changed())
                return redirect("product_workflow", self.product.key)
        return self.page(step=self.status(pk), form=form, status=422)


class MoveStatusView(StatusScoped, View):
    """Moves a step up or down."""

    def post(self, request, pk):
        move(self.status(pk), by=request.user, steps=-1 if request.POST.get("to") == "up" else 1)
        return redirect("product_workflow", self.product.key)


class RemoveStatusView(StatusScoped, View):
    """Removes a step nothing stands in."""

    def post(self, request, pk):
        status = self.status(pk)
        try:
            remove_status(status, by=request.user)
        except ValidationError as error:
            toast(request, " ".join(error.messages), error=True)
        else:
            toast(request, _("“%s” is removed.") % status.name)
        return redirect("product_workflow", self.product.key)
