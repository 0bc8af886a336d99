from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.forms.templates import TemplateForm
from requirements.models import Template
from requirements.operations.templates import add_template, edit_template, remove_template
from requirements.skeletons import skeletons


class TemplatesView(ProductScoped, View):
    """The texts that people of the product begin from."""

    template_name = "requirements/templates.html"

    def get(self, request):
        return self.page(form=TemplateForm())

    def post(self, request):
        form = TemplateForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                made = add_template(self.product, by=request.user, **form.cleaned_data)
                toast(request, _("“%s” is offered after / now.") % made.name)
                return redirect("product_templates", self.product.key)
        return self.page(form=form, status=422)

    def context(self, **more):
        own = Template.objects.visible_to(self.request.user).of(self.product)
        return super().context(templates=own, common=skeletons()[0], **more)


class TemplateScoped(ProductScoped):
    """Mixin: the views of one template."""

    def one(self, pk):
        found = get_object_or_404(Template.objects.visible_to(self.request.user).of(self.product), pk=pk)
        found.product = self.product
        return found


class TemplateView(TemplateScoped, View):
    """Changes one template."""

    template_name = "requirements/template.html"
    needs = "manage"

    def get(self, request, pk):
        found = self.one(pk)
        return self.page(text=found, form=TemplateForm(initial={"name": found.name, "body": found.body}))

    def post(self, request, pk):
        found, form = self.one(pk), TemplateForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                edit_template(found, by=request.user, **form.cleaned_data)
                toast(request, _("“%s” is saved.") % found.name)
                return redirect("product_templates", self.product.key)
        return self.page(text=self.one(pk), form=form, status=422)


class RemoveTemplateView(TemplateScoped, View):
    """Removes a template."""

    def post(self, request, pk):
        found = self.one(pk)
        remove_template(found, by=request.user)
        toast(request, _("“%s” is removed.") % found.name)
        return redirect("product_templates", self.product.key)
