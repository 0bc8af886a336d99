"""What people outside were told of an item: a line for each piece of news."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce

from feedback.models import News
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


def told_of(feedback, user):
    """What was told, or is about to be, of an item and those merged into it, oldest first; one query."""
    group = Q(feedback=feedback) | Q(feedback__duplicate_of=feedback)
    news = News.objects.visible_to(user).filter(group).exclude(TURNS)
    seen = news.exclude(state__in=[NewsState.DRAFT, NewsState.DROPPED]).order_by()
    told = seen.values_list("what", "state").annotate(
        people=Count("contact", distinct=True), at=Coalesce(Max("letter__sent_at"), Min("created_at"))
    )
    rows = [Told(What(what), NewsState(state), people, at) for what, state, people, at in told]
    return sorted(rows, key=lambda row: row.at)
