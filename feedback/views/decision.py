"""Taking one decision about an item: a POST of its own, with a page for those without script."""

import json

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from feedback.context import forget_to_do
from feedback.forms.triaging import OfItem
from feedback.views.reading import FORMS, reader
from feedback.views.scoped import FeedbackScoped
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast


class DecisionView(FeedbackScoped, View):
    """Takes a decision about an item. GET shows its form (`part`) in the item's page."""

    needs = "contribute"
    part = ""
    form_class = OfItem
    said = ""
    leads_to = None  # words and an address, where one may want to go next
    stood = None  # on the shelf, before the decision

    def load(self):
        super().load()
        if self.stood is None and self.request.method == "POST" and self.request.htmx:
            self.stood = self.shelf.found.filter(pk=self.feedback.pk).exists()

    def get(self, request):
        return self.whole(opened=self.part)

    def post(self, request):
        form = self.form(request.POST)
        if form.is_valid():
            with refusals_on(form):
                self.decide(**form.cleaned_data)
        return self.refused(form) if form.errors else self.done()

    def form(self, data):
        form_class = FORMS.get(self.part, self.form_class)
        return form_class(self.feedback, self.request.user, data, auto_id=f"{self.part}-%s")

    def refused(self, form):
        """The form as it was sent, in its place; without script, or without a form, on the page."""
        if not self.part:
            toast(self.request, " ".join(error for errors in form.errors.values() for error in errors), error=True)
            return redirect(self.url + self.shelf.here)
        filled = {self.part: form}
        if not self.request.htmx:
            return self.whole(status=422, opened=self.part, **reader(self.feedback, self.request.user, **filled))
        shown = reader(self.feedback, self.request.user, **filled)
        response = self.fragment(self.part, status=422, template="feedback/_forms.html", **shown)
        response["HX-Retarget"], response["HX-Reswap"] = f"#form-{self.part}", "outerHTML"
        return response

    def done(self):
        """The item as it is now, in the reader and its row; where it leaves the shelf, the row goes, and the message
        leads to it. What was not on the shelf before stays in the reader.
        """
        forget_to_do(self.product.key, self.request.user)
        if not self.request.htmx:
            toast(self.request, self.told(), ask=self.leads_to)
            return redirect(self.url + self.shelf.here)
        self.load()
        row = self.shelf.row(self.feedback)
        leaves = self.stood and row is None
        toast(self.request, self.told(), ask=self.leads_to or (leaves and self.itself) or None)
        if leaves:
            response = self.fragment("left")
            response["HX-Reswap"] = "none"
            response["HX-Trigger"] = json.dumps({"row:left": {"id": f"feedback-{self.feedback.number}"}})
            return response
        return self.fragment("changed", row=row, **reader(self.feedback, self.request.user))

    @property
    def itself(self):
        return _("Open %s") % self.feedback.key, self.url + self.shelf.here

    def told(self):
        return self.said % {"key": self.feedback.key}

    def decide(self, **values):
        """Call the operation."""
        raise NotImplementedError
