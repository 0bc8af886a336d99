from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.forms import NewProductForm, ProductForm
from products.models import Product, Role
from products.operations.products import create_product, edit_product
from products.views.scoped import ProductScoped


class ProductsView(View):
    """All products the person may read."""

    def get(self, request):
        products = list(Product.objects.visible_to(request.user).with_overview(request.user))
        for product in products:
            product.role_label = Role(product.my_role).label if product.my_role else ""
        has_sample = request.user.is_admin and any(product.is_sample for product in products)
        return render(request, "products/list.html", {"products": products, "has_sample": has_sample})


class NewProductView(View):
    """Starts a product."""

    def get(self, request):
        return self.page(NewProductForm(initial={"time_zone": request.user.time_zone}))

    def post(self, request):
        form = NewProductForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                product = create_product(request.user, by=request.user, **form.cleaned_data)
                toast(request, _("“%s” is there, with a workflow of six steps.") % product.name, undo=False)
                return redirect("product", product.key)
        return self.page(form, status=422)

    def page(self, form, status=200):
        return render(self.request, "products/new.html", {"form": form}, status=status)


class ProductView(ProductScoped, View):
    """A product begins with its requirements."""

    def get(self, request):
        return redirect("requirement_list", self.product.key)


class ProductSettingsView(ProductScoped, View):
    """What the product is: a form for its managers, facts for everybody else."""

    template_name = "products/settings.html"

    def get(self, request):
        return self.page(form=ProductForm(instance=self.product))

    def post(self, request):
        form = ProductForm(request.POST, instance=Product.objects.visible_to(request.user).get(pk=self.product.pk))
        if form.is_valid():
            changed = {name: form.cleaned_data[name] for name in form.changed_data}
            with refusals_on(form):
                edit_product(self.product, by=request.user, **changed)
                toast(request, _("The product is saved."), undo=bool(changed) and self.can.own)
                return redirect("product_settings", self.product.key)
            self.product.refresh_from_db()
        return self.page(form=form, status=422)
