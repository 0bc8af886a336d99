import json

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.forms.quick import QuickForm, meant
from requirements.operations.authoring import create


class QuickAddView(ProductScoped, View):
    """A requirement in one line, in a dialog on every page of the product; without script it is the full form."""

    template_name = "requirements/quick.html"
    needs = "contribute"

    def get(self, request):
        new = reverse("requirement_new", args=[self.product.key])
        text = request.GET.get("line", "")[:2_000].replace("\x00", "")
        if not text.strip():
            return redirect(new)
        found = meant(text, self.product)
        begun = {"title": text} if found.problems else initial(found)
        return redirect(f"{new}?{urlencode(begun | {'begun': 'quick'}, doseq=True)}")

    def post(self, request):
        form = QuickForm(self.product, request.POST)
        if form.is_valid():
            with refusals_on(form):
                made = create(self.product, by=request.user, **form.meant.fields)
        if form.errors:
            return self.fragment("said", status=422, problems=[p for found in form.errors.values() for p in found])
        toast(request, _("%s is in the pool.") % made.key)
        if not request.htmx:
            return redirect("requirement", self.product.key, made.number)
        told = {"requirements:changed": {}, "quick-add:done": {"another": form.cleaned_data["another"]}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(told)})


def initial(found):
    """What the form of all fields begins with when a line means this."""
    fields = dict(found.fields)
    if "tags" in fields:
        fields["tags"] = ", ".join(fields["tags"])
    if "assignees" in fields:
        fields["assignees"] = [person.pk for person in fields["assignees"]]
    if "version" in fields:
        fields["version"] = fields["version"].pk
    if "due" in fields:
        fields["due"] = str(fields["due"])
    return fields


class QuickCheckView(ProductScoped, View):
    """Says what a line means before it is sent. Changes nothing."""

    template_name = "requirements/quick.html"
    needs = "contribute"

    def post(self, request):
        text = request.POST.get("line", "")[:2_000].replace("\x00", "")
        found = meant(text, self.product) if text.strip() else None
        hints = found.problems if found and found.fields["title"] else []
        return self.fragment("said", chips=found and found.chips, hints=hints)
