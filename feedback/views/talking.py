"""The conversation about an item: replies to the customer and notes of the team."""

from django.utils.translation import gettext as _

from feedback.operations import answering
from feedback.views.deciding import DecisionView


class MessagesView(DecisionView):
    part = "message"

    def decide(self, kind, body, waiting):
        self.kind = kind
        if kind == "note":
            answering.add_note(self.feedback, by=self.request.user, body=body)
        else:
            answering.reply(self.feedback, by=self.request.user, body=body, waiting=waiting)

    def told(self):
        return _("Note added.") if self.kind == "note" else _("Reply written.")
