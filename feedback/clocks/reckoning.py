"""What the clock of an item says: reckoned from its events, its target and the working time of its product.

An item runs from when it was received; the solution clock stands while the customer is waited for, and from closing to
opening again. What stood is not counted, so a pause pushes the due moment out by exactly its counted time. The first
response is due whatever happens.
"""

from dataclasses import dataclass
from datetime import datetime

from feedback.models.clock_event import ClockKind
from feedback.models.feedback import CLOSED, State
from pmhub.lib.working_time import NeverWorks

STOPS = {ClockKind.PAUSED: "waiting", ClockKind.SOLVED: "closed"}
STARTS = {ClockKind.RESUMED: "waiting", ClockKind.REOPENED: "closed"}


@dataclass(frozen=True)
class Clock:
    """The derived columns of an item."""

    response_due_at: datetime | None = None
    responded_at: datetime | None = None
    solution_due_at: datetime | None = None
    solved_at: datetime | None = None
    next_due_at: datetime | None = None


def clock_of(feedback, events, promise):
    """Reckon one item from its events `(kind, at)`, in order, and what was promised for it (a Promise)."""
    runs, stopped = runs_of(feedback.received_at, events)
    responded_at = next((at for kind, at in events if kind == ClockKind.RESPONDED), None)
    solved_at = next((at for kind, at in reversed(events) if kind == ClockKind.SOLVED), None)
    is_closed = feedback.state in CLOSED
    response_due_at = after(feedback.received_at, promise.response, promise)
    solution_due_at = due_of(runs, promise, "waiting" in stopped and not is_closed)
    waits = "waiting" in stopped or feedback.state == State.WAITING
    open_ends = [None if responded_at else response_due_at, None if waits else solution_due_at]
    return Clock(
        response_due_at=response_due_at,
        responded_at=responded_at,
        solution_due_at=solution_due_at,
        solved_at=solved_at if is_closed or "closed" in stopped else None,
        next_due_at=None if is_closed or "closed" in stopped else min(filter(None, open_ends), default=None),
    )


def runs_of(start, events):
    """The stretches `(begin, end)` in which the solution clock ran, the last one without an end while it runs; and
    what stops it in the end."""
    runs, stopped, began = [], set(), start
    for kind, at in events:
        was_running = not stopped
        if kind in STOPS:
            stopped.add(STOPS[kind])
        elif kind in STARTS:
            stopped.discard(STARTS[kind])
        if was_running and stopped:
            runs.append((began, max(at, began)))
        elif not was_running and not stopped:
            began = max(at, start)
    return (runs if stopped else [*runs, (began, None)]), stopped


def due_of(runs, promise, waits):
    """When the promised time of these runs is over. While the customer is waited for nobody knows, if it was not over
    before; of what was closed in time it is when it would have been."""
    left = promise.solution
    for begin, end in runs:
        worked = None if end is None else promise.time.working_between(begin, end)
        if worked is None or worked >= left:
            return after(begin, left, promise)
        left -= worked
    return None if waits else after(runs[-1][1], left, promise)


def after(start, amount, promise):
    """When so much counted time has passed; None where a calendar has too little of it for anybody to look so far."""
    try:
        return promise.time.add_working(start, amount)
    except NeverWorks:
        return None
