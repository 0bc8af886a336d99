"""The promises of one date above each other: where they lay, and how they moved."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from pmhub.lib.fuzzy_dates import FuzzyDate, Precision
from roadmaps.ledger.moves import Move

WIDTH, LEFT, RIGHT, TOP, ROW, THICK = 720, 116, 530, 24, 32, 12
LEAST = 6  # a day is still to be seen
MOST_TICKS = 6


@dataclass(frozen=True)
class Bar:
    """A promise as a bar over the days on which it could be kept; `text` is the baseline of its labels."""

    move: Move
    x: float
    y: float
    width: float
    text: float
    end: float


class SlipChart:
    """An SVG in user units: a row for each promise, oldest at the top; days run from left to right."""

    def __init__(self, ledger):
        self.moves = [move for move in ledger.moves if move.new]
        self.delivered, self.today = ledger.delivered_on, timezone.now().astimezone(ledger.zone).date()
        days = [day for move in self.moves for day in (move.new.start, move.new.end)]
        days += [self.delivered or self.today] if days else []
        if days:
            self.low, self.high = min(days).toordinal(), max(max(days).toordinal(), min(days).toordinal() + 14)

    @property
    def is_telling(self):
        """Whether there is anything that the words alone do not show: a promise that moved."""
        return len(self.moves) > 1

    @property
    def height(self):
        return TOP + ROW * len(self.moves) + 8

    @property
    def foot(self):
        return self.height - 8

    @property
    def box(self):
        return f"0 0 {WIDTH} {self.height}"

    def at(self, day):
        return round(LEFT + (day.toordinal() - self.low) / (self.high - self.low) * (RIGHT - LEFT), 1)

    def bars(self):
        made = []
        for number, move in enumerate(self.moves):
            x, end, y = self.at(move.new.start), self.at(move.new.end), TOP + ROW * number
            width = max(end - x, LEAST)
            made.append(Bar(move, x, y + (ROW - THICK) / 2, round(width, 1), y + ROW / 2 + 4, round(x + width, 1)))
        return made

    def lines(self):
        """Days to be marked, as `(name, x)`: the delivery, and today where it lies within."""
        marked = [("delivered", self.delivered)] if self.delivered else [("today", self.today)]
        return [(name, self.at(day)) for name, day in marked if self.low <= day.toordinal() <= self.high]

    def ticks(self):
        """Firsts of months, evenly thinned, as `(x, FuzzyDate)`."""
        first, last = date.fromordinal(self.low), date.fromordinal(self.high)
        months = range(first.year * 12 + first.month, last.year * 12 + last.month)
        step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 10**6) if len(months) / step <= MOST_TICKS)
        starts = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
        return [(self.at(day), FuzzyDate(day, Precision.MONTH)) for day in starts]
