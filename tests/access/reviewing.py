"""The things of reviews that URLs name, for the access table."""

from datetime import UTC, datetime

from requirements.models import Resurfaced
from requirements.operations.authoring import edit
from requirements.operations.judging import Terms, decide
from requirements.operations.resurfacing import resurface
from requirements.operations.reviewing import add_to_agenda, invite, open_review, schedule

TITLE = "Secret sprint review"


def reviewed(requirement, declined, people):
    """A review that is under way, with `requirement` on its agenda, and `declined` resurfaced from it."""
    by = people.manager
    review = schedule(requirement.product, by=by, title=TITLE, starts_at=datetime(2026, 12, 1, 6, 30, tzinfo=UTC))
    invited = invite(review, [people.engineer], by=by)[0]
    item, other = add_to_agenda(review, [requirement, declined], by=by)
    open_review(review, by=by)
    decision = decide(other, Terms("decline", "Not now", thresholds={"votes": 2}), by=by)
    edit(declined, by=by, votes=3)
    resurface()
    return {
        "review": review, "item": item, "invited_person": invited, "decision": decision,
        "resurfaced": Resurfaced.objects.get(),
    }  # fmt: skip
