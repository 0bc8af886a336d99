"""The conversation about an item: replies to the customer and notes of the team."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from feedback.forms.triaging import TurnForm
from feedback.models import Message
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


class MessageView(DecisionView):
    """One's own words in their editor."""

    form_class = TurnForm

    def dispatch(self, request, *args, pk, **kwargs):
        self.pk = pk
        return super().dispatch(request, *args, **kwargs)

    def load(self):
        super().load()
        seen = Message.objects.visible_to(self.request.user).filter(feedback=self.feedback)
        self.turn = get_object_or_404(seen, pk=self.pk)
        self.turn.product = self.product
        if not answering.edit_message.policy(self.request.user, self.turn):
            raise PermissionDenied(_("Only its author edits it."))

    def get(self, request):
        return self.editor(self.form_class(self.feedback, request.user, initial={"body": self.turn.body}))

    def refused(self, form):
        return self.editor(form, status=422)

    def editor(self, form, *, status=200):
        shown = {"form": form, "turn": self.turn, "feedback": self.feedback, "url": self.url}
        if not self.request.htmx:
            return self.page(template="feedback/message.html", status=status, **shown)
        response = self.fragment("editor", template="feedback/message.html", status=status, **shown)
        if status == 422:
            response["HX-Retarget"], response["HX-Reswap"] = f"#slot-turn-{self.pk}", "innerHTML"
        return response

    def form(self, data):
        return self.form_class(self.feedback, self.request.user, data)

    def decide(self, body):
        answering.edit_message(self.turn, by=self.request.user, body=body)

    def told(self):
        return _("Saved.")
