"""How items go from one state to another, and what their clocks are told of it. Called by operations.

The items are held. One is a set of one, but for the version that it has afterwards, which is read for one only.
"""

from django.db.models import Model

from feedback.models import Feedback, Merge
from feedback.models.clock_event import ClockKind
from feedback.models.feedback import CLOSED, State
from feedback.operations.clocking import note_all

DECIDED = {"snoozed_until": None, "duplicate_of": None, "decline_reason": ""}


def change(row, **values):
    """Write what differs. Returns whether anything did."""
    return read_back(row, change_all([row], **values))


def move(row, state, *, by, **values):
    """What `move_all` does, with one. Returns whether anything changed."""
    return read_back(row, move_all([row], state, by=by, **values))


def read_back(row, changed):
    if changed:
        row.refresh_from_db(fields=["lock_version", "updated_at"])
    return bool(changed)


def change_all(rows, **values):
    """Give items these values; returns those that said something else."""
    changed = [row for row in rows if any(differs(row, name, value) for name, value in values.items())]
    if changed:
        Feedback.objects.filter(pk__in=[row.pk for row in changed]).update(**values)
    for row in changed:
        for name, value in values.items():
            setattr(row, name, value)
    return changed


def differs(row, name, value):
    return getattr(row, Feedback._meta.get_field(name).attname) != (value.pk if isinstance(value, Model) else value)


def move_all(rows, state, *, by, at=None, **values):
    """Bring items into a state, with the values that belong to it; what belonged to the one before is forgotten.

    The clocks are told what that means for them. Returns those that changed.
    """
    before = {row.pk: row.state for row in rows}
    for row in rows:
        if row.duplicate_of_id:
            separate(row)
    changed = change_all(rows, state=state, **{**DECIDED, **values})
    note_all([(row, kind) for row in changed for kind in told_by(before[row.pk], state)], by=by, at=at)
    return changed


def separate(row):
    """Let what was merged into a duplicate be part of it alone: it no longer is part of anything itself."""
    below = list(Merge.objects.below(row).values_list("feedback", flat=True))
    Feedback.objects.filter(pk__in=below).update(duplicate_of=row)
    Merge.objects.filter(feedback=row).delete()


def told_by(before, state):
    """What a step from one state to another tells the clock."""
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
