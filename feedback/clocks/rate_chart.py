"""The share handled within 48 hours as bars, period after period, from the oldest to the latest."""

from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 720, 190, 52, 696, 30, 34
BAR = 0.56  # of the room that a period has


@dataclass(frozen=True)
class Bar:
    """A period: its bar, the text over it (no percent where nothing was judged), and its name below."""

    name: str
    middle: float
    percent: int | None
    y: float
    height: float
    width: float

    @property
    def x(self):
        return round(self.middle - self.width / 2, 1)


class RateChart:
    """An SVG in user units with room for as many periods as there are Figures; the lines are at 0, 50 and 100 %."""

    box = f"0 0 {WIDTH} {HEIGHT}"
    left, right, foot = LEFT, RIGHT, HEIGHT

    def __init__(self, figures, name_of):
        self.figures, self.name_of = list(reversed(figures)), name_of
        self.step = (RIGHT - LEFT) / len(self.figures)

    @property
    def is_telling(self):
        return any(one.judged for one in self.figures)

    @property
    def lines(self):
        """`(percent, y)` of the grid."""
        return [(percent, self.at(percent)) for percent in (0, 50, 100)]

    @property
    def bars(self):
        """One Bar per period."""
        width = round(self.step * BAR, 1)
        for place, one in enumerate(self.figures):
            y, middle = self.at(one.percent or 0), round(LEFT + (place + 0.5) * self.step, 1)
            yield Bar(self.name_of(one.start), middle, one.percent, y, round(self.at(0) - y, 1), width)

    @staticmethod
    def at(percent):
        return round(HEIGHT - FOOT - percent / 100 * (HEIGHT - FOOT - TOP), 1)
