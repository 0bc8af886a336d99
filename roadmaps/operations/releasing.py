"""Releasing a version: what is open is moved, dropped or let pass with a reason, all in one undoable change."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from requirements.models import Requirement
from requirements.operations.bulk import edit_many
from roadmaps import policies
from roadmaps.models import ChecklistItem, Milestone, Version, Waiver
from roadmaps.models.version import OPEN, State
from roadmaps.models.waiver import REASON_LENGTH
from roadmaps.operations.planning import edit_milestone

MOVE, DROP, ANYWAY = "move", "drop", "anyway"
NAMED = 5


@dataclass(frozen=True)
class Fate:
    """What becomes of an open requirement: moved to `target`, dropped from the version, or let pass for a `reason`."""

    kind: str
    target: Version | None = None
    reason: str = ""


@dataclass(frozen=True)
class Choices:
    """What a person decided about what is open: `every` holds for requirements that `single` (by id) does not name."""

    every: Fate | None = None
    single: dict[int, Fate] = field(default_factory=dict)
    items_reason: str = ""
    reach_milestones: bool = False

    def fate_of(self, requirement):
        return self.single.get(requirement.pk, self.every)

    def targets(self):
        fates = [*self.single.values(), *([self.every] if self.every else [])]
        return [fate.target for fate in fates if fate.kind == MOVE and fate.target]


class StillOpen(ValidationError):
    """Nobody has said what becomes of these requirements or checklist items. Nothing was changed."""


class NotOpen(ValidationError):
    """The version was released or archived before."""


@operation(policies.can_plan)
def release(version, *, by, choices=None):
    """Release a version, once. Raises NotOpen, StillOpen, or ValidationError by field; then nothing has changed.

    The rows of all versions involved stay locked, so that nothing is planned into them meanwhile.
    """
    choices = choices or Choices()
    rows = locked_versions(version, choices)
    requirements, items = open_requirements(version), open_items(version)
    fates = decided(rows, version, requirements, choices)
    reason = reasoned("items_reason", choices.items_reason) if items else ""
    rearrange(version, fates, by)
    waive(version, by, [(Waiver(requirement=one), fate.reason.strip()) for one, fate in fates if fate.kind == ANYWAY])
    waive(version, by, [(Waiver(item=one), reason) for one in items])
    now = timezone.now()
    if choices.reach_milestones:
        for milestone in Milestone.objects.filter(version=version, done_at=None).select_related("product"):
            edit_milestone(milestone, by=by, done_at=now)
    row = rows[version.pk]
    row.state, row.released_at, row.released_by = State.RELEASED, now, by
    row.save(update_fields=["state", "released_at", "released_by"])
    version.refresh_from_db()
    return version


def locked_versions(version, choices):
    """The version and those that take something over, by id, locked in one order; raises NotOpen."""
    wanted = {version.pk, *(target.pk for target in choices.targets())}
    rows = Version.objects.filter(pk__in=wanted).select_for_update().order_by("pk").in_bulk()
    if version.pk not in rows:
        raise NotOpen(_("This version has been deleted."), code="released")
    if rows[version.pk].state not in OPEN:
        raise NotOpen(_("“%s” has been released already.") % rows[version.pk].name, code="released")
    return rows


def open_requirements(version):
    """The open ones of its scope, locked."""
    rows = Requirement.objects.filter(version=version).open().select_for_update(of=["self"])
    return list(rows.only("key", "version", "product").order_by("pk"))


def open_items(version):
    return list(ChecklistItem.objects.filter(version=version).open().select_for_update(of=["self"]).order_by("pk"))


def decided(rows, version, requirements, choices):
    """Each requirement with its fate. StillOpen where one has none, ValidationError where one cannot be carried out."""
    fates = [(requirement, choices.fate_of(requirement)) for requirement in requirements]
    if undecided := [requirement.key for requirement, fate in fates if fate is None]:
        raise StillOpen({"requirements": still_open(undecided)})
    for requirement, fate in fates:
        try:
            check(rows, version, fate)
        except ValidationError as error:
            name = "every" if requirement.pk not in choices.single else "requirements"
            raise ValidationError({name: [f"{requirement.key}: {text}" for text in error.messages]}) from None
    return fates


def still_open(keys):
    named = ", ".join(keys[:NAMED]) + (" …" if len(keys) > NAMED else "")
    return ngettext(
        "%(n)d requirement is still open (%(named)s): say what becomes of it.",
        "%(n)d requirements are still open (%(named)s): say what becomes of each.",
        len(keys),
    ) % {"n": len(keys), "named": named}


def check(rows, version, fate):
    """ValidationError where the fate is none, its version cannot take anything, or its reason is missing."""
    if fate.kind not in (MOVE, DROP, ANYWAY):
        raise ValidationError(_("Choose to move it, to drop it, or to release anyway."))
    if fate.kind == MOVE:
        target = rows.get(fate.target.pk) if fate.target else None
        if target is None or target.product_id != version.product_id:
            raise ValidationError(_("Choose the version to which it is moved."))
        if target.pk == version.pk or target.state not in OPEN:
            raise ValidationError(_("“%s” takes nothing: it must be another version that is open.") % target.name)
    if fate.kind == ANYWAY:
        reasoned("reason", fate.reason)


def reasoned(name, reason):
    """The reason; ValidationError unless there is one."""
    reason = reason.strip()
    refuse_nul({name: reason})
    if not reason:
        raise ValidationError({name: _("Say why it is released although something is open: people will ask.")})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({name: _("Use at most %d characters.") % REASON_LENGTH})
    return reason


def rearrange(version, fates, by):
    """Move and drop, one statement for each version that takes something over."""
    places = {}
    for requirement, fate in fates:
        if fate.kind != ANYWAY:
            places.setdefault(fate.target if fate.kind == MOVE else None, []).append(requirement.pk)
    for target, ids in places.items():
        edit_many(version.product, ids, by=by, version=target)


def waive(version, by, waivers):
    """Keep for what reason each of them was let pass."""
    for waiver, reason in waivers:
        waiver.product, waiver.version, waiver.by, waiver.reason = version.product, version, by, reason
    Waiver.objects.bulk_create(waiver for waiver, _reason in waivers)
