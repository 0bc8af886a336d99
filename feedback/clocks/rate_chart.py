"""The share handled within 48 hours as bars, period after period, from the oldest to the latest."""

from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP, FOOT = 720, 180, 40, 12, 20


@dataclass(frozen=True)
class Bar:
    """A period: its bar, and the text over it."""

    x: float
    y: float
    width: float
    height: float
    percent: int

    @property
    def middle(self):
        return round(self.x + self.width / 2, 1)


class RateChart:
    """An SVG in user units; the lines are at 0, 50 and 100 %."""

    box = f"0 0 {WIDTH} {HEIGHT}"
    left, right = LEFT, WIDTH

    def __init__(self, figures):
        self.figures = list(reversed(figures))
        self.step = (WIDTH - LEFT) / len(self.figures)

    @property
    def is_telling(self):
        return any(one.judged for one in self.figures)

    @property
    def lines(self):
        """`(percent, y)` of the grid."""
        return [(percent, self.at(percent)) for percent in (0, 50, 100)]

    @property
    def bars(self):
        """One Bar per period in which something was judged."""
        for place, one in enumerate(self.figures):
            if one.percent is not None:
                y = self.at(one.percent)
                x = round(LEFT + place * self.step + self.step / 6, 1)
                yield Bar(x, y, round(self.step * 2 / 3, 1), round(self.at(0) - y, 1), one.percent)

    @staticmethod
    def at(percent):
        return round(HEIGHT - FOOT - percent / 100 * (HEIGHT - FOOT - TOP - 12), 1)
