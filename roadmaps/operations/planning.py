"""Planning versions and milestones."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from roadmaps import policies
from roadmaps.models import Milestone, MilestoneVersion, Version
from roadmaps.models.version import OPEN, State, presumed
from roadmaps.operations.merging import FUZZY, refuse_stale
from roadmaps.operations.slipping import explain


def filled(thing, fields):
    """Set, validate and save; returns the thing. Names are unique per product."""
    refuse_nul(fields)
    if "name" in fields:
        fields = {**fields, "name": " ".join(fields["name"].split())}  # one line, in mails and calendars as well
    names = []
    for name, value in fields.items():
        if name in FUZZY:
            on, precision = FUZZY[name]
            setattr(thing, on, value.date if value else None)
            setattr(thing, precision, value.precision if value else "day")
            names += [on, precision]
        else:
            setattr(thing, name, value)
            names.append(name)
    given_by_us = ["released_at", *(field.name for field in thing._meta.fields if field.is_relation)]
    thing.full_clean(exclude=given_by_us)
    try:
        with transaction.atomic():
            thing.save(update_fields=names if thing.pk else None)
    except IntegrityError:
        raise ValidationError({"name": _("“%s” exists already.") % thing.name}) from None
    if thing.pk:
        thing.refresh_from_db(fields=["lock_version"])
    return thing


@operation(policies.can_plan)
def create_version(product, *, by, name, **fields):
    """Plan a version: `start` and `release` are FuzzyDate values. One made as released was so on its release day."""
    released = fields.get("state") == State.RELEASED
    when = {"released_at": presumed(fields.get("release"), product.time_zone)} if released else {}
    return filled(Version(product=product), {"name": name, **fields, **when})


@operation(policies.can_plan)
def edit_version(version, *, by, reason="", lock_version=None, **fields):
    """Change a version's fields. Only `releasing.release` releases one; what was released can be opened again here.

    `reason` is why the release moves later, for the ledger. Raises Stale where others have changed the same fields
    since `lock_version`.
    """
    refuse_stale(version, lock_version, fields)
    version = filled(version, fields | released_or_not(version, fields))
    explain(version, by=by, reason=reason)
    return version


def released_or_not(version, fields):
    """What else changes with a version's state: one that is open again was not released."""
    state = fields.get("state", version.state)
    if state == State.RELEASED and version.state != State.RELEASED and version.released_at is None:
        raise ValidationError({"state": _("Release it on its release page, which asks what becomes of what is open.")})
    return {"released_at": None, "released_by": None} if state in OPEN and version.released_at else {}


@operation(policies.can_plan)
def delete_version(version, *, by):
    """Delete a version; its requirements are unplanned. Undo brings both back."""
    version.delete()


@operation(policies.can_plan)
def create_milestone(product, *, by, name, **fields):
    """Set a milestone: `due` is a FuzzyDate value, `also` the further versions that need it."""
    also = fields.pop("also", ())
    return linked(filled(Milestone(product=product), {"name": name, **fields}), also)


@operation(policies.can_plan)
def edit_milestone(milestone, *, by, reason="", lock_version=None, **fields):
    """Change a milestone's fields; `done_at` says when it was reached, `also` which further versions need it.

    `reason` is why the date moves later, for the ledger. Raises Stale as `edit_version` does.
    """
    refuse_stale(milestone, lock_version, fields)
    also = fields.pop("also", None)
    if {"health", "health_note"} & set(fields):
        fields |= {"health_by": by, "health_at": timezone.now()}
    milestone = filled(milestone, fields) if fields else milestone
    explain(milestone, by=by, reason=reason)
    return milestone if also is None else linked(milestone, also)


def linked(milestone, versions):
    """Let exactly these be the further versions of a milestone; the one it belongs to is none of them."""
    if strangers := [one.name for one in versions if one.product_id != milestone.product_id]:
        raise ValidationError({"also": _("There is no “%s” in this product.") % strangers[0]})
    wanted = {one.pk for one in versions} - {milestone.version_id}
    links = MilestoneVersion.objects.filter(milestone=milestone)
    there = set(links.values_list("version", flat=True))
    if wanted == there:
        return milestone
    links.exclude(version__in=wanted).delete()
    MilestoneVersion.objects.bulk_create(
        MilestoneVersion(product=milestone.product, milestone=milestone, version_id=pk) for pk in sorted(wanted - there)
    )
    Milestone.objects.filter(pk=milestone.pk).update(lock_version=F("lock_version") + 1)
    milestone.refresh_from_db(fields=["lock_version"])
    getattr(milestone, "_prefetched_objects_cache", {}).pop("also", None)
    return milestone


@operation(policies.can_plan)
def delete_milestone(milestone, *, by):
    """Delete a milestone; requirements lose it. Undo brings both back."""
    milestone.delete()
