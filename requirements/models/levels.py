"""The rule of the tree: nothing lies below something finer; no initiative below a feature, no feature below a story."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from requirements.models.requirement import Level, Requirement

DEPTH = {str(level): depth for depth, level in enumerate(Level)}
NAMED = 5  # so many are named in a message


@dataclass
class Place:
    """A requirement with its level and the id of its parent, as they are or as they shall be."""

    key: str
    level: str
    parent: int | None


@dataclass(frozen=True)
class Misplaced:
    """Which field of a requirement says something impossible, and why it is."""

    key: str
    field: str
    why: str


def misplaced(ids, levels=None, parents=None):
    """`{id: Misplaced}` of those requirements that lie below something finer, or have something coarser below them.

    `levels` and `parents` (ids or None), by id, are what shall be; where they say nothing, what is holds.
    """
    levels, parents = levels or {}, parents or {}
    places = {
        pk: Place(key, str(levels.get(pk, level)), parents.get(pk, parent))
        for pk, key, level, parent in rows(pk__in=ids)
    }
    known = {pk: place.level for pk, place in places.items()}
    known |= {pk: level for pk, _key, level, _parent in rows(pk__in=beyond(places))}
    found = {}
    for pk, key, level, parent in rows(parent__in=list(places)):
        if pk not in places and is_finer(known[parent], level):
            found[parent] = Misplaced(places[parent].key, "level", f"{key}: {refusal(level, known[parent])}")
    for pk, place in places.items():
        if place.parent in known and is_finer(known[place.parent], place.level):
            found[pk] = Misplaced(place.key, "parent", refusal(place.level, known[place.parent]))
    return found


def beyond(places):
    """The parents that are not among the places themselves."""
    return {place.parent for place in places.values()} - {None, *places}


def rows(**which):
    return Requirement.objects.filter(**which).order_by("pk").values_list("pk", "key", "level", "parent_id")


def is_finer(one, other):
    return DEPTH[one] > DEPTH[other]


def refusal(child, parent):
    """Why something of the one level does not lie below the other."""
    levels = {"child": Level(child).label, "parent": Level(parent).label}
    return _("Nothing of the level “%(child)s” can lie below the level “%(parent)s”.") % levels


def wrong_place(requirement):
    """As Misplaced, what of a requirement that is about to be written cannot be; None where it may lie there."""
    pk, parent, level = requirement.pk, requirement.parent, requirement.level
    if pk is not None:
        return misplaced([pk], {pk: level}, {pk: requirement.parent_id}).get(pk)
    if parent and is_finer(parent.level, level):
        return Misplaced("", "parent", refusal(level, parent.level))
    return None


def refuse_all_misplaced(ids):
    """ValidationError that names those that lie where they cannot."""
    if wrong := list(misplaced(ids).values()):
        raise ValidationError([f"{one.key}: {one.why}" for one in wrong[:NAMED]])
