"""The memory of decisions about requirements, as pages show it."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from requirements.models import AgendaItem, Decision, Resurfaced, Review
from requirements.models.decision import Measure, Verdict

MOST = 20
VERDICTS, MEASURES = dict(Verdict.choices), dict(Measure.choices)
DECISION = JSONObject(
    id="pk", verdict="verdict", reason="reason", by="by__name", at="created_at", review="item__review_id",
    title="item__review__title", item="item_id", status="status__name",
)  # fmt: skip
RESURFACED = JSONObject(
    id="pk", measure="threshold__measure", at_least="threshold__at_least", value="value", at="created_at",
    set_at="threshold__decision__created_at", reason="threshold__decision__reason",
)  # fmt: skip


def decision_rows():
    """As an array subquery of a requirement: its latest decisions, newest first."""
    rows = Decision.objects.filter(requirement=OuterRef("pk")).order_by("-id")
    return ArraySubquery(rows.values(row=DECISION)[:MOST])


def agenda_rows():
    """As an array subquery of a requirement: the reviews to come that have it on their agenda."""
    rows = AgendaItem.objects.filter(requirement=OuterRef("pk"), review__closed_at=None).order_by("review__starts_at")
    row = JSONObject(item="pk", review="review_id", title="review__title", at="review__starts_at")
    return ArraySubquery(rows.values(row=row)[:MOST])


def resurfaced_rows():
    """As an array subquery of a requirement: what it has passed and nobody has answered."""
    rows = Resurfaced.objects.unanswered().filter(requirement=OuterRef("pk"))
    return ArraySubquery(rows.values(row=RESURFACED)[:MOST])


def upcoming_rows():
    """As an array subquery of a requirement: reviews of its product onto whose agenda it can be put."""
    rows = Review.objects.filter(product=OuterRef("product"), closed_at=None).order_by("starts_at", "id")
    return ArraySubquery(rows.values(row=JSONObject(id="pk", title="title", at="starts_at"))[:MOST])


def moments(rows, *names):
    """Rows of JSON with times instead of texts under these names."""
    return [{**row, **{name: parse_datetime(row[name]) for name in names}} for row in rows]


def decided(rows):
    """Decisions as templates show them."""
    return [{**row, "label": VERDICTS.get(row["verdict"], "")} for row in moments(rows, "at")]


def resurfacings(rows):
    return [{**row, "label": MEASURES.get(row["measure"], "")} for row in moments(rows, "at", "set_at")]


def decided_before(item):
    """What other reviews decided about the requirement of this item."""
    rows = Decision.objects.filter(requirement=item.requirement_id).exclude(item=item).order_by("-id")
    return decided(rows.values_list(DECISION, flat=True)[:MOST]) if item.pk else []


def review_rows():
    """What a requirement's page shows of reviews, as annotations of its query."""
    return {
        "decision_rows": decision_rows(),
        "agenda_rows": agenda_rows(),
        "resurfaced_rows": resurfaced_rows(),
        "upcoming_rows": upcoming_rows(),
    }


def reviews_shown(requirement):
    """The same, as its templates read it."""
    on = {row["review"] for row in requirement.agenda_rows}
    return {
        "decisions": decided(requirement.decision_rows),
        "agendas": moments(requirement.agenda_rows, "at"),
        "resurfaced": resurfacings(requirement.resurfaced_rows),
        "upcoming": [row for row in moments(requirement.upcoming_rows, "at") if row["id"] not in on],
    }
