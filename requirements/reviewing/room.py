"""What the meeting room of a review shows, read in a constant number of queries."""

from functools import cached_property

from requirements.models import Criterion, Requirement, ScoringModel, SealedScore
from requirements.models.attendance import Part
from requirements.models.decision import Verdict
from requirements.reviewing.agenda import agenda_of
from requirements.reviewing.judging import judged, plain

VERDICTS = dict(Verdict.choices)


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
