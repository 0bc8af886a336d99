"""Planning versions and milestones."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pmhub.lib.operations import operation
from pmhub.lib.texts import refuse_nul
from roadmaps import policies
from roadmaps.models import Milestone, Version

FUZZY = {"start": ("start_on", "start_precision"), "release": ("release_on", "release_precision"),
         "due": ("due_on", "due_precision")}  # fmt: skip


def filled(thing, fields):
    """Set, validate and save; returns the thing. Names are unique per product."""
    refuse_nul(fields)
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
    thing.full_clean(exclude=[field.name for field in thing._meta.fields if field.is_relation])
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
    """Plan a version: `start` and `release` are FuzzyDate values."""
    return filled(Version(product=product), {"name": name, **fields})


@operation(policies.can_plan)
def edit_version(version, *, by, **fields):
    """Change a version's fields."""
    return filled(version, fields)


@operation(policies.can_plan)
def delete_version(version, *, by):
    """Delete a version; its requirements are unplanned. Undo brings both back."""
    version.delete()


@operation(policies.can_plan)
def create_milestone(product, *, by, name, **fields):
    """Set a milestone: `due` is a FuzzyDate value."""
    return filled(Milestone(product=product), {"name": name, **fields})


@operation(policies.can_plan)
def edit_milestone(milestone, *, by, **fields):
    """Change a milestone's fields; `done_at` says when it was reached."""
    return filled(milestone, fields)


@operation(policies.can_plan)
def delete_milestone(milestone, *, by):
    """Delete a milestone; requirements lose it. Undo brings both back."""
    milestone.delete()
