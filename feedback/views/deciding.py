"""What people do with one item: each a POST of its own, with a page for those without script."""

import json

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views import View

from feedback.context import forget_to_do
from feedback.forms.triaging import AssigneeForm, ChannelForm, KindForm, OfItem, WaitingForm, assignable
from feedback.operations import answering, triaging
from feedback.operations.editing import edit
from feedback.operations.triaging import delete as delete_feedback
from feedback.views.reading import FORMS, reader
from feedback.views.scoped import FeedbackScoped
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast


class DecisionView(FeedbackScoped, View):
    """Takes one decision about an item. GET shows its form (`part`) in the item's page."""

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


class AcceptanceView(DecisionView):
    @property
    def said(self):
        return _("%(key)s is accepted.")

    def decide(self):
        triaging.accept(self.feedback, by=self.request.user)


class DuplicateView(DecisionView):
    part = "duplicate"

    def decide(self, of):
        triaging.mark_duplicate(self.feedback, by=self.request.user, of=of)
        self.of = of

    def told(self):
        return _("%(key)s is a duplicate of %(of)s.") % {"key": self.feedback.key, "of": self.of.key}


class DeclineView(DecisionView):
    part = "decline"

    @property
    def said(self):
        return _("%(key)s is declined.")

    def decide(self, decline_reason):
        triaging.decline(self.feedback, by=self.request.user, reason=decline_reason)


class SnoozeView(DecisionView):
    part = "snooze"

    def decide(self, until):
        self.until = until
        triaging.snooze(self.feedback, by=self.request.user, until=until)

    def told(self):
        day = date_format(timezone.localtime(self.until), "DATE_FORMAT")
        return _("%(key)s comes again on %(day)s.") % {"key": self.feedback.key, "day": day}


class WakingView(DecisionView):
    @property
    def said(self):
        return _("%(key)s is back.")

    def decide(self):
        triaging.wake(self.feedback, by=self.request.user)


class WaitingView(DecisionView):
    """Waits for the customer, or with `answered` no longer."""

    form_class = WaitingForm

    def decide(self, answered):
        self.answered = answered
        act = triaging.answered if answered else triaging.wait
        act(self.feedback, by=self.request.user)

    def told(self):
        text = _("%(key)s is ours again.") if self.answered else _("%(key)s waits for the customer.")
        return text % {"key": self.feedback.key}


class SolutionView(DecisionView):
    part = "solution"

    @property
    def said(self):
        return _("%(key)s is solved.")

    def decide(self, root_cause, solution):
        answering.solve(self.feedback, by=self.request.user, root_cause=root_cause, solution=solution)


class OpeningView(DecisionView):
    @property
    def said(self):
        return _("%(key)s is open again.")

    def decide(self):
        answering.reopen(self.feedback, by=self.request.user)


class AssigneeView(DecisionView):
    form_class = AssigneeForm

    def get(self, request):
        """The menu of those who can have it; it is filled when somebody opens it."""
        shown = {"people": assignable(self.product), "url": self.url}
        if not request.htmx:
            return self.whole(**shown)
        return self.fragment("people", template="feedback/_facts.html", feedback=self.feedback, **shown)

    def decide(self, to):
        self.to = to
        triaging.assign(self.feedback, by=self.request.user, to=to)

    def told(self):
        if self.to is None:
            return _("Nobody has %(key)s now.") % {"key": self.feedback.key}
        return _("%(name)s has %(key)s now.") % {"name": self.to.name, "key": self.feedback.key}


class KindView(DecisionView):
    form_class = KindForm

    @property
    def said(self):
        return _("The kind of %(key)s was changed.")

    def decide(self, kind):
        triaging.set_kind(self.feedback, by=self.request.user, kind=kind)


class ChannelView(DecisionView):
    form_class = ChannelForm

    @property
    def said(self):
        return _("The channel of %(key)s was changed.")

    def decide(self, channel):
        edit(self.feedback, by=self.request.user, channel=channel)


class CustomerView(DecisionView):
    part = "customer"

    @property
    def said(self):
        return _("The customer of %(key)s was changed.")

    def decide(self, customer):
        triaging.set_customer(self.feedback, by=self.request.user, customer=customer)


class RemoveFeedbackView(DecisionView):
    needs = "manage"

    @property
    def said(self):
        return _("%(key)s is in the trash.")

    def decide(self):
        delete_feedback(self.feedback, by=self.request.user)

    def done(self):
        toast(self.request, self.told())
        place = reverse("feedback_list", args=[self.product.key]) + self.shelf.here
        return redirect(place)
