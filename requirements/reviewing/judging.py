"""Revealed estimates of a review: by what was judged, with their spread."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pmhub.lib.spread import Spread

SHORT = 10  # steps of a scale that are all named
BASE = 42  # the line on which the dots of a picture stand, in its units


@dataclass
class Judged:
    """The revealed estimates of one thing: the value, or one driver. `cells` are by reviewer, None where missing."""

    name: str
    title: str
    spread: Spread
    labels: list
    hues: list
    cells: list

    def dots(self):
        return self.spread.dots(self.labels, self.hues, base=BASE)

    def median_at(self):
        return self.spread.place(self.spread.median)

    @property
    def median(self):
        return figure(self.spread.median)

    @property
    def smallest(self):
        return figure(self.spread.smallest)

    @property
    def largest(self):
        return figure(self.spread.largest)

    @property
    def deviation(self):
        return figure(self.spread.deviation)

    def ticks(self):
        """What stands below the scale: `(x in per cent, number)`, each step of a short one, else ends and middle."""
        low, high = self.spread.axis
        whole = 0 < high - low <= SHORT and low == int(low) and high == int(high)
        marks = range(int(low), int(high) + 1) if whole else [low, (low + high) / 2, high]
        return [(self.spread.place(mark), mark) for mark in marks]


def figure(number):
    """As people write it: at most two decimals, none that say nothing."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def plain(number):
    """A whole number where it is one."""
    return int(number) if number == int(number) else float(number)


def judged(scores, model):
    """Revealed scores by what was judged: first the value, then the drivers that anybody gave."""
    found = []
    columns = [("", _("Value"), 1, 5, [score.value for score in scores])]
    for name, driver in model.inputs.items():
        ends = [None if end is None else float(end) for end in (driver.min, driver.max)]
        columns.append((name, str(driver.title), *ends, [score.drivers.get(name) for score in scores]))
    for name, title, low, high, cells in columns:
        given = [(cell, score.reviewer) for cell, score in zip(cells, scores, strict=True) if cell is not None]
        if given:
            spread = Spread(tuple(cell for cell, _reviewer in given), low, high)
            labels = [reviewer.name for _cell, reviewer in given]
            found.append(Judged(name, title, spread, labels, [reviewer.hue for _cell, reviewer in given], cells))
    return found
