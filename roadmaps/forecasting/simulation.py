"""When a number of items may be done, by Monte Carlo over past weekly throughput.

Each draw takes weeks of the team's own past at random, with replacement, until as many items are finished as are open;
within its last week work is taken to flow evenly. So nothing is estimated and no distribution is assumed: what was
finished in a week, a holiday or a crunch, is as likely again as it was frequent. The method is the one of
T. Magennis, "Forecasting and Simulating Software Development Projects" (2011), and D. S. Vacanti, "Actionable Agile
Metrics for Predictability" (2015); drawing with replacement is the bootstrap of B. Efron, "Bootstrap methods: another
look at the jackknife", The Annals of Statistics 7 (1979) 1-26.

It holds as far as the coming weeks are like the past ones: the same team, items of the same kind cut as before, no
scope added. The same seed and inputs give the same draws.
"""

import hashlib
import math
import random
from collections import Counter

DRAWS = 5_000
HORIZON = 520  # weeks; a draw that needs more is in no outcome
AT_ONCE = 26


def seed_of(*inputs):
    """A seed from whatever the draws depend on, the same in every process."""
    digest = hashlib.blake2b(repr(inputs).encode(), digest_size=7).digest()
    return int.from_bytes(digest)


def drawn(weeks, items, *, seed, draws=DRAWS):
    """How many draws took how many days, as ascending pairs `[days, count]`. Some week must have finished something."""
    chance = random.Random(seed)
    taken = Counter(days_until(items, weeks, chance) for _draw in range(draws))
    return [[days, count] for days, count in sorted(taken.items(), key=lambda pair: pair[0] or 0) if days is not None]


def days_until(items, weeks, chance):
    """One draw: the days until so many items are finished, None beyond the horizon."""
    left = items
    for start in range(0, HORIZON, AT_ONCE):
        for number, finished in enumerate(chance.choices(weeks, k=AT_ONCE), start):
            if finished >= left:
                return 7 * number + math.ceil(7 * left / finished)
            left -= finished
    return None
