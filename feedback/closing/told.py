"""What people outside were told of an item: a line for each piece of news."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Max, Min, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject

from feedback.models import Feedback, News
from feedback.models.letter import NewsState, What

TURNS = Q(what=What.SHIPPED, state__in=[NewsState.SENT, NewsState.UNCLEAR])  # these stand among the messages


@dataclass(frozen=True)
class Told:
    """One piece of news, what became of its letters, to how many it went, and when the last of them did."""

    what: What
    state: NewsState
    count: int
    at: datetime

    @property
    def is_trouble(self):
        return self.state in (NewsState.FAILED, NewsState.UNCLEAR)


def of_outer_group():
    """The condition that a row is about the outer item, or one that was merged into it."""
    group = Feedback.objects.filter(Q(pk=OuterRef(OuterRef("pk"))) | Q(duplicate_of=OuterRef(OuterRef("pk"))))
    return Q(feedback__in=group.values("pk"))


def told_rows():
    """Of the outer item and those merged into it what was told, or is about to be; `told_of` reads it."""
    news = News.objects.filter(of_outer_group()).exclude(TURNS).order_by()
    told = news.exclude(state__in=[NewsState.DRAFT, NewsState.DROPPED]).values("what", "state")
    counted = told.annotate(
        count=Count("contact", distinct=True), at=Coalesce(Max("letter__sent_at"), Min("created_at"))
    )
    return ArraySubquery(counted.values(row=JSONObject(what="what", state="state", count="count", at="at")))


def told_of(feedback):
    """What was told of an item read with `told_rows`, oldest first."""
    rows = [
        Told(What(row["what"]), NewsState(row["state"]), row["count"], datetime.fromisoformat(row["at"]))
        for row in feedback.told_rows
    ]
    return sorted(rows, key=lambda row: row.at)
