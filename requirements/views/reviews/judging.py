"""What is done with the item on the table: scores, reveal, notes, decision."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from requirements.forms.reviews import DecisionForm, NotesForm, ScoreForm
from requirements.operations import judging
from requirements.operations.authoring import Stale
from requirements.reviewing.room import Room
from requirements.views.reviews.scoped import ItemScoped


class ScoreView(ItemScoped, View):
    """One's own silent score."""

    def post(self, request):
        if not judging.score_item.policy(request.user, self.item):
            raise PermissionDenied(_("Only people who are invited as reviewers score."))
        if "withdraw" in request.POST:
            text = _("Your score is taken back.")
            return self.attempt(lambda: judging.withdraw_score(self.item, by=request.user), text, undo=False)
        form = ScoreForm(Room(self.review, request.user, self.item.pk), request.POST)
        if form.is_valid():
            with refusals_on(form):
                judging.score_item(self.item, by=request.user, **form.given())
        self.load()
        if form.errors:
            return self.show(status=422, score=form, problems=() if self.room_is_silent() else form.non_field_errors())
        return self.saved(_("Your score is sealed: nobody sees it before the reveal."), undo=False)

    def room_is_silent(self):
        """Whether the form is still there to say itself what was wrong with it."""
        return self.item.revealed_at is None and not self.review.closed_at and not self.item.decisions.exists()


class RevealView(ItemScoped, View):
    """Shows all silent scores."""

    needs = "manage"

    def post(self, request):
        return self.attempt(lambda: judging.reveal(self.item, by=request.user), _("The scores are revealed."))


class NotesView(ItemScoped, View):
    """What was said."""

    needs = "contribute"

    def post(self, request):
        form = NotesForm(self.item, request.POST)
        if form.is_valid():
            try:
                with refusals_on(form):
                    judging.write_notes(self.item, by=request.user, **form.cleaned_data)
            except Stale:
                self.load()
                form.data = form.data | {"read": judging.version_of(self.item.notes)}
                form.add_error(
                    "notes",
                    _("Somebody has changed the notes meanwhile: they stand above. Saving again replaces them."),
                )
        self.load()
        return self.show(status=422, notes=form) if form.errors else self.saved(_("The notes are saved."))


class DecideView(ItemScoped, View):
    """Decides."""

    needs = "manage"

    def post(self, request):
        form = DecisionForm(Room(self.review, request.user, self.item.pk), request.POST)
        if form.is_valid():
            with refusals_on(form):
                after = form.cleaned_data["after"]
                judging.decide(self.item, form.terms(), by=request.user, after=after)
        self.load()
        if form.errors:
            return self.show(status=422, decision=form, problems=form.non_field_errors())
        return self.saved(_("%s is decided.") % self.item.requirement.key)
