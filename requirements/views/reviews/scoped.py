"""What every page of one review shares."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic.base import View

from pmhub.lib.markdown import render
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.forms.reviews import AgendaForm, DecisionForm, NotesForm, ScoreForm
from requirements.models import Review
from requirements.reviewing.agenda import version_of
from requirements.reviewing.remembered import decided_before
from requirements.reviewing.room import Room

FORMS = {"score": ScoreForm, "decision": DecisionForm}


class FindReview(View):
    """Comes after ProductScoped: the product is known, the review is not yet."""

    def dispatch(self, request, *args, pk, **kwargs):
        self.pk = pk
        self.load()
        return super().dispatch(request, *args, **kwargs)

    def load(self):
        """Read the review as it is now."""
        seen = Review.objects.visible_to(self.request.user).of(self.product)
        self.review = get_object_or_404(seen.select_related("opened_by", "closed_by", "created_by"), pk=self.pk)
        self.review.product = self.product


class ReviewScoped(ProductScoped, FindReview):
    """A view below `/p/<key>/reviews/<pk>/`: the review, or 404 for those who may not know of it."""

    template_name = "reviews/room.html"
    item_pk = None  # the item that the page shows

    @property
    def url(self):
        return reverse("review", args=[self.product.key, self.review.pk])

    def context(self, **more):
        return super().context(review=self.review, url=self.url, **more)

    def show(self, *, status=200, **forms):
        """The meeting room, or all of its content for htmx, with forms that were refused."""
        room = Room(self.review, self.request.user, self.item_pk)
        context = {"room": room, "seen": version_of(self.review), **in_room(room, self.can, forms)}
        if self.request.htmx and not self.request.htmx.boosted:
            return self.fragment("room", status=status, **context)
        return self.page(status=status, **context)

    def saved(self, text="", *, undo=True):
        """The answer to a change: the room as it is now, with a message and the way back."""
        if text:
            toast(self.request, text, undo=undo)
        if not self.request.htmx:
            return redirect(f"{self.url}?item={self.item_pk}" if self.item_pk else self.url)
        self.load()
        return self.show()

    def attempt(self, act, text="", *, undo=True):
        """Perform `act()`; what it refuses stands above the room."""
        try:
            act()
        except ValidationError as error:
            self.load()
            return self.show(status=422, problems=error.messages)
        return self.saved(text, undo=undo)

    def away(self, address):
        """Leave for another page."""
        return HttpResponse(headers={"HX-Redirect": address}) if self.request.htmx else redirect(address)


class ItemScoped(ReviewScoped):
    """A view below `…/items/<item>/`."""

    def dispatch(self, request, *args, item, **kwargs):
        self.item_pk = item
        return super().dispatch(request, *args, **kwargs)

    def load(self):
        super().load()
        rows = self.review.items.select_related("requirement")
        self.item = get_object_or_404(rows, pk=self.item_pk)
        self.item.review, self.item.product = self.review, self.product


def in_room(room, can, forms):
    """The room's context: its texts and the forms that this person may fill in."""
    shown = {"problems": forms.get("problems", ()), "now": timezone.now()}
    if can.contribute and not room.review.closed_at:
        shown["agenda_form"] = forms.get("agenda") or AgendaForm(room.review, room.user)
    if not room.item:
        return shown
    requirement = room.item.requirement
    shown |= {
        "description": render(requirement.description) if requirement.description else "",
        "notes_html": render(room.item.notes) if room.item.notes else "",
        "before": decided_before(room.item),
        "drivers": [(driver, requirement.drivers.get(name)) for name, driver in room.model.inputs.items()],
    }
    if room.may_score:
        shown["score_form"] = forms.get("score") or ScoreForm(room)
    if can.contribute and not room.review.closed_at:
        shown["notes_form"] = forms.get("notes") or NotesForm(room.item)
    if can.manage and room.review.is_open:
        shown["decision_form"] = forms.get("decision") or DecisionForm(room)
    return shown
