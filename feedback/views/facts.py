"""The facts of an item that are chosen from a list: whose it is to do, its kind, its channel, its customer."""

from django.utils.translation import gettext_lazy as _

from feedback.forms.triaging import AssigneeForm, ChannelForm, KindForm, assignable
from feedback.operations import triaging
from feedback.operations.editing import edit
from feedback.views.decision import DecisionView


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

    said = _("The kind of %(key)s was changed.")

    def decide(self, kind):
        triaging.set_kind(self.feedback, by=self.request.user, kind=kind)


class ChannelView(DecisionView):
    form_class = ChannelForm

    said = _("The channel of %(key)s was changed.")

    def decide(self, channel):
        edit(self.feedback, by=self.request.user, channel=channel)


class CustomerView(DecisionView):
    part = "customer"

    said = _("The customer of %(key)s was changed.")

    def decide(self, customer):
        triaging.set_customer(self.feedback, by=self.request.user, customer=customer)
