"""What changes mean to people outside."""

from collections import defaultdict

from django.apps import apps

from feedback.models import Evidence
from feedback.models.letter import What
from feedback.operations.telling import announce, draft_for
from products.models import Status
from requirements.models import Requirement

OF_STATE = {"solved": What.SOLVED, "declined": What.DECLINED}
OF_CATEGORY = {"planned": What.PLANNED, "active": What.ACTIVE, "done": What.DONE}


def tell(changes):
    """Put what people outside care about into their next letters, and make drafts for what versions brought."""
    for what, items in [*told_by_items(changes), *told_by_requirements(changes)]:
        announce(items, what)
    versions = [change for change in changes if change.type == "version"]
    released = [change.object_id for change in versions if change.diff.get("state", ("", ""))[1] == "released"]
    for version, name in names_of(released):
        draft_for(version, name, brought_by(version))
    for (version, name), requirements in late_ones(changes).items():
        draft_for(version, name, requirements)


def told_by_items(changes):
    """Items that were solved or declined."""
    found = defaultdict(set)
    for change in changes:
        if change.type == "feedback" and (what := OF_STATE.get(change.diff.get("state", ("", ""))[1])):
            found[what].add(change.object_id)
    return found.items()


def told_by_requirements(changes):
    """Items that speak for requirements whose status came into another category."""
    moved = {}
    for change in changes:
        if change.type == "requirement" and "status" in change.diff:
            before, after = change.diff["status"]
            moved[change.object_id] = (moved.get(change.object_id, (before,))[0], after)
    category = dict(
        Status.objects.filter(pk__in={pk for pair in moved.values() for pk in pair}).values_list("pk", "category")
    )
    found = defaultdict(set)
    for requirement, (before, after) in moved.items():
        if category.get(before) != category.get(after) and category.get(after) in OF_CATEGORY:
            found[OF_CATEGORY[category[after]]].add(requirement)
    for what, requirements in found.items():
        yield what, set(Evidence.objects.filter(requirement__in=requirements).values_list("feedback_id", flat=True))


def brought_by(version):
    """What a version brought: what is not done is not there yet, whatever was released."""
    return Requirement.objects.filter(version=version, status__category="done")


def late_ones(changes):
    """What is done in a version that was released before, by the id and name of that: done late, or put there late."""
    late = {"status", "version"}
    moved = {change.object_id for change in changes if change.type == "requirement" and late & change.diff.keys()}
    done = Requirement.objects.filter(pk__in=moved, status__category="done", version__state="released")
    found = defaultdict(list)
    for version, name, requirement in done.values_list("version", "version__name", "pk") if moved else ():
        found[version, name].append(requirement)
    return found


def names_of(versions):
    """`(id, name)` of those that are still there; this app knows roadmaps only through `Requirement.version`."""
    return apps.get_model("roadmaps", "Version").objects.filter(pk__in=versions).values_list("pk", "name")
