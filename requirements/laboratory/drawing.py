"""How sure a ranking is: its places in many draws of what the inputs might truly be (Monte Carlo).

Each driver of a requirement except its confidence is drawn from a triangular distribution: the given value is the
likeliest, and the lowest and highest lie 1 − confidence of it away, cut off at the driver's range. A confidence of 80 %
thus means ± 20 %, one of 100 % no doubt at all. The triangular distribution is what is usually taken where only a
lowest, a likeliest and a highest value are known (D. Johnson, "The triangular distribution as a proxy for the beta
distribution in risk analysis", The Statistician 46 (1997) 387-398); that the confidence is the half-width is this
product's own convention. Drivers are drawn independently of each other. Votes, estimates and other fields stand as
they are. A requirement that gives no confidence is not drawn.

All requirements are scored anew in each draw and their places counted; the 5th, 50th and 95th percentile are those of
the nearest rank. Floating point, the same seed gives the same places. Only the best MOST_ROWS requirements take part,
so that 1,000 draws stay within about ten seconds of one worker; places are among these.
"""

import math
import random
from array import array

from pmhub.lib.formula import names, parse
from requirements.laboratory.columns import evaluated
from requirements.models.driver import Driver
from requirements.models.explanation import value_of

CONFIDENCE = "confidence"
MOST_ROWS = 3_000
LOW, MEDIAN, HIGH = 0.05, 0.5, 0.95
REPORTED = 50  # draws between two words about the progress


def is_uncertain(model):
    """Whether the model says how sure its inputs are: it has a driver "confidence" with a largest value."""
    driver = model.inputs.get(CONFIDENCE)
    return driver is not None and bool(driver.max)


def places_drawn(model, requirements, *, seed, draws, tell=lambda done: None):
    """For each requirement `(low, median, high)`, in their order. `requirements` must come ordered by id.

    `tell(done)` is called every REPORTED draws.
    """
    tree = parse(model.formula)
    count, chance = len(requirements), random.Random(seed)
    fixed, drawn = columns_of(model, names(tree), requirements)
    places = [array("I") for _row in requirements]
    for draw in range(1, draws + 1):
        inputs = fixed | {name: [value(chance.random()) for value in column] for name, column in drawn.items()}
        scores = [score if score == score else -math.inf for score in evaluated(tree, inputs, count)]
        for place, row in enumerate(sorted(range(count), key=scores.__getitem__, reverse=True), 1):
            places[row].append(place)
        if draw % REPORTED == 0:
            tell(draw)
    return [tuple(percentile(sorted(row), share) for share in (LOW, MEDIAN, HIGH)) for row in places]


def percentile(ordered, share):
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def columns_of(model, read, requirements):
    """The inputs that stay as they are, as columns of numbers, and those that are drawn, as columns of functions."""
    most = model.inputs[CONFIDENCE].max if is_uncertain(model) else None
    spreads = [spread(requirement, most) for requirement in requirements]
    fixed, drawn = {}, {}
    for name in read:
        values = [value_of(requirement, name) for requirement in requirements]
        if name in model.inputs and name != CONFIDENCE:
            driver = model.inputs[name]
            drawn[name] = [triangle(value, width, driver) for value, width in zip(values, spreads, strict=True)]
        else:
            fixed[name] = [math.nan if value is None else float(value) for value in values]
    return fixed, drawn


def spread(requirement, most):
    """How far from the given values the true ones may be, as a share of them: 0 is certain."""
    confidence = value_of(requirement, CONFIDENCE) if most else None
    return 0.0 if confidence is None else min(max(1 - float(confidence / most), 0.0), 1.0)


def triangle(value, width, driver: Driver):
    """The quantile function of the value's triangular distribution: from a number in [0, 1) to a drawn value."""
    if value is None:
        return lambda chance: math.nan
    mode = float(value)
    low, high = mode - abs(mode) * width, mode + abs(mode) * width
    low = low if driver.min is None else min(max(low, float(driver.min)), mode)
    high = high if driver.max is None else max(min(high, float(driver.max)), mode)
    if high <= low:
        return lambda chance: mode
    turn = (mode - low) / (high - low)
    rise, fall = math.sqrt((high - low) * (mode - low)), math.sqrt((high - low) * (high - mode))
    return lambda chance: low + rise * math.sqrt(chance) if chance < turn else high - fall * math.sqrt(1 - chance)
