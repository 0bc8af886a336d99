from django.db import models

from changes.tracking import tracked
from products import policies
from products.models import ProductOwnedQuerySet
from requirements.models.requirement import OF_REQUIREMENT, Requirement


@tracked(
    "external_reference",
    fields=["product", "requirement", "source", "external_id", "url", "data"],
    subject=OF_REQUIREMENT,
    may_undo=policies.can_contribute,
)
class ExternalReference(models.Model):
    """What a requirement is called in another system. `data` keeps the original dates and names as they were."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="references")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200)
    url = models.URLField(max_length=2_000, blank=True)
    data = models.JSONField(default=dict, blank=True)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "source", "external_id"], name="external_id_once_per_source")
        ]

    def __str__(self):
        return f"{self.source} {self.external_id}"
