"""How reviews appear in the REST API, and what may be sent."""

from rest_framework import serializers

from accounts.api.serializers import PersonShown
from accounts.api.views import person_of
from pmhub.lib.api.inputs import Choice, Input, Moment, Reference, Text, Whole
from pmhub.lib.api.schema import Shown
from requirements.api.serializers import Numbers
from requirements.models.agenda import NOTES_LENGTH
from requirements.models.attendance import Answer, Part
from requirements.models.decision import REASON_LENGTH, Measure, Verdict
from requirements.models.review import LONGEST
from requirements.models.silent_score import COMMENT_LENGTH
from requirements.reviewing.judging import judged, plain

STATES = [("planned", "planned"), ("open", "open"), ("closed", "closed")]


class AttendanceShown(serializers.Serializer):
    """Somebody who is invited; `attended` is null while nobody has noted it."""

    person = PersonShown()
    part = serializers.ChoiceField(Part.choices)
    answer = serializers.ChoiceField(Answer.choices, allow_blank=True)
    attended = serializers.BooleanField(allow_null=True)


class ReviewShown(Shown):
    """A meeting in which people judge requirements."""

    id = serializers.IntegerField()
    product = serializers.CharField(help_text="The product's key.")
    title = serializers.CharField()
    state = serializers.ChoiceField(STATES)
    starts_at = serializers.DateTimeField()
    time_zone = serializers.CharField(help_text="Where the start is meant, such as Asia/Shanghai.")
    minutes = serializers.IntegerField()
    place = serializers.CharField(allow_blank=True)
    link = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    items = serializers.IntegerField(help_text="How many requirements are on the agenda.")
    people = AttendanceShown(many=True)
    opened_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    lock_version = serializers.IntegerField()


class ReviewFields(Input):
    title = Text(max_length=200, allow_blank=False, trim_whitespace=True)
    starts_at = Moment()
    time_zone = Text(max_length=64, allow_blank=False, required=False, help_text="The product's, unless given.")
    minutes = Whole(min_value=5, max_value=LONGEST, required=False)
    place = Text(max_length=200, required=False)
    link = Text(max_length=500, required=False)
    note = Text(max_length=10_000, required=False)


class NewReview(ReviewFields):
    people = serializers.ListField(
        child=Reference(), max_length=100, required=False, help_text="Members who are invited as reviewers."
    )


class ScoreShownOnce(serializers.Serializer):
    """What one reviewer thinks."""

    reviewer = PersonShown()
    value = serializers.IntegerField(allow_null=True, min_value=1, max_value=5)
    drivers = Numbers()
    comment = serializers.CharField(allow_blank=True)
    submitted_at = serializers.DateTimeField()


class SpreadShown(serializers.Serializer):
    """How far apart the revealed scores of one thing lie; `driver` is null for the value from 1 to 5."""

    driver = serializers.CharField(allow_null=True)
    count = serializers.IntegerField()
    min = serializers.FloatField()
    median = serializers.FloatField()
    max = serializers.FloatField()
    deviation = serializers.FloatField(help_text="Standard deviation of the population.")
    wide = serializers.BooleanField(help_text="A quarter of a closed scale or more, half the mean of an open one.")


class ThresholdShown(serializers.Serializer):
    """From which figure on the requirement resurfaces."""

    measure = serializers.ChoiceField(Measure.choices)
    at_least = serializers.FloatField()


class DecisionShown(serializers.Serializer):
    """What a review decided; the newest about an item counts, the former ones stay."""

    id = serializers.IntegerField()
    requirement = serializers.CharField(help_text="Its key.")
    verdict = serializers.ChoiceField(Verdict.choices)
    reason = serializers.CharField(allow_blank=True)
    status = serializers.CharField(allow_null=True, help_text="To which it was moved; null where it stayed.")
    drivers = Numbers(help_text="The agreed scoring inputs that were written.")
    thresholds = ThresholdShown(many=True)
    by = PersonShown()
    created_at = serializers.DateTimeField()


class AgendaItemShown(Shown):
    """A requirement on an agenda. `scores` and `spread` are empty until they are revealed."""

    id = serializers.IntegerField()
    review = serializers.IntegerField()
    requirement = serializers.CharField(help_text="Its key.")
    title = serializers.CharField()
    position = serializers.IntegerField()
    minutes = serializers.IntegerField(allow_null=True)
    notes = serializers.CharField(allow_blank=True, max_length=NOTES_LENGTH)
    scored = serializers.IntegerField(help_text="How many reviewers have scored, silently or not.")
    revealed_at = serializers.DateTimeField(allow_null=True)
    scores = ScoreShownOnce(many=True)
    spread = SpreadShown(many=True)
    decision = DecisionShown(allow_null=True)


class NewItem(Input):
    requirement = Text(max_length=24, allow_blank=False, help_text="Its key.")


class ScoreFields(Input):
    value = Whole(min_value=1, max_value=5, allow_null=True, required=False)
    drivers = Numbers(required=False)
    comment = Text(max_length=COMMENT_LENGTH, required=False)


class Nothing(Input):
    """An empty object."""


class Thresholds(Input):
    score = serializers.FloatField(required=False, min_value=0, max_value=999_999_999)
    demand = serializers.FloatField(required=False, min_value=0, max_value=999_999_999)
    votes = Whole(required=False, min_value=1, max_value=2**31 - 1)


class NewDecision(Input):
    verdict = Choice(Verdict.choices)
    reason = Text(max_length=REASON_LENGTH, required=False, help_text="Needed unless it is accepted.")
    status = Reference(allow_null=True, required=False, help_text="The first of the verdict's kind, unless given.")
    drivers = Numbers(required=False, help_text="Scoring inputs to write.")
    thresholds = Thresholds(required=False)
    after = Whole(
        min_value=1, max_value=2**63 - 1, allow_null=True, required=False,
        help_text="The id of the latest decision you have read, to replace it.",
    )  # fmt: skip


class AttendedShown(serializers.Serializer):
    """One review that was held."""

    review = serializers.IntegerField()
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    invited = serializers.IntegerField()
    present = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True)


class AttendingShown(serializers.Serializer):
    """How many of the invited were present in a period, and the reviews behind it; `rate` is in per cent."""

    first = serializers.DateField()
    last = serializers.DateField()
    invited = serializers.IntegerField()
    present = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True)
    reviews = AttendedShown(many=True)


PLAIN = ("id", "title", "state", "starts_at", "time_zone", "minutes", "place", "link", "note", "opened_at", "closed_at",
         "created_at", "lock_version")  # fmt: skip


def review_shown(row):
    people = [
        {"person": person_of(one.user), "part": one.part, "answer": one.answer, "attended": one.attended}
        for one in row.people.all()
    ]
    return {**{name: getattr(row, name) for name in PLAIN}, "product": row.product.key, "people": people,
            "items": len(row.items.all())}  # fmt: skip


def score_shown(score):
    names = ("value", "drivers", "comment", "submitted_at")
    return {"reviewer": person_of(score.reviewer), **{name: getattr(score, name) for name in names}}


def decision_shown(row):
    return {
        "id": row.pk,
        "requirement": row.requirement.key,
        "verdict": row.verdict,
        "reason": row.reason,
        "status": row.status and row.status.name,
        "drivers": row.drivers,
        "thresholds": [{"measure": one.measure, "at_least": one.at_least} for one in row.thresholds.all()],
        "by": person_of(row.by),
        "created_at": row.created_at,
    }


def item_shown(row, model):
    scores = list(row.scores.all()) if row.revealed_at else []
    decisions = list(row.decisions.all())
    return {
        **{name: getattr(row, name) for name in ("id", "position", "minutes", "notes", "scored", "revealed_at")},
        "review": row.review_id,
        "requirement": row.requirement.key,
        "title": row.requirement.title,
        "scores": [score_shown(score) for score in scores],
        "spread": [spread_shown(one) for one in judged(scores, model)],
        "decision": decision_shown(decisions[0]) if decisions else None,
    }


def spread_shown(row):
    spread = row.spread
    return {
        "driver": row.name or None,
        "count": len(spread.values),
        "min": plain(spread.smallest),
        "median": plain(spread.median),
        "max": plain(spread.largest),
        "deviation": round(spread.deviation, 6),
        "wide": spread.is_wide,
    }
