"""What is done before a review: its agenda and its invitations."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from accounts.models import User
from pmhub.lib.forms import refusals_on
from pmhub.lib.texts import number_in
from pmhub.lib.toasts import toast
from requirements.forms.reviews import AgendaForm, InviteForm, ReviewForm
from requirements.operations import reviewing
from requirements.reviewing.agenda import agenda_of
from requirements.views.reviews.scoped import ItemScoped, ReviewScoped


class Preparing(ReviewScoped):
    """Mixin: answers with the page on which a review is prepared, or with the room where the form stood there."""

    def prepared(self, *, status=200, **forms):
        self.load()
        user, review = self.request.user, self.review
        context = {
            "form": forms.get("facts") or ReviewForm(self.product, review=review),
            "items": list(agenda_of(review)),
            "people": list(review.people.select_related("user")),
            "agenda_form": forms.get("agenda") or AgendaForm(review, user),
            "invite_form": forms.get("invite") or InviteForm(review),
            "problems": forms.get("problems", ()),
        }
        return self.page(template="reviews/prepare.html", status=status, **context)

    def change(self, act, text="", *, at):
        """Perform `act()` and go back to preparing, `at` what was used; a refusal stands above it."""
        try:
            act()
        except ValidationError as error:
            return self.prepared(status=422, problems=error.messages)
        if text:
            toast(self.request, text)
        return self.back(at)

    def back(self, at):
        """To the element of preparing with the id `at`: the browser gives it the focus."""
        return redirect(f"{reverse('review_edit', args=[self.product.key, self.review.pk])}#{at}")


class EditReviewView(Preparing, View):
    """Prepares a review: its facts, its agenda, who is invited."""

    needs = "manage"

    def get(self, request):
        return self.prepared()

    def post(self, request):
        form = ReviewForm(self.product, request.POST)
        if form.is_valid():
            with refusals_on(form):
                reviewing.edit_review(self.review, by=request.user, **form.cleaned_data)
                toast(request, _("“%s” is saved.") % self.review.title)
                return redirect("review", self.product.key, self.review.pk)
        return self.prepared(status=422, facts=form)


class AgendaView(Preparing, View):
    """Puts one more requirement on the agenda, from the room or while preparing."""

    needs = "contribute"

    def post(self, request):
        form = AgendaForm(self.review, request.user, request.POST)
        added = []
        if form.is_valid():
            with refusals_on(form):
                target = form.cleaned_data["target"]
                added = reviewing.add_to_agenda(self.review, [target], by=request.user)
        if request.htmx or request.POST.get("from") == "room":
            return (
                self.show(status=422, agenda=form) if form.errors else self.saved(said(form, added), undo=bool(added))
            )
        if form.errors:
            return self.prepared(status=422, agenda=form)
        toast(request, said(form, added), undo=bool(added))
        return self.back(form["target"].id_for_label)  # where the next one is typed


def said(form, added):
    key = form.cleaned_data["target"].key
    return _("%s is on the agenda.") % key if added else _("%s is on the agenda already.") % key


class InviteView(Preparing, View):
    """Invites members of the product."""

    needs = "manage"

    def post(self, request):
        form = InviteForm(self.review, request.POST)
        if form.is_valid():
            with refusals_on(form):
                people, part = list(form.cleaned_data["people"]), form.cleaned_data["part"]
                reviewing.invite(self.review, people, by=request.user, part=part)
                text = ngettext("%d person is invited.", "%d people are invited.", len(people)) % len(people)
                toast(request, text, undo=bool(people))
                return self.back("people-title")
        return self.prepared(status=422, invite=form)


class UninviteView(Preparing, View):
    needs = "manage"

    def post(self, request, person):
        row = get_object_or_404(self.review.people.select_related("user"), pk=person)
        row.review, row.product = self.review, self.product
        return self.change(
            lambda: reviewing.uninvite(row, by=request.user), _("%s is no longer invited.") % row.user.name,
            at="people-title",
        )  # fmt: skip


class MoveItemView(Preparing, ItemScoped, View):
    needs = "manage"

    def post(self, request):
        places = {"up": -1, "down": 1}.get(request.POST.get("move"), 0)
        order = list(agenda_of(self.review).values_list("pk", flat=True))
        to = max(0, min(len(order) - 1, order.index(self.item.pk) + places))
        button = "down" if to == 0 or (places > 0 and to < len(order) - 1) else "up"  # the one at an end does nothing
        return self.change(
            lambda: reviewing.move_item(self.item, by=request.user, places=places), at=f"{button}-{self.item.pk}"
        )


class ItemMinutesView(Preparing, ItemScoped, View):
    needs = "manage"

    def post(self, request):
        text = request.POST.get("minutes", "").strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 4):
            return self.prepared(status=422, problems=[_("Enter minutes as a whole number.")])
        minutes = int(text) if text else None
        return self.change(
            lambda: reviewing.set_minutes(self.item, by=request.user, minutes=minutes), at=f"minutes-{self.item.pk}"
        )


class RemoveItemView(Preparing, ItemScoped, View):
    needs = "manage"

    def post(self, request):
        key = self.item.requirement.key
        return self.change(
            lambda: reviewing.remove_from_agenda(self.item, by=request.user), _("%s is off the agenda.") % key,
            at="agenda-title",
        )  # fmt: skip


class AttendanceView(ReviewScoped, View):
    """Notes who was there."""

    needs = "manage"

    def post(self, request):
        chosen = [pk for pk in map(number_in, request.POST.getlist("present")) if pk is not None]
        present = list(User.objects.filter(pk__in=chosen))
        return self.attempt(
            lambda: reviewing.mark_attendance(self.review, present, by=request.user), _("Attendance is noted.")
        )


class AnswerView(ReviewScoped, View):
    """Answers one's own invitation."""

    def post(self, request):
        own = get_object_or_404(self.review.people.all(), user=request.user)
        own.review, own.product = self.review, self.product
        given = request.POST.get("answer", "")
        return self.attempt(lambda: reviewing.answer(own, by=request.user, answer=given), _("Thank you."), undo=False)
