"""How an item goes from one state to another, and what its clock is told of it. Called by operations."""

from feedback.models import Feedback, Merge
from feedback.models.clock_event import ClockKind
from feedback.models.feedback import CLOSED, State
from feedback.operations.clocking import note

DECIDED = {"snoozed_until": None, "duplicate_of": None, "decline_reason": ""}


def change(row, **values):
    """Write what differs. Returns whether anything did."""
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    if differing:
        row.save(update_fields=differing)
        row.refresh_from_db(fields=["lock_version", "updated_at"])
    return bool(differing)


def move(row, state, *, by, **values):
    """Bring an item into a state, with the values that belong to it; what belonged to the one before is forgotten.

    The clock is told what that means for it. Returns whether anything changed.
    """
    before = row.state
    if row.duplicate_of_id:
        separate(row)
    changed = change(row, state=state, **{**DECIDED, **values})
    for kind in clock_of(before, state):
        note(row, kind, by=by)
    return changed


def separate(row):
    """Let what was merged into a duplicate be part of it alone: it no longer is part of anything itself."""
    below = list(Merge.objects.below(row).values_list("feedback", flat=True))
    Feedback.objects.filter(pk__in=below).update(duplicate_of=row)
    Merge.objects.filter(feedback=row).delete()


def clock_of(before, state):
    """What a step from one state to another is to the clock."""
    if before == state:
        return
    if before in CLOSED and state not in CLOSED:
        yield ClockKind.REOPENED
    if before == State.WAITING:
        yield ClockKind.RESUMED
    if state == State.WAITING:
        yield ClockKind.PAUSED
    if state in CLOSED and before not in CLOSED:
        yield ClockKind.SOLVED
