"""The same decision about the ticked items, or about all that the list finds: one batch, one undo."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from changes.models import Change
from feedback.context import forget_to_do
from feedback.forms.bulk import ACTS, LABELS, form_of_many, values_of
from feedback.forms.triaging import assignable
from feedback.operations import bulk
from feedback.views.scoped import InboxScoped
from feedback.views.shelves import ROWS
from pmhub.lib.forms import refusals_on
from pmhub.lib.texts import number_in
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.models import BulkEdit
from requirements.operations.carrying_out import cancel
from requirements.views.bulk import away

AT_ONCE = 1_000  # more than these a worker decides about, part by part
NAMED = 5  # so many of those left as they were are named in the message
REFRESH = '{"feedback:changed": {}}'


class BulkView(InboxScoped, View):
    """A button says `act` or `act:value`; a tick says the number of an item and the version of it that was seen.

    Whoever cannot take the decision is left as it was, counted and named.
    """

    needs = "contribute"

    def get(self, request):
        """How many there are in all, where they are more than a page; or the menu of those who can have them."""
        if request.GET.get("menu") == "people":
            return render(request, "feedback/_bulk.html#people", self.context(people=assignable(self.product)))
        found = self.shelf.found.order_by()
        count = found[: bulk.MOST + 1].count()
        context = {"count": min(count, bulk.MOST), "more": count > bulk.MOST, "offered": count > ROWS}
        return render(request, "feedback/_bulk.html#everything", context)

    def post(self, request):
        name, _colon, value = request.POST.get("act", "").partition(":")
        act, every = ACTS.get(name), request.POST.get("all") == "1"
        if every and (problems := self.shelf.asked.problems):
            return self.refused(" ".join(map(str, problems)))
        chosen = self.everything() if every else self.ticked()
        if act is None or not chosen:
            return self.refused(_("Choose some first."))
        data = {**request.POST.dict(), **({act.field: value} if act.field else {})}
        form = form_of_many(self.product, request.user, act, data)
        if form.is_valid():
            with refusals_on(form):
                if AT_ONCE < len(chosen) <= bulk.MOST:
                    return self.begun(name, chosen, {field: data[field] for field in form.fields if field in data})
                return self.done(act.perform(self.product, chosen, by=request.user, **values_of(form)))
        if form.fields and not act.field and not request.htmx:
            return self.asks(name, chosen, every, form)
        return self.refused(" ".join(error for errors in form.errors.values() for error in errors))

    def asks(self, name, chosen, every, form):
        """Without script: what the decision needs to know besides, on a page of its own; or what was refused."""
        said = not form.fields.keys().isdisjoint(self.request.POST)
        if not said:
            form = form_of_many(self.product, self.request.user, ACTS[name], None)
        shown = {"name": name, "label": LABELS[name], "chosen": chosen, "every": every, "form": form}
        status, ticks = (422 if said else 200), self.request.POST.getlist("id")
        return self.page(template="feedback/bulk_asks.html", status=status, ticks=ticks, **shown)

    def everything(self):
        """The numbers of all that the list finds."""
        numbers = self.shelf.found.order_by("pk").values_list("number", flat=True)
        return dict.fromkeys(numbers[: bulk.MOST + 1])

    def ticked(self):
        """The numbers of what is ticked, with the versions that were seen."""
        pairs = [text.partition("-") for text in self.request.POST.getlist("id")]
        read = [(number_in(number, digits=9), number_in(version, digits=9)) for number, _dash, version in pairs]
        return {number: version for number, version in read if number is not None}

    def begun(self, name, chosen, data):
        """Very many: the page that shows how far it has come."""
        job = bulk.begin(self.product, chosen, by=self.request.user, act=name, data=data)
        return away(self.request, reverse("feedback_bulk_job", args=[self.product.key, job.pk]))

    def done(self, many):
        text = ngettext("%d item is changed.", "%d items are changed.", many.changed) % many.changed
        if many.left:
            named = _(", ").join(f"{key} ({why})" for key, why in list(many.left.items())[:NAMED])
            more = "…" if len(many.left) > NAMED else ""
            left = ngettext("%d is left as it was:", "%d are left as they were:", len(many.left)) % len(many.left)
            text = f"{text} {left} {named}{more}"
        return self.answer_with(text, undo=many.changed > 0)

    def refused(self, text):
        return self.answer_with(text, error=True)

    def answer_with(self, text, *, undo=True, error=False):
        """The message; the list shows itself anew, and what was refused can be tried again."""
        toast(self.request, text, undo=undo, error=error)
        forget_to_do(self.product.key, self.request.user)
        if not self.request.htmx:
            return redirect(reverse("feedback_list", args=[self.product.key]) + self.shelf.here)
        if error:
            return HttpResponse(status=422)
        return HttpResponse(status=204, headers={"HX-Trigger": REFRESH})


class BulkJobView(ProductScoped, View):
    """How far a decision about very many items has come; the page may be left.

    Whoever decides about feedback in the product may look; who began it may stop it.
    """

    template_name = "feedback/bulk_job.html"
    needs = "contribute"

    def get(self, request, pk):
        job = self.job(pk)
        shown = {
            "job": job,
            "act": LABELS[job.part.partition(".")[2]],
            "undone": self.is_undone(job),
            "is_own": job.by_id == request.user.pk,
        }
        return self.fragment("progress", **shown) if request.htmx else self.page(section="feedback", **shown)

    def post(self, request, pk):
        cancel(self.job(pk), by=request.user)
        return redirect("feedback_bulk_job", self.product.key, pk)

    def is_undone(self, job):
        return not job.is_waiting and Change.objects.visible_to(self.request.user).is_undone(job.batch)

    def job(self, pk):
        seen = BulkEdit.objects.visible_to(self.request.user).of(self.product).select_related("by")
        return get_object_or_404(seen.filter(part__startswith=f"{bulk.PART}."), pk=pk)
