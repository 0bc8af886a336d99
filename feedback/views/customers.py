from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from feedback.customers.listing import CustomerList
from feedback.customers.story import story_of
from feedback.forms.customers import ContactForm, CustomerForm
from feedback.models import Customer
from feedback.operations.customers import create_customer, delete_customer, edit_customer
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped

FACTS = ["tier", "value", "size", "owner", "domain", "note", "source", "external_id", "name"]


class CustomersView(ProductScoped, View):
    """The customers of a product."""

    template_name = "feedback/customers/list.html"

    def get(self, request):
        return self.page(shown=CustomerList(self.product, request.user, request.GET))


class NewCustomerView(ProductScoped, View):
    """Takes in a customer."""

    template_name = "feedback/customers/form.html"
    needs = "contribute"

    def get(self, request):
        initial = {"name": request.GET.get("name", "")[:200]}
        return self.page(form=CustomerForm(product=self.product, initial=initial))

    def post(self, request):
        form = CustomerForm(request.POST, product=self.product)
        if form.is_valid():
            with refusals_on(form):
                customer = create_customer(self.product, by=request.user, **form.cleaned_data)
                toast(request, _("“%s” is a customer now.") % customer.name)
                return redirect("customer", self.product.key, customer.pk)
        return self.page(form=form, status=422)


class CustomerScoped(ProductScoped):
    """Mixin: the views of one customer."""

    template_name = "feedback/customers/customer.html"

    def dispatch(self, request, *args, pk, **kwargs):
        self.pk = pk
        return super().dispatch(request, *args, **kwargs)

    @property
    def customer(self):
        if not hasattr(self, "_customer"):
            seen = Customer.objects.visible_to(self.request.user).of(self.product).with_currency()
            self._customer = get_object_or_404(seen.select_related("tier", "owner", "merged_into"), pk=self.pk)
            self._customer.product = self.product
        return self._customer

    @property
    def url(self):
        return reverse("customer", args=[self.product.key, self.pk])

    def context(self, **more):
        return super().context(customer=self.customer, url=self.url, **more)

    def show(self, *, status=200, **more):
        """The customer's page, or all of its content for htmx."""
        story = story_of(self.customer, self.request.user, self.request.GET.get("cursor"))
        shown = {"story": story, "contact_form": ContactForm(), **more}
        if self.request.htmx and not self.request.htmx.boosted:
            return self.fragment("customer", status=status, **shown)
        return self.page(status=status, **shown)

    def saved(self, text="", *, undo=True):
        """The answer to a change: the page as it is now, with a message and the way back."""
        if text:
            toast(self.request, text, undo=undo)
        if not self.request.htmx:
            return redirect(self.url)
        self.__dict__.pop("_customer", None)
        return self.show()


class CustomerPageView(CustomerScoped, View):
    """One customer: who they are, what they asked for, and what was shipped for it."""

    def get(self, request):
        return self.show()


class FactView(CustomerScoped, View):
    """One fact of a customer in its editor: a page of its own, or a fragment in the customer's page."""

    needs = "contribute"

    def get(self, request, fact):
        return self.editor(fact, self.form(fact))

    def post(self, request, fact):
        form = self.form(fact, request.POST)
        if form.is_valid():
            with form.merging():
                edited = edit_customer(self.customer, by=request.user, lock_version=form.read, **form.edited())
                changed = edited.lock_version != self.customer.lock_version
                return self.saved(_("Saved: %s") % form.fact.label if changed else "")
        return self.editor(fact, form, status=422)

    def form(self, fact, data=None):
        if fact not in FACTS:
            raise Http404
        return CustomerForm(data, product=self.product, thing=self.customer, only=fact)

    def editor(self, fact, form, *, status=200):
        given = {"fact": fact, "form": form, "template": "feedback/customers/fact.html", "status": status}
        if not self.request.htmx:
            return self.page(**given)
        response = self.fragment("editor", **given)
        if status == 422:
            response["HX-Retarget"], response["HX-Reswap"] = f"#slot-{fact}", "innerHTML"
        return response


class DeleteCustomerView(CustomerScoped, View):
    """Deletes a customer; the toast brings it back."""

    def post(self, request):
        name = self.customer.name
        delete_customer(self.customer, by=request.user)
        toast(request, _("“%s” is deleted. What they said stays.") % name)
        home = reverse("customer_list", args=[self.product.key])
        return HttpResponse(headers={"HX-Redirect": home}) if request.htmx else redirect(home)
