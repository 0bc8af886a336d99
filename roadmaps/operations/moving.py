"""Moving what is planned in time: a version with what belongs to it, a milestone."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from requirements.models import Requirement
from requirements.operations.bulk import redate_many
from roadmaps import policies
from roadmaps.drawing.shifting import between
from roadmaps.models import Milestone, Version
from roadmaps.operations.planning import edit_milestone, edit_version


@dataclass(frozen=True)
class Moved:
    """What was moved, and how much moved along with it."""

    thing: object
    milestones: int = 0
    dates: int = 0


@operation(policies.can_plan)
def move_version(version, *, by, start, release, along=True, **how):
    """Give a version other dates. `along` moves by as much what belongs to it and is still open: the due dates of its
    milestones, the start and due dates of its requirements, or nothing at all where one of them cannot: ValidationError
    names it. `how` is the `reason` for a later release and the `lock_version` as `edit_version` takes them: Stale.
    """
    row = Version.objects.select_for_update(of=["self"]).get(pk=version.pk)
    row.product = version.product
    shift = between(row.release, release) if row.release else between(row.start, start)
    row = edit_version(row, by=by, start=start, release=release, **how)
    if not (along and shift):
        return Moved(row)
    return Moved(row, move_milestones(row, shift), move_requirements(row, shift, by))


@operation(policies.can_plan)
def move_milestone(milestone, *, by, due, **how):
    """Give a milestone another due date; `how` as in `move_version`."""
    row = Milestone.objects.select_for_update(of=["self"]).get(pk=milestone.pk)
    row.product = milestone.product
    return Moved(edit_milestone(row, by=by, due=due, **how))


def move_milestones(version, shift):
    """How many of the version's milestones moved. ValidationError names the one that cannot."""
    rows = version.milestones.filter(done_at=None).exclude(due_on=None).select_for_update(of=["self"]).order_by("pk")
    moved = []
    for milestone in rows:
        try:
            due = shift.of(milestone.due)
        except OverflowError:
            raise ValidationError(_("“%s” would be outside of the calendar.") % milestone.name) from None
        if due != milestone.due:
            milestone.due_on = due.date
            moved.append(milestone)
    return Milestone.objects.bulk_update(moved, ["due_on"])


def move_requirements(version, shift, by):
    """How many of the version's requirements moved."""
    rows = Requirement.objects.filter(version=version).open().exclude(start_on=None, due_on=None)
    return redate_many(version.product, list(rows.values_list("pk", flat=True)), shift.of, by=by)
