"""Where bars, diamonds, lanes and arrows of a roadmap lie: across in percent of the axis, down in pixels."""

from dataclasses import dataclass, field
from datetime import timedelta

from pmhub.lib.texts import width_of
from roadmaps.drawing.axis import Axis
from roadmaps.drawing.items import Item, Lane

BAR, STEP, STONE, PAD, LEAST = 26, 36, 30, 10, 78
HEAD = 46
NOMINAL = 800  # pixels that 100 % are reckoned as when names are fitted
LETTER = 6.7
GAP = 1.2  # percent between two things of one row
UNKNOWN = timedelta(days=30)  # drawn of a bar whose other end nobody knows


@dataclass
class Placed:
    """An item in the drawing. `solid` says from where to where, in percent of the bar, its dates are certain."""

    item: Item
    left: float
    width: float
    solid: tuple = (0, 100)
    done: float = 0
    outside: bool = False
    y: float = 0
    ghost: tuple | None = None

    @property
    def right(self):
        return self.left + self.width

    @property
    def reach(self):
        """Where its name ends, in percent."""
        if not self.outside:
            return self.right
        return self.right + (width_of(self.item.name, LETTER) + 14) / NOMINAL * 100

    @property
    def middle(self):
        return self.y + (BAR / 2 if self.item.kind != "milestone" else STONE / 2)


@dataclass
class Band:
    """A lane with its place."""

    lane: Lane
    y: float = 0
    height: float = LEAST
    bars: list = field(default_factory=list)
    stones: list = field(default_factory=list)

    @property
    def bottom(self):
        return self.y + self.height


@dataclass
class Timeline:
    """A drawn roadmap; `unplaced` have no dates, `beyond` counts what lies before and after the axis."""

    axis: Axis
    bands: list
    unplaced: list
    beyond: tuple
    today: float | None
    edges: list
    height: float

    @classmethod
    def of(cls, lanes, axis, *, today=None, ghosts=None, edges=()):
        """From Lanes. `ghosts` are earlier promises, `{(kind, pk): (start, end)}` as fuzzy dates."""
        bands, unplaced, before, after, y = [], [], 0, 0, 0
        for lane in lanes:
            band = Band(lane, y)
            for item in lane.items:
                if not item.is_dated:
                    unplaced.append(item)
                    continue
                placed = place(item, axis)
                if placed.right <= 0 or placed.left >= 100:
                    before, after = before + (placed.right <= 0), after + (placed.left >= 100)
                    continue
                cut(placed)
                placed.ghost = ghost_of((ghosts or {}).get(item.key), item, axis)
                (band.stones if item.kind == "milestone" else band.bars).append(placed)
            if lane.key or not bands or band.bars or band.stones:  # the lane of the rest only where it holds something
                arrange(band)
                y += band.height
                bands.append(band)
        found = {placed.item.key: placed for band in bands for placed in (*band.bars, *band.stones)}
        drawn = [(found[e.source], found[e.target], e) for e in edges if e.source in found and e.target in found]
        line = axis.after(today) - 50 / axis.days if today and axis.start <= today < axis.end else None
        return cls(axis, bands, unplaced, (before, after), line, drawn, y)


def place(item, axis):
    """Where an item lies, not yet cut to the axis."""
    if item.kind == "milestone":
        left, right = axis.at(item.end.start), axis.after(item.end.end)
        return Placed(item, left, right - left, outside=True)
    first, last = item.start, item.end
    left = axis.at(first.start if first else last.start - UNKNOWN)
    right = axis.after(last.end if last else max(first.end, first.start + UNKNOWN))
    known_from = axis.at(last.start) if not first else axis.at(first.end) if first.start < first.end else left
    known_to = axis.after(last.start) if last and last.start < last.end else right
    if not last:
        known_to = axis.after(first.start)
    wide = max(right - left, 0.4)
    certain = sorted(max(0, min(100, (at - left) / wide * 100)) for at in (known_from, known_to))
    return Placed(item, left, wide, tuple(certain), outside=width_of(item.name, LETTER) + 18 > wide / 100 * NOMINAL)


def cut(placed):
    """Leave what the axis shows of it."""
    left, right, wide = max(0, placed.left), min(100, placed.right), placed.width
    if placed.item.kind == "milestone":
        return
    done = placed.left + wide * (placed.item.done or 0)
    certain = [placed.left + wide * share / 100 for share in placed.solid]
    placed.left, placed.width = left, right - left
    placed.done = max(0, min(100, (done - left) / placed.width * 100))
    placed.solid = tuple(round(max(0, min(100, (at - left) / placed.width * 100)) / 5) * 5 for at in certain)
    if placed.outside and placed.reach > 100:
        placed.outside = False


def ghost_of(promise, item, axis):
    """`(left, width)` of what was promised, None where that is what stands now."""
    if not promise or promise == (item.start, item.end) or not any(promise):
        return None
    was = place(Item(item.kind, item.pk, "", *promise), axis) if item.kind != "milestone" or promise[1] else None
    return was and was.right > 0 and was.left < 100 and (max(0, was.left), min(100, was.right) - max(0, was.left))


def arrange(band):
    """Rows in which nothing hides anything: bars above, diamonds below; the lane becomes as high as they need."""
    y = band.y + PAD
    for things, step in ((band.bars, STEP), (band.stones, STONE)):
        rows = []
        for placed in sorted(things, key=lambda one: (one.item.kind == "requirement", one.left, one.right)):
            row = next((n for n, end in enumerate(rows) if end <= placed.left), len(rows))
            rows[row : row + 1] = [placed.reach + GAP]
            placed.y = y + row * step
        y += len(rows) * step
    band.height = max(LEAST, y - band.y + PAD - (STEP - BAR if band.bars and not band.stones else 0))
