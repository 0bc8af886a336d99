"""Where bars, diamonds, lanes and arrows of a roadmap lie: across in percent of the axis, down in pixels."""

from dataclasses import dataclass, field

from pmhub.lib.texts import width_of
from roadmaps.drawing.axis import Axis
from roadmaps.drawing.items import Item, Lane

BAR, STEP, STONE, PAD, LEAST = 26, 36, 30, 10, 78
HEAD = 46
NOMINAL = 800  # pixels that 100 % have at the least (--timeline), by which names are fitted
LETTER = 6.7
WITHIN, BESIDE = 18, 8  # pixels that a name leaves free in its bar, and next to it
GAP = 1.2  # percent between two things of one row
DIAMOND = 9 / NOMINAL * 100  # half of a milestone's
UNKNOWN = 30  # days drawn of a bar whose other end nobody knows


@dataclass
class Placed:
    """An item in the drawing. `solid` says from where to where, in percent of the bar, its dates are certain; `side` is
    where its name stands if not in it: "after" or, where there is no room, "before". `ghost` is where it
    stood in an earlier promise, `was` the item as it was then.
    """

    item: Item
    left: float
    width: float
    solid: tuple = (0, 100)
    done: float = 0
    side: str = ""
    y: float = 0
    ghost: tuple | None = None
    was: Item | None = None

    @property
    def right(self):
        return self.left + self.width

    @property
    def center(self):
        return self.left + self.width / 2

    @property
    def is_stone(self):
        return self.item.kind == "milestone"

    @property
    def edges(self):
        """Where what is drawn of it begins and ends, in percent: a bar, or a diamond in the middle of its time."""
        return (self.center - DIAMOND, self.center + DIAMOND) if self.is_stone else (self.left, self.right)

    def room(self, side):
        """Pixels there are for its name."""
        first, last = self.edges
        free = {"": last - first, "after": 100 - last, "before": first}[side]
        return free / 100 * NOMINAL - (BESIDE if side else WITHIN)

    @property
    def spread(self):
        """From where to where it, its name and its earlier promise keep others off, in percent."""
        first, last = self.edges
        name = (
            (min(width_of(self.item.name, LETTER), self.room(self.side)) + BESIDE) / NOMINAL * 100 if self.side else 0
        )
        begins = [self.left, first - name * (self.side == "before")]
        ends = [self.right, last + name * (self.side == "after")]
        if self.ghost:
            begins, ends = [*begins, self.ghost[0] - DIAMOND], [*ends, sum(self.ghost) + DIAMOND]
        return min(begins), max(ends)

    def put_name(self):
        """Where there is room for the name: in the bar, else behind it, else before it, else where there is most."""
        sides, width = (
            ["after", "before"] if self.is_stone else ["", "after", "before"],
            width_of(self.item.name, LETTER),
        )
        enough = [side for side in sides if width <= self.room(side)]
        self.side = enough[0] if enough else max(sides, key=self.room)

    @property
    def middle(self):
        return self.y + (STONE if self.is_stone else BAR) / 2


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
                if not placed.is_stone:
                    cut(placed)
                placed.put_name()
                haunt(placed, (ghosts or {}).get(item.key), axis)
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
        return Placed(item, left, right - left)
    first, last = item.start, item.end
    unknown = UNKNOWN / axis.days * 100
    left = axis.at(first.start) if first else axis.at(last.start) - unknown
    right = axis.after(last.end) if last else max(axis.after(first.end), axis.after(first.start) + unknown)
    known_from = axis.at(last.start) if not first else axis.at(first.end) if first.start < first.end else left
    known_to = axis.after(last.start) if last and last.start < last.end else right
    if not last:
        known_to = axis.after(first.start)
    wide = max(right - left, 0.4)
    certain = sorted(max(0, min(100, (at - left) / wide * 100)) for at in (known_from, known_to))
    return Placed(item, left, wide, tuple(certain))


def cut(placed):
    """Leave what the axis shows of it."""
    left, right, wide = max(0, placed.left), min(100, placed.right), placed.width
    done = placed.left + wide * (placed.item.done or 0)
    certain = [placed.left + wide * share / 100 for share in placed.solid]
    placed.left, placed.width = left, right - left
    placed.done = max(0, min(100, (done - left) / placed.width * 100))
    placed.solid = tuple(round(max(0, min(100, (at - left) / placed.width * 100)) / 5) * 5 for at in certain)


def haunt(placed, promise, axis):
    """Show where an earlier promise, `(start, end)`, would lie, unless it is what stands now."""
    item = placed.item
    if not promise or promise == (item.start, item.end) or not any(promise) or placed.is_stone and not promise[1]:
        return
    placed.was = Item(item.kind, item.pk, "", *promise)
    was = place(placed.was, axis)
    if was.right > 0 and was.left < 100:
        placed.ghost = max(0, was.left), min(100, was.right) - max(0, was.left)


def arrange(band):
    """Rows in which nothing hides anything: bars above, diamonds below, each the earliest first; the lane becomes as
    high as they need.
    """
    y = band.y + PAD
    for things, step in ((band.bars, STEP), (band.stones, STONE)):
        rows = []
        things.sort(key=lambda one: (one.item.kind == "requirement", one.left, one.right))
        for placed in things:
            begins, ends = placed.spread
            row = next((n for n, end in enumerate(rows) if end <= begins), len(rows))
            rows[row : row + 1] = [ends + GAP]
            placed.y = y + row * step
        y += len(rows) * step
    least = LEAST if band.lane.note or band.lane.done is not None else BAR + 2 * PAD
    band.height = max(least, y - band.y + PAD - (STEP - BAR if band.bars and not band.stones else 0))
