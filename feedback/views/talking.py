"""The conversation about an item: replies to the customer and notes of the team."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from feedback.forms.editing import TurnForm
from feedback.models import Message
from feedback.operations import answering
from feedback.views.decision import DecisionView
from feedback.views.editing import EditorView


class MessagesView(DecisionView):
    part = "message"

    def decide(self, kind, body, waiting):
        self.kind = kind
        if kind == "note":
            answering.add_note(self.feedback, by=self.request.user, body=body)
        else:
            answering.reply(self.feedback, by=self.request.user, body=body, waiting=waiting)

    def told(self):
        if self.kind == "note":
            return _("Note added.")
        contact = self.feedback.contact
        return _("The reply goes out in half a minute.") if contact and contact.email else _("Reply written.")


class MessageView(EditorView):
    """One's own words in their editor, perhaps in two tabs at once."""

    def dispatch(self, request, *args, pk, **kwargs):
        self.pk, self.slot, self.place = pk, f"slot-turn-{pk}", f"messages/{pk}/"
        return super().dispatch(request, *args, **kwargs)

    def load(self):
        super().load()
        seen = Message.objects.visible_to(self.request.user).filter(feedback=self.feedback)
        self.turn = get_object_or_404(seen, pk=self.pk)
        self.turn.product = self.product
        if not answering.edit_message.policy(self.request.user, self.turn):
            raise PermissionDenied(_("Only its author edits it."))

    def form(self, data):
        words = self.turn.body
        return TurnForm(data, initial={"body": words, "read": words}, auto_id=f"turn-{self.pk}-%s")

    @property
    def texts(self):
        return {"body": self.turn.body}

    def write(self, form):
        body = form.cleaned_data["body"]
        answering.edit_message(self.turn, by=self.request.user, body=body, read=form.seen())

    def meet(self, form, error):
        form.overtaken("body", error.now)

    def told(self):
        return _("Saved.")
