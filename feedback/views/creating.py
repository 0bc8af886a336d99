from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from feedback.forms.new import NewFeedbackForm
from feedback.operations.taking_down import take_down
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped


class NewFeedbackView(ProductScoped, View):
    """Writes down what a customer said."""

    template_name = "feedback/new.html"
    needs = "contribute"

    def get(self, request):
        names = ("kind", "channel", "customer")
        begun = {name: request.GET[name] for name in names if request.GET.get(name)}
        return self.page(form=NewFeedbackForm(self.product, initial=begun))

    def post(self, request):
        form = NewFeedbackForm(self.product, request.POST)
        if form.is_valid():
            values = dict(form.cleaned_data)
            another = values.pop("another")
            with refusals_on(form):
                made = take_down(self.product, by=request.user, **values)
        if form.errors:
            return self.page(form=form, status=422)
        toast(request, _("%s is in the inbox.") % made.key)
        place = reverse("feedback_new", args=[self.product.key]) if another else self.address_of(made)
        return HttpResponse(headers={"HX-Redirect": place}) if request.htmx else redirect(place)

    def address_of(self, made):
        return reverse("feedback", args=[self.product.key, made.number])
