"""The dates of versions and milestones as they stood at an instant."""

from dataclasses import dataclass

from changes.as_of import as_of
from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.models import Milestone, Version
from roadmaps.models.version import State


@dataclass(frozen=True)
class Stood:
    """What a version or milestone said then. `start` is None for a milestone; `is_done` is what was released (though
    archived since) or reached.

    `release` is the promise: a version's release, a milestone's due date.
    """

    type: str
    id: int
    name: str
    state: str
    start: FuzzyDate | None
    release: FuzzyDate | None
    version_id: int | None = None
    is_done: bool = False


def promises_as_of(product, instant):
    """Every version and milestone that existed at the instant, as `{("version", id): Stood, ("milestone", id): Stood}`.

    Two queries, whatever the number. What people saw then is what is told: a change that was undone later had not been
    undone yet, what was deleted since is there, and names are those of then. The caller has checked who may read.
    """
    with as_of(instant, [product.pk]):
        versions, milestones = list(Version.objects.of(product)), list(Milestone.objects.of(product))
    stood = {}
    for row in versions:
        done = row.state == State.RELEASED or row.released_at is not None
        told = Stood("version", row.pk, row.name, row.state, row.start, row.release, is_done=done)
        stood["version", row.pk] = told
    for row in milestones:
        state, done = ("reached", True) if row.done_at else ("open", False)
        stood["milestone", row.pk] = Stood("milestone", row.pk, row.name, state, None, row.due, row.version_id, done)
    return stood
