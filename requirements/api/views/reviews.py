"""Reviews, their agendas, scores and decisions."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pmhub.lib.api.answers import created, fingerprint
from pmhub.lib.api.preconditions import derived
from pmhub.lib.api.problems import Problem, invalid_parameters
from pmhub.lib.api.queries import COUNTED, FIELDS
from pmhub.lib.api.views import Endpoint
from pmhub.lib.paging import Sort
from products.api.reach import product_named
from products.api.references import person_referred, referred
from products.api.things import Kind, Thing
from requirements.api import reviews as shapes
from requirements.api.references import requirement_referred
from requirements.models import AgendaItem, Attendance, Decision, Review, ScoringModel, SilentScore
from requirements.operations import judging, reviewing
from requirements.reviewing.agenda import with_scored
from requirements.reviewing.attending import Attending, day_of, usual_period
from requirements.reviewing.lists import rate


class ReviewKind(Kind):
    tag = "reviews"
    reads = shapes.ReviewShown
    address = "/api/v1/reviews/{}/"
    create, edit, remove = reviewing.schedule, reviewing.edit_review, reviewing.delete_review
    shown = staticmethod(shapes.review_shown)

    def rows(self, user):
        seen = Review.objects.visible_to(user)
        people = Attendance.objects.visible_to(user).select_related("user").order_by("pk")
        return seen.select_related("product").prefetch_related(Prefetch("people", people), "items")


class ReviewsView(ReviewKind, Endpoint):
    """The reviews of a product; POST plans one and invites people as reviewers."""

    listed = True
    query = {"get": COUNTED | FIELDS}
    writes = {"post": shapes.NewReview}

    def get(self, request, product):
        return self.page(request, self.rows(request.user).of(product_named(request.user, product)), Sort("id"))

    @transaction.atomic
    def post(self, request, product):
        home = product_named(request.user, product)
        self.may(reviewing.schedule, home)
        values = self.body()
        people = [person_referred("people", home, value, request.user) for value in values.pop("people", [])]
        review = reviewing.schedule(home, by=request.user, **values)
        if others := [person for person in people if person != request.user]:
            reviewing.invite(review, others, by=request.user)
        row = self.rows(request.user).get(pk=review.pk)
        return created(self.shown(row), self.address.format(row.pk), version=row.lock_version)


class ReviewView(ReviewKind, Thing):
    """One review. What has decided something cannot be deleted."""

    writes = {"patch": shapes.ReviewFields}


class OfReview(Endpoint):
    """Something below one review."""

    tag = "reviews"

    def review(self, pk):
        seen = Review.objects.visible_to(self.request.user)
        return get_object_or_404(seen.select_related("product"), pk=pk)


class ReviewOpenView(ReviewKind, OfReview):
    """Begin the meeting."""

    writes = {"post": shapes.Nothing}
    act = staticmethod(reviewing.open_review)

    def post(self, request, pk):
        review = self.review(pk)
        self.may(self.act, review)
        self.body()
        self.act(review, by=request.user)
        row = self.rows(request.user).get(pk=pk)
        return created(self.shown(row), self.address.format(pk), version=row.lock_version)


class ReviewCloseView(ReviewOpenView):
    """End the meeting: nothing on its agenda changes any more."""

    act = staticmethod(reviewing.close_review)


class ItemKind(Kind):
    tag = "reviews"
    reads = shapes.AgendaItemShown
    address = "/api/v1/agenda/{}/"
    remove = reviewing.remove_from_agenda

    def rows(self, user):
        seen = AgendaItem.objects.visible_to(user).select_related("product", "review__product", "requirement")
        scores = SilentScore.objects.visible_to(user).select_related("reviewer")
        decisions = decisions_of(user).order_by("-pk")
        return with_scored(seen).prefetch_related(Prefetch("scores", scores), Prefetch("decisions", decisions))

    def shown(self, row):
        models = self.__dict__.setdefault("models", {})
        if row.product_id not in models:
            models[row.product_id] = ScoringModel.of_product(row.product)
        return shapes.item_shown(row, models[row.product_id])

    def version(self, row):
        return fingerprint(self.shown(row))


def decisions_of(user):
    rows = Decision.objects.visible_to(user).select_related("requirement", "status", "by")
    return rows.prefetch_related("thresholds")


class AgendaView(ItemKind, OfReview):
    """What is on the agenda of a review; POST puts a requirement at its end."""

    listed = True
    query = {"get": COUNTED | FIELDS}
    writes = {"post": shapes.NewItem}

    def get(self, request, pk):
        return self.page(request, self.rows(request.user).filter(review=self.review(pk)), Sort("position"))

    @transaction.atomic
    def post(self, request, pk):
        review = self.review(pk)
        self.may(reviewing.add_to_agenda, review)
        requirement = requirement_referred("requirement", review.product, self.body()["requirement"], request.user)
        if not reviewing.add_to_agenda(review, [requirement], by=request.user):
            raise Problem("conflict", _("%s is on the agenda already.") % requirement.key)
        row = self.rows(request.user).get(review=review, requirement=requirement)
        return created(self.shown(row), self.address.format(row.pk), version=self.version(row))


class AgendaItemView(ItemKind, Thing):
    """One agenda item: its scores once they are revealed, how far apart they lie, and the decision."""

    http_method_names = ["get", "head", "delete"]


class OfItem(ItemKind, Endpoint):
    """Something below one agenda item."""

    def find(self, pk):
        return get_object_or_404(self.rows(self.request.user), pk=pk)


class OwnScoreView(OfItem):
    """Your own silent score, which nobody else sees before the reveal; POST gives or changes it."""

    reads = shapes.ScoreShownOnce
    writes = {"post": shapes.ScoreFields}
    versioned = True

    def get(self, request, pk):
        own = self.find(pk).sealed.filter(reviewer=request.user).first()
        if own is None:
            raise Http404
        return derived(request, shapes.score_shown(own))

    def post(self, request, pk):
        item = self.find(pk)
        self.may(judging.score_item, item)
        score = judging.score_item(item, by=request.user, **self.body())
        shown = shapes.score_shown(score)
        return created(shown, f"/api/v1/agenda/{pk}/score/", version=fingerprint(shown))


class RevealView(OfItem):
    """Show all silent scores to everybody."""

    writes = {"post": shapes.Nothing}

    def post(self, request, pk):
        item = self.find(pk)
        self.may(judging.reveal, item)
        self.body()
        judging.reveal(item, by=request.user)
        row = self.find(pk)
        return created(self.shown(row), self.address.format(pk), version=self.version(row))


class DecisionsView(OfItem):
    """What was decided about an item, oldest first; the last one counts. POST decides.

    When somebody else has decided meanwhile, 409: read their decision and name it in `after` to replace it.
    """

    listed = True
    reads = shapes.DecisionShown
    query = {"get": COUNTED | FIELDS}
    writes = {"post": shapes.NewDecision}

    def get(self, request, pk):
        item = self.find(pk)
        self.shown = shapes.decision_shown
        return self.page(request, decisions_of(request.user).filter(item=item), Sort("id"))

    @transaction.atomic
    def post(self, request, pk):
        item = self.find(pk)
        self.may(judging.decide, item)
        values = self.body()
        try:
            decision = judging.decide(item, self.terms(item, values), by=request.user, after=values.get("after"))
        except ValidationError as error:
            if getattr(error, "code", None) != "decided":
                raise
            raise Problem("conflict", error.messages[0]) from None
        shown = shapes.decision_shown(decisions_of(request.user).get(pk=decision.pk))
        return created(shown, f"/api/v1/agenda/{pk}/decisions/", version=fingerprint(shown))

    def terms(self, item, values):
        status = referred("status", item.product.statuses.all(), values.get("status"), text="name__iexact")
        thresholds = {name: Decimal(str(figure)) for name, figure in (values.get("thresholds") or {}).items()}
        drivers = values.get("drivers") or {}
        return judging.Terms(values["verdict"], values.get("reason", ""), status, drivers, thresholds)


class AttendanceView(Endpoint):
    """Attendance of a product's reviews in a period (K13): invited, present, and the reviews behind the figures."""

    tag = "reviews"
    reads = shapes.AttendingShown
    versioned = True
    query = {
        "get": {
            "from": ({"type": "string", "format": "date"}, "The first day, in the product's time zone."),
            "to": ({"type": "string", "format": "date"}, "The last day."),
        }
    }

    def get(self, request, product):
        home = product_named(request.user, product)
        first, last = usual_period(home)
        first, last = self.day("from", first), self.day("to", last)
        if first > last:
            raise invalid_parameters({"to": _("The period ends before it begins.")})
        attending = Attending.of(home, request.user, first, last)
        return derived(
            request,
            {
                **{name: getattr(attending, name) for name in ("first", "last", "invited", "present", "rate")},
                "reviews": [attended(review) for review in attending.reviews],
            },
        )

    def day(self, name, otherwise):
        text = self.params.get(name, "")
        try:
            return day_of(text) if name in self.params else otherwise
        except ValueError:
            raise invalid_parameters({name: _("Enter a day like 2026-12-31.")}) from None


def attended(review):
    return {
        "review": review.pk,
        "title": review.title,
        "starts_at": review.starts_at,
        "invited": review.invited_count,
        "present": review.present_count,
        "rate": rate(review.present_count, review.invited_count),
    }
