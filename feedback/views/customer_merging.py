from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from feedback.customers.story import story_of
from feedback.forms.customers import MergeCustomersForm
from feedback.models import Customer
from feedback.operations.customers import merge_customers, separate_customer
from feedback.views.customers import CustomerScoped
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast


class MergeCustomerView(CustomerScoped, View):
    """Lets a customer be part of another, after a look at what that means."""

    template_name = "feedback/customers/merge.html"
    needs = "manage"

    def get(self, request):
        return self.look(self.form(request.GET if "customer" in request.GET else None))

    def post(self, request):
        form = self.form(request.POST)
        if form.is_valid():
            with refusals_on(form):
                into = form.cleaned_data["customer"]
                merge_customers(self.customer, into, by=request.user)
                toast(request, _("“%(name)s” is part of “%(into)s” now.")
                      % {"name": self.customer.name, "into": into.name})  # fmt: skip
                return redirect("customer", self.product.key, into.pk)
        return self.look(form, status=422)

    def form(self, data):
        return MergeCustomersForm(data, customer=self.customer, user=self.request.user)

    def look(self, form, status=200):
        shown = {"form": form, "story": story_of(self.customer, self.request.user)}
        into = form.cleaned_data.get("customer") if form.is_bound and form.is_valid() else None
        if into and into.pk == self.customer.pk:
            form.add_error("customer", _("A customer cannot be merged into itself."))
            into = None
        if into:
            shown |= {"into": into, "theirs": story_of(into, self.request.user)}
        return self.page(status=422 if form.errors else status, **shown)


class SeparateCustomerView(CustomerScoped, View):
    """Takes a merge back; leads to the customer that is one of its own again."""

    needs = "manage"

    def post(self, request):
        seen = Customer.objects.visible_to(request.user).of(self.product)
        part = get_object_or_404(seen.exclude(merged_into=None), pk=self.pk)
        separate_customer(part, by=request.user)
        toast(request, _("“%s” is a customer of its own again.") % part.name)
        return redirect(self.url)
