"""Which stretch of time a roadmap shows: the one asked for, or the one around today, or else where its things are."""

from dataclasses import dataclass

from roadmaps.drawing.axis import COLUMNS, Axis


@dataclass(frozen=True)
class Window:
    """The axis, and where one gets from there: earlier and later to the next thing, and to all things at once."""

    axis: Axis
    earlier: Axis
    later: Axis
    whole: Axis | None

    @classmethod
    def of(cls, asked, items):
        """Where the address names neither time nor zoom and nothing stands around today, everything is shown."""
        spans = [item.span for item in items if item.is_dated]
        axis, whole = asked.axis, Axis.over(*ends_of(spans)) if spans else None
        if spans and not asked.start and not any(axis.shows(*span) for span in spans):
            axis = whole if asked.is_zoom_free else nearest(axis, spans)
        half = COLUMNS[axis.zoom] // 2
        before, after = beyond(axis, spans)
        earlier = [axis.moved(-half), *(Axis.of(axis.zoom, day).moved(-half) for day in before[-1:])]
        later = [axis.moved(half), *(Axis.of(axis.zoom, day).moved(-1) for day in after[:1])]
        return cls(axis, min(earlier, key=start_of), max(later, key=start_of), None if whole == axis else whole)


def ends_of(spans):
    return min(first for first, _last in spans), max(last for _first, last in spans)


def beyond(axis, spans):
    """The last days of what ends before the axis, the first ones of what begins after it, both in order."""
    before = sorted(last for _first, last in spans if last < axis.start)
    return before, sorted(first for first, _last in spans if first >= axis.end)


def nearest(axis, spans):
    """The axis of the same zoom that ends with the last thing before it, or begins with the first one after it."""
    before, after = beyond(axis, spans)
    return Axis.of(axis.zoom, before[-1]).moved(1 - COLUMNS[axis.zoom]) if before else Axis.of(axis.zoom, after[0])


def start_of(axis):
    return axis.start
