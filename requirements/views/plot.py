"""Where the bubbles of a matrix and their names lie."""

import math
from dataclasses import dataclass, field

from pmhub.lib.scales import Scale
from pmhub.lib.texts import width_of

WIDTH, HEIGHT = 1120, 640
LEFT, RIGHT, TOP, BOTTOM = 56, 1104, 44, 588
INSET = 24  # so that bubbles at the ends of the axes stay within the frame
SMALLEST, PLAIN = 4, 7
LARGEST = [(40, 22), (120, 17), (1_000, 13)]  # up to so many bubbles their largest radius
NAMED, TRIED, NAME_LENGTH = 24, 60, 26  # so many of the first bubbles get names, of so many Latin letters
LETTER, LINE = 6.6, 15
TURN = math.pi * (3 - math.sqrt(5))  # the golden angle, by which sunflowers set their seeds


@dataclass
class Bubble:
    """One requirement in the plot. `dx` and `dy` say how far it has been moved off others at the very same place."""

    requirement: object
    x: float
    y: float
    size: float | None
    cx: float = 0
    cy: float = 0
    r: float = PLAIN
    dx: float = 0
    dy: float = 0
    name: dict = field(default_factory=dict)
    marks: str = ""


@dataclass
class Plot:
    """Scales and bubbles, largest first so that small ones lie on top."""

    across: Scale
    up: Scale
    bubbles: list

    @classmethod
    def of(cls, points, x, y, size):
        """From `(requirement, x, y, size)` in the order in which names are given."""
        across = Scale.over([point[1] for point in points], LEFT + INSET, RIGHT - INSET, low=x.low, high=x.high)
        up = Scale.over([point[2] for point in points], BOTTOM - INSET, TOP + INSET, low=y.low, high=y.high)
        bubbles = [Bubble(*point) for point in points]
        largest = next(radius for count, radius in LARGEST if len(points) <= count)
        most = max((abs(bubble.size or 0) for bubble in bubbles), default=0)
        places = {}
        for bubble in bubbles:
            bubble.r = radius(bubble.size, most, largest) if size else PLAIN
            bubble.cx, bubble.cy = across.at(bubble.x), up.at(bubble.y)
            fan_out(bubble, places, largest / 2)
            for name in ("cx", "cy", "r", "dx", "dy"):
                setattr(bubble, name, round(getattr(bubble, name), 1))
        give_names(bubbles)
        return cls(across, up, sorted(bubbles, key=lambda bubble: -bubble.r))


def radius(size, most, largest):
    """The area says the size."""
    return SMALLEST + (largest - SMALLEST) * math.sqrt(max(size or 0, 0) / most) if most else SMALLEST


def fan_out(bubble, places, apart):
    """Let bubbles of one place stand around it like the seeds of a sunflower."""
    here = (round(bubble.cx), round(bubble.cy))
    number = places[here] = places.get(here, -1) + 1
    if number:
        away = apart * math.sqrt(number)
        bubble.dx, bubble.dy = away * math.cos(number * TURN), away * math.sin(number * TURN)
        bubble.cx += bubble.dx
        bubble.cy += bubble.dy


def shortened(title):
    room, text = NAME_LENGTH * LETTER, ""
    for sign in title:
        room -= width_of(sign, LETTER)
        if room < 0:
            return text.rstrip() + "…"
        text += sign
    return text


def give_names(bubbles):
    """Names beside the first bubbles, each where it hides neither a name nor a bubble; some stay without."""
    taken = [(one.cx - one.r, one.cy - one.r, one.cx + one.r, one.cy + one.r) for one in bubbles]
    given = 0
    for bubble in bubbles[:TRIED]:
        if given == NAMED:
            break
        text = shortened(bubble.requirement.title)
        for name, box in around(bubble, text):
            if box[0] >= LEFT and box[2] <= WIDTH and box[1] >= TOP - LINE and not any(overlap(box, o) for o in taken):
                bubble.name = name
                taken.append(box)
                given += 1
                break


def around(bubble, text):
    """The places for a name, the best first: right, left, above, below."""
    wide, gap = width_of(text, LETTER), bubble.r + 4
    for anchor, x, y in [
        ("start", bubble.cx + gap, bubble.cy + 4),
        ("end", bubble.cx - gap, bubble.cy + 4),
        ("middle", bubble.cx, bubble.cy - gap),
        ("middle", bubble.cx, bubble.cy + gap + 9),
    ]:
        left = {"start": x, "end": x - wide, "middle": x - wide / 2}[anchor]
        yield {"text": text, "x": round(x, 1), "y": round(y, 1), "anchor": anchor}, (left, y - 12, left + wide, y + 3)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def middle(values):
    """The median."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
