"""The history of one target date: what was promised, who moved it, how far, and whether it was kept.

Dates are compared by the last day that still keeps them (`FuzzyDate.end`): a quarter that becomes a day inside of it is
only said more exactly. A date that is taken away and set again later is compared with the promise that stood last, so
that nobody forgets a slip on the way. What was undone never counted.
"""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.models import Change
from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.models import Milestone, SlipReason, Version
from roadmaps.models.version import OPEN


class Kind(models.TextChoices):
    FIRST = "first", _("First promise")
    LATER = "later", _("Later")
    EARLIER = "earlier", _("Earlier")
    EXACT = "exact", _("More exact")
    SAME = "same", _("Said otherwise")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def type_of(thing):
    """What the stream of changes calls it."""
    return "version" if isinstance(thing, Version) else "milestone"


def kind_of(old, new):
    """How a promise became another one; either may be None. The first day matters only where the last is the same."""
    if old is None:
        return Kind.FIRST
    if new is None:
        return Kind.WITHDRAWN
    if new.start >= old.start and new.end <= old.end and new.precision != old.precision:
        return Kind.EXACT
    if new.end == old.end:
        return Kind.SAME
    return Kind.LATER if new.end > old.end else Kind.EARLIER


@dataclass
class Move:
    """A promise `new` that took the place of `old`, the one that stood last before it; None is no promise."""

    change: Change
    old: FuzzyDate | None
    new: FuzzyDate | None
    thing: Version | Milestone
    reason: SlipReason | None = None

    @property
    def type(self):
        return type_of(self.thing)

    @property
    def kind(self):
        return kind_of(self.old, self.new)

    @property
    def is_slip(self):
        return self.kind == Kind.LATER

    @property
    def days(self):
        """By how many days the last day moved; negative is earlier, 0 where one of the two is missing."""
        return (self.new.end - self.old.end).days if self.old and self.new else 0

    @property
    def distance(self):
        return abs(self.days)

    @property
    def at(self):
        return self.change.at

    @property
    def by(self):
        return self.change.actor


@dataclass
class Ledger:
    """All promises of a version's release or a milestone's due date, oldest first."""

    thing: Version | Milestone
    zone: ZoneInfo
    moves: list[Move] = field(default_factory=list)
    delivered_at: datetime | None = None
    agreed_at: datetime | None = None
    gone_at: datetime | None = None

    @property
    def type(self):
        return type_of(self.thing)

    @property
    def first(self):
        return self.moves[0].new if self.moves else None

    @property
    def current(self):
        return self.moves[-1].new if self.moves else None

    @property
    def slips(self):
        return [move for move in self.moves if move.is_slip]

    @property
    def slipped_days(self):
        """The days of all slips together; what was won back in between is not taken off."""
        return sum(move.days for move in self.slips)

    @property
    def shift(self):
        """From the first promise's last day to today's, None where one of the two is missing."""
        return (self.current.end - self.first.end).days if self.first and self.current else None

    @property
    def shift_days(self):
        return abs(self.shift or 0)

    @property
    def delivered_on(self):
        return self.delivered_at and self.delivered_at.astimezone(self.zone).date()

    @property
    def gone_on(self):
        """The day on which it was deleted."""
        return self.gone_at and self.gone_at.astimezone(self.zone).date()

    @property
    def ended_on(self):
        """The day by which its promise is judged: the delivery, or the deletion of what was never delivered."""
        return self.delivered_on or self.gone_on

    @property
    def counted(self):
        """The promise that an honest count holds against the delivery; None where none was made before it.

        It is the one that stood when the version's plan was agreed for the first time, else the first one of all. A
        date that was entered on or after the delivery promises nothing.
        """
        before = [m for m in self.moves if self.delivered_at is None or m.at < self.delivered_at]
        agreed = [m.new for m in before if self.agreed_at and m.at <= self.agreed_at]
        if agreed and agreed[-1]:
            return agreed[-1]
        return next((move.new for move in before if move.new), None)

    @property
    def is_on_time(self):
        """Whether it was delivered by the last day of the promise that counts; None where that cannot be said.

        What was deleted after that day without ever being delivered has missed it.
        """
        if self.ended_on is None or self.counted is None:
            return None
        in_time = self.ended_on <= self.counted.end
        return None if in_time and not self.delivered_at else in_time

    @property
    def days_late(self):
        """From the last day of the promise that counts to the delivery; negative is early."""
        return (self.ended_on - self.counted.end).days if self.is_on_time is not None else None

    @property
    def distance(self):
        return abs(self.days_late or 0)

    @property
    def is_open(self):
        if self.gone_at:
            return False
        return self.thing.state in OPEN if self.type == "version" else self.thing.done_at is None

    def is_late_on(self, day):
        """Whether it is open although the last day of today's promise has passed."""
        return self.is_open and self.current is not None and self.current.end < day
