"""What hangs on an item: what it speaks for, who votes for it, and what is part of it."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.api.views import person_of
from feedback.api.rows import named, shown
from feedback.api.serializers import feedback as serializers
from feedback.api.views.feedback import found, location_of
from feedback.models import Contact, Evidence, Feedback, Vote
from feedback.models.evidence import Importance
from feedback.operations import linking, merging, voting
from pmhub.lib.api.answers import answer, created, fingerprint, nothing
from pmhub.lib.api.problems import invalid_fields
from pmhub.lib.api.queries import PAGES, listing, page_of
from pmhub.lib.api.views import Endpoint
from pmhub.lib.paging import Sort
from products.api.references import referred
from requirements.api.references import requirement_referred


class Parts(Endpoint):
    """All of one kind that hang on one item."""

    tag = "feedback"
    listed = True
    query = {"get": PAGES}

    def page(self, rows):
        page = page_of(self.request, rows, Sort("id"), self.params)
        return listing(self.request, page, [self.part(row) for row in page.items])

    def made(self, row, address):
        return created(self.part(row), address, version=fingerprint(self.part(row)))


class FeedbackEvidenceListView(Parts):
    reads = serializers.EvidenceShown
    writes = {"post": serializers.NewEvidence}

    def part(self, row):
        return {
            "id": row.pk,
            "requirement": row.requirement.key,
            "passage": row.passage,
            "start": row.start,
            "importance": row.importance,
            "by": person_of(row.by),
            "at": row.at,
        }

    def get(self, request, feedback):
        """What an item, and what was merged into it, speaks for."""
        seen = Feedback.objects.visible_to(request.user).in_group_of(found(request.user, feedback))
        return self.page(Evidence.objects.filter(feedback__in=seen).select_related("requirement", "by"))

    def post(self, request, feedback):
        """Let an item, or a passage of it, speak for a requirement."""
        row = found(request.user, feedback)
        self.may(linking.link, row)
        values = {"importance": Importance.NICE, **self.body()}
        target = requirement_referred("requirement", row.product, values.pop("requirement"), request.user)
        evidence = linking.link(row, target, by=request.user, **values)
        evidence.refresh_from_db()
        return self.made(evidence, f"{location_of(row)}evidence/{evidence.pk}/")


class FeedbackEvidenceView(Endpoint):
    tag = "feedback"

    def delete(self, request, feedback, pk):
        """Take back that a passage speaks for a requirement."""
        row = found(request.user, feedback)
        self.may(linking.unlink, row)
        linking.unlink(get_object_or_404(row.evidence, pk=pk), by=request.user)
        return nothing()


class FeedbackVotesView(Parts):
    reads = serializers.VoteShown
    writes = {"post": serializers.NewVote}

    def part(self, row):
        return {"id": row.pk, "contact": named(row.contact), "feedback": row.feedback.key, "created_at": row.created_at}

    def get(self, request, feedback):
        """Who wants the same: the votes for an item and for what was merged into it."""
        seen = Feedback.objects.visible_to(request.user).in_group_of(found(request.user, feedback))
        return self.page(Vote.objects.filter(feedback__in=seen).select_related("contact", "feedback"))

    def post(self, request, feedback):
        """Vote for a contact. A second vote changes nothing."""
        row = found(request.user, feedback)
        self.may(voting.vote, row)
        people = Contact.objects.visible_to(request.user).of(row.product).filter(erased_at=None)
        contact = referred("contact", people, self.body()["contact"])
        voting.vote(row, contact, by=request.user)
        given = row.vote_set.select_related("contact", "feedback").get(contact=contact)
        return self.made(given, f"{location_of(row)}votes/{contact.pk}/")


class FeedbackVoteView(Endpoint):
    tag = "feedback"

    def delete(self, request, feedback, pk):
        """Take back the vote of the contact with this id."""
        row = found(request.user, feedback)
        self.may(voting.take_vote_back, row)
        contact = get_object_or_404(Contact.objects.visible_to(request.user).of(row.product), pk=pk)
        voting.take_vote_back(row, contact, by=request.user)
        return nothing()


class FeedbackMergeView(Endpoint):
    tag = "feedback"
    reads = serializers.FeedbackShown
    writes = {"post": serializers.NewMerge}

    @transaction.atomic
    def post(self, request, feedback):
        """Merge other items of the product into this one: all of them or none."""
        into = found(request.user, feedback)
        self.may(merging.merge, into)
        keys = list(dict.fromkeys(self.body()["keys"]))
        others = list(Feedback.objects.visible_to(request.user).of(into.product).filter(key__in=keys))
        if missing := set(keys) - {other.key for other in others}:
            raise invalid_fields({"keys": [_("There is no “%s” in this product.") % sorted(missing)[0]]})
        merging.merge(into, others, by=request.user)
        return answer(shown(found(request.user, feedback)))

    def delete(self, request, feedback):
        """Take back that this item was merged: it is what it was before."""
        row = found(request.user, feedback)
        self.may(merging.take_back, row)
        merging.take_back(row, by=request.user)
        return nothing()
