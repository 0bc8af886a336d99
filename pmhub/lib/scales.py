"""Axes of charts: round ticks, and where a value lies."""

import math
from dataclasses import dataclass


def nice_step(span, parts):
    """The smallest of 1, 2 or 5 times a power of ten that cuts `span` into at most `parts`."""
    raw = span / parts
    power = 10 ** math.floor(math.log10(raw))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * (1 - 1e-9))


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` along pixels from `start` to `end`, which may run downward."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def over(cls, values, start, end, *, low=None, high=None):
        """From round ends around the values; `low` and `high` are ends that are known."""
        least, most = min(values, default=0), max(values, default=1)
        low = min(0, least) if low is None else low
        most = max(most, low) if high is None else high
        span = (most - low) or 1
        step = nice_step(span * (1.04 if high is None else 1), 6)
        if high is None:
            high = low + math.ceil(span * 1.04 / step) * step
        return cls(math.floor(low / step) * step if low < 0 else low, high, start, end)

    @property
    def step(self):
        return nice_step(self.high - self.low, 6)

    def at(self, value):
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self):
        """Round values within, as `(value, pixel, label)`."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return [(n * self.step, self.at(n * self.step), written(n * self.step)) for n in range(first, last + 1)]


def written(value):
    """A number as a chart's label: short, without trailing zeros."""
    if abs(value) >= 1_000_000:
        return f"{value / 1_000_000:.4g}M"
    return f"{round(value, 6):,.6g}" if abs(value) < 1_000_000 else f"{value:,.0f}"
