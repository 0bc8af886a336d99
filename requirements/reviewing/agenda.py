"""The agenda of a review, read in a constant number of queries, and a name for its present state."""

from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from requirements.models import AgendaItem, Attendance, Decision, Review, SealedScore
from requirements.models.attendance import Part


def with_scored(items):
    """Agenda items with `scored`: how many of their reviewers have a score, silent or revealed."""
    reviewers = Attendance.objects.filter(review=OuterRef("item__review"), part=Part.REVIEWER).values("user")
    sealed = SealedScore.objects.filter(item=OuterRef("pk"), reviewer__in=reviewers).order_by()
    return items.annotate(scored=counted(sealed.values("item")))


def agenda_of(review):
    """The items of a review with what the agenda shows: how many scored, and the latest decision."""
    latest = Decision.objects.filter(item=OuterRef("pk")).order_by("-id")
    return (
        with_scored(AgendaItem.objects.filter(review=review))
        .select_related("requirement__status")
        .defer("requirement__description", "requirement__search")
        .annotate(verdict=Subquery(latest.values("verdict")[:1]))
        .order_by("position", "id")
    )


def counted(rows):
    """As a subquery: how many of these rows there are per row of the outer query, whose id they were grouped by."""
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def version_of(review):
    """A short name for what everybody sees in the room: it changes whenever something happens in it, undo included."""
    of_review = {"review": OuterRef("pk")}
    items = AgendaItem.objects.filter(**of_review).order_by().values("review")
    people = Attendance.objects.filter(**of_review).order_by().values("review")
    decisions = Decision.objects.filter(item__review=OuterRef("pk")).order_by().values("item__review")
    facts = (
        Review.objects.filter(pk=review.pk)
        .annotate(
            people_n=counted(people),
            items_n=counted(items),
            items_v=Coalesce(Subquery(items.annotate(n=Sum("lock_version")).values("n")), 0),
            decisions_n=counted(decisions),
        )
        .values_list("lock_version", "people_n", "items_n", "items_v", "decisions_n")
    )
    return "-".join(map(str, facts.get()))
