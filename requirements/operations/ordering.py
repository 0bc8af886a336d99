"""The manual order."""

from pmhub.lib import ranking
from pmhub.lib.operations import operation
from products.models import Product
from requirements import policies
from requirements.models import Requirement


@operation(policies.can_edit)
def move(requirement, *, by, before=None):
    """Put a requirement directly before another one of its product, or at the end."""
    Product.objects.select_for_update().get(pk=requirement.product_id)  # one mover at a time
    others = Requirement.objects.of(requirement.product_id).exclude(pk=requirement.pk)
    upper = Requirement.objects.values_list("rank", flat=True).get(pk=before.pk) if before else None
    ahead = others.filter(rank__lt=upper) if upper else others
    lower = ahead.order_by("-rank").values_list("rank", flat=True).first()
    requirement.rank = ranking.between(lower, upper)
    requirement.save(update_fields=["rank"])
    requirement.refresh_from_db(fields=["lock_version"])
    return requirement
