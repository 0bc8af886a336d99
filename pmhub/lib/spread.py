"""How far apart the estimates of several people lie."""

from dataclasses import dataclass
from statistics import median, pstdev

WIDE_OF_SCALE = 0.25  # of a scale with two ends
WIDE_OF_MEAN = 0.5  # of the mean, where the scale is open
EDGE, WIDTH = 4, 92  # per cent of the picture's width
STACKED = 11  # units between dots of the same value


@dataclass(frozen=True)
class Dot:
    """One estimate in the picture: `x` in per cent of its width, `y` in units from its upper edge."""

    x: float
    y: float
    value: float
    label: str
    hue: int


@dataclass(frozen=True)
class Spread:
    """Estimates on a scale from `low` to `high`; None where the scale is open at that end."""

    values: tuple
    low: float | None = None
    high: float | None = None

    @property
    def smallest(self):
        return min(self.values)

    @property
    def largest(self):
        return max(self.values)

    @property
    def median(self):
        return median(self.values)

    @property
    def deviation(self):
        """The standard deviation of these people's estimates (of the population, not of a sample)."""
        return pstdev(self.values)

    @property
    def is_wide(self):
        """Whether to talk first: the deviation is a quarter of a closed scale, or half the mean of an open one."""
        if len(self.values) < 2:
            return False
        if self.low is not None and self.high is not None:
            return self.deviation >= WIDE_OF_SCALE * (self.high - self.low)
        mean = sum(self.values) / len(self.values)
        return self.deviation > 0 and self.deviation >= WIDE_OF_MEAN * abs(mean)

    @property
    def axis(self):
        """The ends of the picture's scale."""
        low = min(0, self.smallest) if self.low is None else self.low
        high = self.largest if self.high is None else self.high
        return low, high if high > low else low + 1

    def place(self, value):
        """Where a value lies in the picture, in per cent of its width."""
        low, high = self.axis
        return round(EDGE + WIDTH * (value - low) / (high - low), 2)

    def dots(self, labels, hues, *, base):
        """The estimates as dots over `base`, equal ones on top of each other."""
        dots, height = [], {}
        for value, label, hue in sorted(zip(self.values, labels, hues, strict=True), key=lambda row: row[0]):
            stack = height[value] = height.get(value, -1) + 1
            dots.append(Dot(self.place(value), base - stack * STACKED, value, label, hue))
        return dots
