from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.forms import FieldForm, key_from
from products.operations.workflow import add_field, edit_field, move, remove_field
from products.views.scoped import ProductScoped


class FieldsView(ProductScoped, View):
    """The fields that the product adds to its requirements."""

    template_name = "products/fields.html"

    def get(self, request):
        return self.page(form=FieldForm())

    def post(self, request):
        form = FieldForm(request.POST)
        if form.is_valid():
            values = form.cleaned_data
            values["key"] = values["key"] or key_from(values["name"], self.product)
            with refusals_on(form):
                field = add_field(self.product, by=request.user, **values)
                toast(request, _("Requirements have the field “%s” now.") % field.name)
                return redirect("product_fields", self.product.key)
        return self.page(form=form, status=422)

    def context(self, **more):
        return super().context(custom_fields=self.product.custom_fields.all(), **more)


class FieldScoped(ProductScoped):
    """Mixin: the views of one custom field."""

    def custom_field(self, pk):
        return get_object_or_404(self.product.custom_fields, pk=pk)


class FieldView(FieldScoped, View):
    """Changes one field."""

    template_name = "products/field.html"
    needs = "manage"

    def get(self, request, pk):
        field = self.custom_field(pk)
        return self.page(custom_field=field, form=FieldForm(field=field))

    def post(self, request, pk):
        field = self.custom_field(pk)
        form = FieldForm(request.POST, field=field)
        if form.is_valid():
            with refusals_on(form):
                edit_field(field, by=request.user, **form.cleaned_data)
                toast(request, _("“%s” is saved.") % field.name, undo=form.has_changed())
                return redirect("product_fields", self.product.key)
        return self.page(custom_field=self.custom_field(pk), form=form, status=422)


class MoveFieldView(FieldScoped, View):
    """Moves a field up or down."""

    def post(self, request, pk):
        move(self.custom_field(pk), by=request.user, steps=-1 if request.POST.get("to") == "up" else 1)
        return redirect("product_fields", self.product.key)


class RemoveFieldView(FieldScoped, View):
    """Takes a field away; its values come back when the removal is undone."""

    def post(self, request, pk):
        field = self.custom_field(pk)
        remove_field(field, by=request.user)
        toast(request, _("The field “%s” is removed.") % field.name)
        return redirect("product_fields", self.product.key)
