"""The conversation about an item: replies to the customer and notes of the team."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from feedback.forms.editing import TurnForm
from feedback.models import Message
from feedback.operations import answering
from feedback.operations.filing import draft_file
from feedback.views.decision import DecisionView
from feedback.views.editing import EditorView
from requirements.operations.attaching import largest_attachment


class MessagesView(DecisionView):
    """Takes a reply or a note. Its files are kept before anything else, so that a refused form has them still."""

    part = "message"
    largest_file = staticmethod(largest_attachment)

    def form(self, data):
        if data is None:
            return super().form(data)
        drafted, problems = self.drafted()
        data = data.copy()
        data.setlist("files", [*data.getlist("files"), *drafted])
        form = super().form(data)
        for problem in problems:
            form.add_error("files", problem)
        return form

    def drafted(self):
        """The names in the store of the files that came along, and what was said against others."""
        kept, problems = [], []
        for file in self.request.FILES.getlist("file"):
            try:
                kept.append(draft_file(self.feedback, file, by=self.request.user).storage)
            except ValidationError as error:
                problems.append(error)
        return kept, problems

    def decide(self, kind, body, waiting, files):
        self.kind = kind
        said = {"by": self.request.user, "body": body, "files": list(files)}
        if kind == "note":
            answering.add_note(self.feedback, **said)
        else:
            answering.reply(self.feedback, waiting=waiting, **said)

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
