"""What the meeting room of a review shows, read in a constant number of queries."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _

from pmhub.lib.spread import Spread
from requirements.models import (
    AgendaItem,
    Attendance,
    Criterion,
    Decision,
    Requirement,
    Review,
    ScoringModel,
    SealedScore,
)
from requirements.models.attendance import Answer, Part
from requirements.models.decision import Verdict
from requirements.reading import faces

SHORT = 10  # steps of a scale that are all named
BASE = 42  # the line on which the dots of a picture stand, in its units
VERDICTS, ANSWERS, PARTS = dict(Verdict.choices), dict(Answer.choices), dict(Part.choices)
FACES = 6  # shown in a list


@dataclass
class Judged:
    """The revealed estimates of one thing: the value, or one driver. `cells` are by reviewer, None where missing."""

    name: str
    title: str
    spread: Spread
    labels: list
    hues: list
    cells: list

    def dots(self):
        return self.spread.dots(self.labels, self.hues, base=BASE)

    def median_at(self):
        return self.spread.place(self.spread.median)

    @property
    def median(self):
        return figure(self.spread.median)

    @property
    def smallest(self):
        return figure(self.spread.smallest)

    @property
    def largest(self):
        return figure(self.spread.largest)

    @property
    def deviation(self):
        return figure(self.spread.deviation)

    def ticks(self):
        """What stands below the scale: `(x in per cent, number)`, each step of a short one, else ends and middle."""
        low, high = self.spread.axis
        whole = 0 < high - low <= SHORT and low == int(low) and high == int(high)
        marks = range(int(low), int(high) + 1) if whole else [low, (low + high) / 2, high]
        return [(self.spread.place(mark), mark) for mark in marks]


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


class Room:
    """One review as one person sees it. `chosen` is the number of the item they look at, None for the next one."""

    def __init__(self, review, user, chosen=None):
        self.review, self.user = review, user
        self.items = list(agenda_of(review))
        for item in self.items:
            item.review, item.product = review, review.product
            item.verdict_label = VERDICTS.get(item.verdict, "")
        self.people = list(review.people.select_related("user", "marked_by"))
        self.next = next((item for item in self.items if item.verdict is None), None)
        self.item = next((item for item in self.items if item.pk == chosen), None) or self.next or self.first
        if self.item:
            whole = Requirement.objects.select_related("status").defer("search").get(pk=self.item.requirement_id)
            whole.product, self.item.requirement = review.product, whole

    @property
    def first(self):
        return self.items[0] if self.items else None

    @cached_property
    def mine(self):
        """This person's invitation, or None."""
        return next((row for row in self.people if row.user_id == self.user.pk), None)

    @property
    def reviewers(self):
        return [row for row in self.people if row.part == Part.REVIEWER]

    @property
    def decided(self):
        return sum(item.verdict is not None for item in self.items)

    @property
    def present(self):
        return sum(row.attended is True for row in self.people)

    @property
    def minutes_planned(self):
        return sum(item.minutes or 0 for item in self.items)

    def beside(self, step):
        """The item before (-1) or after (1) the one that is shown."""
        if self.item is None:
            return None
        place = self.items.index(self.item) + step
        return self.items[place] if 0 <= place < len(self.items) else None

    @property
    def previous(self):
        return self.beside(-1)

    @property
    def following(self):
        return self.beside(1)

    @property
    def may_score(self):
        is_reviewer = self.mine is not None and self.mine.part == Part.REVIEWER
        return bool(is_reviewer and self.item and self.is_silent and not self.review.closed_at)

    @property
    def is_silent(self):
        """Whether the shown item can still be scored."""
        return self.item.revealed_at is None and self.item.verdict is None

    @cached_property
    def model(self):
        return ScoringModel.of_product(self.review.product)

    @cached_property
    def own_score(self):
        """This person's sealed score of the shown item; nobody else's is ever read."""
        return SealedScore.objects.filter(item=self.item, reviewer=self.user).first()

    @cached_property
    def scores(self):
        """The revealed scores of the shown item."""
        return list(self.item.scores.select_related("reviewer")) if self.item.revealed_at else []

    @cached_property
    def judged(self):
        """The revealed scores by what was judged."""
        return judged(self.scores, self.model)

    @property
    def score_rows(self):
        """The revealed scores as rows of a table: `(score, [(what was judged, cell)])`."""
        return [(score, [(row.title, row.cells[n]) for row in self.judged]) for n, score in enumerate(self.scores)]

    @property
    def is_wide(self):
        return any(row.spread.is_wide for row in self.judged)

    @property
    def silent_people(self):
        """Reviewers whose score is not among the revealed ones."""
        there = {score.reviewer_id for score in self.scores}
        return [row.user for row in self.reviewers if row.user_id not in there]

    @property
    def agreed(self):
        """The medians of the drivers that would change the requirement: `[(driver, present, median)]`."""
        now = self.item.requirement.drivers
        found = []
        for row in self.judged:
            if row.name and now.get(row.name) != plain(row.spread.median):
                found.append((row, now.get(row.name), plain(row.spread.median)))
        return found

    @cached_property
    def decisions(self):
        """What was decided about the shown item, the latest first."""
        return list(self.item.decisions.select_related("by", "status").prefetch_related("thresholds"))

    @cached_property
    def criteria(self):
        return list(Criterion.objects.filter(requirement=self.item.requirement_id).order_by("position", "pk"))


def figure(number):
    """As people write it: at most two decimals, none that say nothing."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def plain(number):
    """A whole number where it is one."""
    return int(number) if number == int(number) else float(number)


def judged(scores, model):
    """Revealed scores by what was judged: first the value, then the drivers that anybody gave."""
    found = []
    columns = [("", _("Value"), 1, 5, [score.value for score in scores])]
    for name, driver in model.inputs.items():
        ends = [None if end is None else float(end) for end in (driver.min, driver.max)]
        columns.append((name, str(driver.title), *ends, [score.drivers.get(name) for score in scores]))
    for name, title, low, high, cells in columns:
        given = [(cell, score.reviewer) for cell, score in zip(cells, scores, strict=True) if cell is not None]
        if given:
            spread = Spread(tuple(cell for cell, _reviewer in given), low, high)
            labels = [reviewer.name for _cell, reviewer in given]
            found.append(Judged(name, title, spread, labels, [reviewer.hue for _cell, reviewer in given], cells))
    return found


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
