"""The same decision about all chosen items: one batch, one undo."""

from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from feedback.forms.triaging import AssigneeForm, DeclineForm, KindForm, OfItem, SnoozeForm
from feedback.models import Feedback
from feedback.operations import triaging
from feedback.views.scoped import InboxScoped
from pmhub.lib.forms import refusals_on
from pmhub.lib.texts import number_in
from pmhub.lib.toasts import toast

MOST = 200
ACTS = {  # the form, the field that a button's value fills in, and what is done
    "accept": (OfItem, "", lambda one, by: triaging.accept(one, by=by)),
    "decline": (DeclineForm, "", lambda one, by, decline_reason: triaging.decline(one, by=by, reason=decline_reason)),
    "assign": (AssigneeForm, "to", lambda one, by, to: triaging.assign(one, by=by, to=to)),
    "kind": (KindForm, "kind", lambda one, by, kind: triaging.set_kind(one, by=by, kind=kind)),
    "snooze": (SnoozeForm, "until", lambda one, by, until: triaging.snooze(one, by=by, until=until)),
}


class BulkView(InboxScoped, View):
    """Does one thing with the chosen items, all of them or none. A button says `act` or `act:value`."""

    needs = "contribute"

    def post(self, request):
        name, _colon, value = request.POST.get("act", "").partition(":")
        chosen = self.chosen()
        if name not in ACTS or not chosen:
            toast(request, _("Choose some first."), error=True)
            return self.back()
        form_class, field, act = ACTS[name]
        form = form_class(chosen[0], request.user, {**request.POST.dict(), **({field: value} if field else {})})
        if form.is_valid():
            with refusals_on(form):
                self.do(act, chosen, form.cleaned_data)
        if form.errors:
            toast(request, " ".join(error for errors in form.errors.values() for error in errors), error=True)
        return self.back()

    def do(self, act, chosen, values):
        with transaction.atomic():  # the request is one batch
            for one in chosen:
                act(one, self.request.user, **values)
            count = len(chosen)
            toast(self.request, ngettext("%d item is changed.", "%d items are changed.", count) % count)

    def chosen(self):
        numbers = [number_in(text, digits=9) for text in self.request.POST.getlist("id")[:MOST]]
        seen = Feedback.objects.visible_to(self.request.user).of(self.product)
        found = list(seen.filter(number__in=[n for n in numbers if n is not None]).order_by("id"))
        for one in found:
            one.product = self.product
        return found

    def back(self):
        return redirect(reverse("feedback_list", args=[self.product.key]) + self.shelf.here)
