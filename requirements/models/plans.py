"""The versions and milestones that requirements name: they live in an app above this one, which says what is open."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from changes.models import Change
from products.models.status import OPEN
from requirements.models.requirement import Requirement

NAMED = 5  # so many are named in a message


def plan_model(field):
    """The model that a requirement's `version` or `milestone` names."""
    return Requirement._meta.get_field(field).related_model


def held(fields):
    """The fields with their version, if any, as it is by now; nobody else releases it until the transaction ends.

    To be asked before the requirements are locked: a release locks in this order, too.
    """
    if not (version := fields.get("version")):
        return fields
    now = type(version).objects.select_for_update(no_key=True).filter(pk=version.pk).first()
    if now is None:
        raise ValidationError({"version": _("“%s” has been deleted.") % version.name})
    return fields | {"version": now}


def refusal(version):
    """Why nothing that is open can be planned into the version; "" where it can, or where there is none.

    A version that is released or archived is history: finished work that belongs there can still be noted down, and
    what was planned there stays, also when somebody opens it again.
    """
    if version is None or version.is_open:
        return ""
    return _("Nothing that is open can be planned into “%(version)s”: it is %(state)s.") % {
        "version": version.name,
        "state": version.get_state_display().lower(),
    }


def refuse_closed(requirement):
    """ValidationError where a requirement that has just been given its version cannot be planned into it."""
    if requirement.status.is_open and (why := refusal(requirement.version)):
        raise ValidationError({"version": f"{requirement.key}: {why}"})


def closed_to(rows, version, status=None):
    """`{key: why}` of those requirements, of `{id: key}`, that cannot come into the version, given their new status."""
    why = refusal(version)
    if not why or (status and not status.is_open):
        return {}
    coming = Requirement.objects.filter(pk__in=list(rows)).exclude(version=version)
    coming = coming if status else coming.filter(status__category__in=OPEN)
    return {rows[pk]: why for pk in coming.values_list("pk", flat=True)}


def refuse_restored(changes):
    """After an undo: ValidationError where it put something open into a version that was closed since the changes.

    What comes back from the trash lies where it lay: nothing is lost because a version was released meanwhile.
    """
    planned = changes.filter(action="update", diff__has_key="version").order_by()
    rows = Requirement.objects.open().filter(pk__in=planned.values("object_id")).exclude(version=None)
    wrong = [row for row in rows.select_related("version").order_by("pk") if refusal(row.version)]
    if not wrong:
        return
    first = planned.order_by("id").values_list("id", flat=True).first()
    moved = Change.objects.filter(type="version", id__gt=first, diff__has_key="state")
    since = set(moved.filter(object_id__in={row.version_id for row in wrong}).values_list("object_id", flat=True))
    if refused := [f"{row.key}: {refusal(row.version)}" for row in wrong if row.version_id in since]:
        raise ValidationError(refused[:NAMED])
