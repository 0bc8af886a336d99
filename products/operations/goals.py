"""Setting goals and their key results."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from products import policies
from products.models import Goal, KeyResult
from products.operations.workflow import next_position

MOST_RESULTS = 10
OF_RESULT = ("name", "start", "target", "current", "unit")


@operation(policies.can_manage)
def create_goal(product, *, by, name, key_results=(), **fields):
    """Set a goal: `key_results` are dictionaries of `OF_RESULT`."""
    goal = saved(Goal(product=product, position=next_position(product.goals)), {"name": name, **fields})
    set_results(goal, key_results)
    return goal


@operation(policies.can_manage)
def edit_goal(goal, *, by, **fields):
    """Change a goal. `key_results` are all that it has from now on, known ones with their `id`."""
    results = fields.pop("key_results", None)
    goal = saved(goal, fields) if fields else goal
    if results is not None and set_results(goal, results):
        Goal.objects.filter(pk=goal.pk).update(lock_version=F("lock_version") + 1)
        goal.refresh_from_db(fields=["lock_version"])
        goal._prefetched_objects_cache = {}
    return goal


@operation(policies.can_manage)
def delete_goal(goal, *, by):
    """Delete a goal with its key results; versions lose it. Undo brings all of it back."""
    goal.delete()


def saved(goal, fields):
    refuse_nul(fields)
    for name, value in fields.items():
        setattr(goal, name, value)
    goal.full_clean(exclude=["product", "owner"], validate_constraints=False)
    try:
        with transaction.atomic():
            goal.save(update_fields=list(fields) if goal.pk else None)
    except IntegrityError:
        raise ValidationError({"name": _("“%s” exists already.") % goal.name}) from None
    goal.refresh_from_db(fields=["lock_version"])
    return goal


def set_results(goal, results):
    """Let the goal have exactly these key results in this order; returns whether that changed anything."""
    if len(results) > MOST_RESULTS:
        raise ValidationError({"key_results": _("A goal has at most %d key results.") % MOST_RESULTS})
    present = {result.pk: result for result in goal.key_results.all()}
    changed = False
    for position, given in enumerate(results):
        if given.get("id") and given["id"] not in present:
            raise ValidationError({"key_results": _("The goal has no key result %s.") % given["id"]})
        result = present.pop(given.get("id"), None) or KeyResult(goal=goal)
        wanted = {"position": position} | {name: given[name] for name in OF_RESULT if name in given}
        changed |= written(result, wanted)
    for result in present.values():
        result.delete()
    return changed or bool(present)


def written(result, wanted):
    refuse_nul(wanted)
    if result.pk and all(getattr(result, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(result, name, value)
    try:
        result.full_clean(exclude=["goal"])
    except ValidationError as error:
        raise ValidationError({"key_results": [f"{result.name}: {message}" for message in error.messages]}) from None
    result.save()
    return True
