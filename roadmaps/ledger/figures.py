"""How well a product keeps its promises: the figures K4 and K5, with the rows behind them.

K4, on-time rate: of the versions released and the milestones reached in the period, the share that came by the last
day of the promise that counts. That is the promise that stood when the version's plan was agreed for the first time;
for a milestone, or where no plan was agreed, the first date that was ever promised. Moving a date later therefore
never makes a delivery punctual. What had no promise before it was delivered is shown and not counted. A promise of a
quarter is kept until the quarter's last day.

K5, delays: how often in the period a date was moved later, and by how many days altogether; dates that were won back
are not taken off. A date taken away and set again counts against the one before. What was undone is in neither figure.

Deleting mends no figure. What was delivered, and what had slipped, counts as before and is marked as deleted. What was
deleted after the last day of the promise that counts, and never delivered, has missed it: it counts as late in K4 on
the day of its deletion. What was deleted before that day is a promise withdrawn, and counts nowhere in K4.

Days are those of the product's time zone, so that everybody reads the same figures.
"""

from dataclasses import dataclass
from functools import cached_property

from roadmaps.ledger.period import Period


@dataclass
class Figures:
    """The figures of one period. `today` is the day by which what is open is late."""

    period: Period
    ledgers: list
    today: object

    @cached_property
    def delivered(self):
        """What was released or reached in the period, or given up too late, latest first."""
        ended = [ledger for ledger in self.ledgers if ledger.delivered_at or ledger.is_on_time is False]
        found = [ledger for ledger in ended if ledger.ended_on in self.period]
        return sorted(found, key=lambda ledger: ledger.delivered_at or ledger.gone_at, reverse=True)

    @cached_property
    def counted(self):
        return [ledger for ledger in self.delivered if ledger.is_on_time is not None]

    @cached_property
    def uncounted(self):
        return [ledger for ledger in self.delivered if ledger.is_on_time is None]

    @cached_property
    def kept(self):
        return [ledger for ledger in self.counted if ledger.is_on_time]

    @property
    def rate(self):
        """K4, from 0 to 1; None where nothing can be counted."""
        return len(self.kept) / len(self.counted) if self.counted else None

    @property
    def percent(self):
        return None if self.rate is None else round(100 * self.rate)

    @cached_property
    def slips(self):
        """K5: the slips of the period, latest first."""
        moves = [
            move
            for ledger in self.ledgers
            for move in ledger.slips
            if move.at.astimezone(ledger.zone).date() in self.period
        ]
        return sorted(moves, key=lambda move: move.change.pk, reverse=True)

    @cached_property
    def slipped_days(self):
        return sum(move.days for move in self.slips)

    @cached_property
    def unexplained(self):
        """Slips for which somebody can still give a reason."""
        return [move for move in self.slips if move.reason is None and not hasattr(move.thing, "gone_at")]

    @cached_property
    def late(self):
        """What is late now, whatever the period: the longest first."""
        found = [ledger for ledger in self.ledgers if ledger.is_late_on(self.today)]
        return sorted(found, key=lambda ledger: (ledger.current.end, ledger.type, ledger.thing.pk))
