"""What becomes of an item."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from feedback.forms.triaging import WaitingForm
from feedback.operations import answering, triaging
from feedback.operations.triaging import delete as delete_feedback
from feedback.views.decision import DecisionView
from pmhub.lib.toasts import toast


class AcceptanceView(DecisionView):
    said = _("%(key)s is accepted.")

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

    said = _("%(key)s is declined.")

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
    said = _("%(key)s is back.")

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

    said = _("%(key)s is solved.")

    def decide(self, root_cause, solution):
        answering.solve(self.feedback, by=self.request.user, root_cause=root_cause, solution=solution)


class OpeningView(DecisionView):
    said = _("%(key)s is open again.")

    def decide(self):
        answering.reopen(self.feedback, by=self.request.user)


class RemoveFeedbackView(DecisionView):
    needs = "manage"

    said = _("%(key)s is in the trash.")

    def decide(self):
        delete_feedback(self.feedback, by=self.request.user)

    def done(self):
        toast(self.request, self.told())
        place = reverse("feedback_list", args=[self.product.key]) + self.shelf.here
        return redirect(place)
