"""What would have to change for one requirement to pass another: each input of its score alone."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pmhub.lib.formula import evaluate, names, parse
from requirements.models.driver import Driver, plain
from requirements.models.explanation import value_of

POINTS = 48  # values of an input that are tried on the way through its range
HALVINGS = 60
FARTHEST = Decimal(10) ** 6  # where an open range ends, or a thousand times the present value
MOST_DECIMALS = 6


@dataclass(frozen=True)
class Way:
    """The nearest value of one input that would do, or None where none in its range does.

    `relative` is the change as a share of the present value, None where there is none. `steady` says whether the score
    only rises or only falls over the whole range; where it does not, nearer values between those tried may exist.
    """

    driver: Driver
    present: Decimal | None
    needed: Decimal | None
    steady: bool = True

    @property
    def relative(self):
        if self.needed is None or not self.present:
            return None
        return abs(self.needed - self.present) / abs(self.present)

    @property
    def percent(self):
        share = self.relative
        return None if share is None else round(100 * (self.needed - self.present) / abs(self.present), 1)

    @property
    def needed_text(self):
        return plain(self.needed)


@dataclass
class Passing:
    """`ahead` says that it is in front already; else `ways` are one per input, those that do and change least first."""

    score: Decimal | None
    rival: Decimal | None
    ahead: bool
    ways: list

    @property
    def least(self):
        """The way with the smallest relative change, or None: no single input does it."""
        return next((way for way in self.ways if way.relative is not None), None) or self.any

    @property
    def any(self):
        return next((way for way in self.ways if way.needed is not None), None)


def passing(model, one, other):
    """How `one` could pass `other` under the model, saved or not. Its formula must be right (`define` checks it).

    The score is followed through the formula's own tree: on POINTS values over the range of an input the nearest one
    at which it is above the other's is found, and the crossing before it by bisection, in exact decimals.
    """
    tree = parse(model.formula)
    read = names(tree)
    own = {name: value_of(one, name) for name in read}
    score = evaluate(tree, own).value
    rival = evaluate(tree, {name: value_of(other, name) for name in read}).value
    if ahead := score is not None and (rival is None or (score, -one.pk) > (rival, -other.pk)):
        return Passing(score, rival, ahead, [])
    goal = Decimal("-Infinity") if rival is None else rival
    ways = [way(tree, own, driver, goal) for name, driver in model.inputs.items() if name in read]
    return Passing(score, rival, False, sorted(ways, key=effort))


def effort(way):
    """Those that do come first, the smallest relative change before all."""
    return way.needed is None, way.relative is None, way.relative or 0


def way(tree, own, driver, goal):
    def at(value):
        return evaluate(tree, {**own, driver.name: value}).value

    def passes(value):
        score = at(value)
        return score is not None and score > goal

    present = own[driver.name]
    grid = points(driver, present)
    scores = [score for score in map(at, grid) if score is not None]
    steady = scores in (sorted(scores), sorted(scores, reverse=True))
    start = present if present is not None else grid[0]
    found = [crossing(passes, start, side) for side in sides(grid, start)]
    found = [rounded(passes, start, value, driver) for value in found if value is not None]
    return Way(driver, present, min(found, key=lambda value: abs(value - start), default=None), steady)


def points(driver, present):
    """Values through the range of an input, evenly and, where it is wide, also evenly in their order of magnitude."""
    reach = max(FARTHEST, 1_000 * abs(present or 0))
    low = driver.min if driver.min is not None else -reach
    high = driver.max if driver.max is not None else reach
    even = [low + (high - low) * step / POINTS for step in range(POINTS + 1)]
    shares = [Decimal(10) ** (Decimal(step - POINTS) / 6) for step in range(POINTS)]
    grown = [low + (high - low) * share for share in shares]
    near = [] if present is None else [present * (1 + sign * share) for share in shares for sign in (1, -1)]
    return sorted({value for value in (*even, *grown, *near) if low <= value <= high})


def sides(grid, start):
    """The values above and below the start, each from the nearest on."""
    return [value for value in grid if value >= start], [value for value in reversed(grid) if value <= start]


def crossing(passes, start, values):
    """The first value on the way that passes, brought as near to the last that does not as bisection can."""
    last = start
    for value in values:
        if passes(value):
            return bisected(passes, last, value)
        last = value
    return None


def bisected(passes, failing, value):
    for _step in range(HALVINGS if failing != value else 0):
        middle = (failing + value) / 2
        failing, value = (failing, middle) if passes(middle) else (middle, value)
    return value


def rounded(passes, start, value, driver):
    """The shortest decimal at or just beyond the value that still passes and is still in the range."""
    away = ROUND_CEILING if value >= start else ROUND_FLOOR
    for decimals in range(MOST_DECIMALS + 1):
        short = value.quantize(Decimal(1).scaleb(-decimals), rounding=away)
        near = abs(short - value) <= max(abs(value - start) / 10, Decimal(1).scaleb(-MOST_DECIMALS))
        if near and driver.allows(short) and passes(short):
            return short
    return value
