from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.forms.creating import BEGUN, KEPT, NewRequirementForm
from requirements.operations.authoring import create


class NewRequirementView(ProductScoped, View):
    """Writes a requirement down: the title first, the rest may wait."""

    template_name = "requirements/new.html"
    needs = "contribute"

    def get(self, request):
        given = request.GET.dict() | {"assignees": request.GET.getlist("assignees")}
        initial = {name: given[name] for name in (*KEPT, *BEGUN) if given.get(name)}
        return self.page(form=NewRequirementForm(self.product, request.user, initial=initial))

    def post(self, request):
        form = NewRequirementForm(self.product, request.user, request.POST)
        if form.is_valid():
            with refusals_on(form):
                made = create(self.product, by=request.user, **form.given())
        if form.errors:
            return self.page(form=form, status=422)
        toast(request, _("%s is in the pool.") % made.key)
        following = reverse("requirement", args=[self.product.key, made.number])
        if form.cleaned_data["another"]:
            following = f"{reverse('requirement_new', args=[self.product.key])}?{form.next_time()}"
        return HttpResponse(headers={"HX-Redirect": following}) if request.htmx else redirect(following)
