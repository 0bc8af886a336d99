from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models.product import OWNED, ProductOwnedQuerySet


@tracked("tag", fields=["product", "name", "hue"], subject=OWNED, may_undo=policies.can_contribute)
class Tag(models.Model):
    """A word that a product's people put on requirements."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="tags")
    name = models.CharField(_("name"), max_length=100)
    hue = models.PositiveSmallIntegerField(_("colour"), null=True, blank=True)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        constraints = [models.UniqueConstraint("product", Lower("name"), name="tag_name_once_per_product")]

    def __str__(self):
        return self.name
