"""Reviews as lists show them, read in a constant number of queries."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from requirements.models import AgendaItem, Attendance, Decision
from requirements.models.attendance import Answer, Part
from requirements.reading import faces
from requirements.reviewing.agenda import counted

FACES = 6  # shown in a list
ANSWERS, PARTS = dict(Answer.choices), dict(Part.choices)


def told(reviews):
    """Reviews of `reviews_with_counts` with what a row says in words: faces, answer, part, rate."""
    for review in reviews:
        review.faces = faces([{**row, "outside": False} for row in review.people_rows[:FACES]])
        review.more_people = max(0, len(review.people_rows) - FACES)
        review.answer_label, review.part_label = ANSWERS.get(review.answer, ""), PARTS.get(review.part, "")
        review.rate = rate(review.present_count, review.invited_count)
    return reviews


def rate(present, invited):
    """In per cent with one decimal; None where nobody was invited."""
    return round(100 * present / invited, 1) if invited else None


def reviews_with_counts(reviews, user):
    """Reviews as lists show them: agenda, invitations, presence, and what this person has to do with them."""
    people = Attendance.objects.filter(review=OuterRef("pk")).order_by().values("review")
    items = AgendaItem.objects.filter(review=OuterRef("pk")).order_by().values("review")
    decided = items.filter(Exists(Decision.objects.filter(item=OuterRef("pk"))))
    mine = Attendance.objects.filter(review=OuterRef("pk"), user=user)
    names = Attendance.objects.filter(review=OuterRef("pk")).order_by("user__name")

    return reviews.annotate(
        item_count=counted(items),
        decided_count=counted(decided),
        invited_count=counted(people),
        present_count=counted(people.filter(attended=True)),
        answer=Subquery(mine.values("answer")[:1]),
        part=Subquery(mine.values("part")[:1]),
        people_rows=ArraySubquery(
            names.values(row=JSONObject(id="user_id", name="user__name", attended="attended", part="part"))
        ),
    )
