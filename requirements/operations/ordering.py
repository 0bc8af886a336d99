"""The manual order, and moving: a place in it together with the fields that the place stands for."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from pmhub.lib import ranking
from pmhub.lib.operations import operation
from products.models import Product
from requirements import policies
from requirements.models import Requirement
from requirements.operations.authoring import edit

LONGEST = 24  # characters of a rank; where it would be longer, the neighbours make room
CROWDS = (128, 4_096, 1_000_000)  # how many neighbours to each side do, until it is enough
SPREAD = """
UPDATE requirements_requirement AS r SET rank = n.rank
  FROM unnest(%s::bigint[], %s::text[]) AS n(id, rank) WHERE r.id = n.id AND r.rank <> n.rank
"""


@operation(policies.can_edit)
def move(requirement, *, by, before=None, after=None):
    """Put a requirement directly before or after another one of its product, or at the end."""
    lock_order(requirement)
    if requirement in (before, after):
        return requirement
    lower, upper = neighbours(requirement, before, after)
    rank = ranking.between(lower, upper)
    requirement.rank = rank if len(rank) <= LONGEST else make_room(requirement, before or after, before=bool(before))
    requirement.save(update_fields=["rank"])
    requirement.refresh_from_db(fields=["lock_version"])
    return requirement


@operation(policies.can_edit)
def relocate(requirement, *, by, before=None, after=None, lock_version=None, **fields):
    """Change the fields that a new place stands for and put the requirement there, as one change.

    Without a neighbour it keeps its rank. Raises Stale as `edit` does: others may have moved it meanwhile; that they
    only gave it another rank is no conflict.
    """
    if before or after:
        lock_order(requirement)  # before the requirement's own row, as everybody does who moves
    moved = edit(requirement, by=by, lock_version=lock_version, **fields) if fields else requirement
    return move(moved, by=by, before=before, after=after) if before or after else moved


def lock_order(requirement):
    """One mover of a product at a time; what merely refers to the product does not wait."""
    Product.objects.select_for_update(no_key=True).get(pk=requirement.product_id)


def others_of(requirement):
    return Requirement.objects.of(requirement.product_id).exclude(pk=requirement.pk)


def neighbours(requirement, before, after):
    """The ranks between which the place lies; None stands for an end."""
    others = others_of(requirement)
    here = rank_of(others, before or after) if before or after else None
    if before:
        return others.filter(rank__lt=here).order_by("-rank").values_list("rank", flat=True).first(), here
    if after:
        return here, others.filter(rank__gt=here).order_by("rank").values_list("rank", flat=True).first()
    return others.order_by("-rank").values_list("rank", flat=True).first(), None


def rank_of(others, place):
    rank = others.filter(pk=place.pk).values_list("rank", flat=True).first()
    if rank is None:
        raise ValidationError({"before": _("%s is not here any more.") % place.key})
    return rank


def make_room(requirement, place, *, before):
    """Spread the ranks around a crowded place evenly; returns the one that is free directly before or after it."""
    others = others_of(requirement)
    here = rank_of(others, place)
    for size in CROWDS:
        below = list(others.filter(rank__lte=here).order_by("-rank", "-id").values_list("pk", "rank")[: size + 1])
        above = list(others.filter(rank__gt=here).order_by("rank", "id").values_list("pk", "rank")[: size + 1])
        lower = below.pop()[1] if len(below) > size else None
        upper = above.pop()[1] if len(above) > size else None
        crowd = [pk for pk, _rank in [*reversed(below), *above]]
        ranks = ranking.spread(lower, upper, len(crowd) + 1)
        if max(map(len, ranks)) < LONGEST // 2:
            break
    free = ranks.pop(crowd.index(place.pk) + (0 if before else 1))
    with connection.cursor() as cursor:
        cursor.execute(SPREAD, [crowd, ranks])
    return free
