from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models.product import OWNED, ProductOwnedQuerySet


class Category(models.TextChoices):
    NEW = "new", _("New")
    REVIEW = "review", _("In review")
    PLANNED = "planned", _("Planned")
    ACTIVE = "active", _("In progress")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")


OPEN = [Category.NEW, Category.REVIEW, Category.PLANNED, Category.ACTIVE]
HUES = {"new": 285, "review": 75, "planned": 255, "active": 225, "done": 150, "declined": 15}


@tracked(
    "status",
    fields=["product", "name", "category", "hue", "position", "wip_limit"],
    subject=OWNED,
    may_undo=policies.can_manage,
)
class Status(models.Model):
    """A step of a product's workflow."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="statuses")
    name = models.CharField(_("name"), max_length=60)
    category = models.CharField(_("category"), max_length=10, choices=Category.choices)
    hue = models.PositiveSmallIntegerField(_("colour"), default=255)
    position = models.PositiveSmallIntegerField(default=0)
    wip_limit = models.PositiveSmallIntegerField(_("limit of work in progress"), null=True, blank=True)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("status")
        constraints = [models.UniqueConstraint(fields=["product", "name"], name="status_name_once_per_product")]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        return self.category in OPEN
