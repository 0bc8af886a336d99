from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED
from roadmaps import policies

REASON_LENGTH = 2_000


@tracked(
    "waiver",
    fields=["product", "version", "requirement", "item", "reason", "by", "at"],
    subject=OWNED,
    may_undo=policies.can_plan,
)
class Waiver(models.Model):
    """A version was released although this requirement or checklist item was open, and why."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey("roadmaps.Version", models.CASCADE, related_name="waivers")
    requirement = models.ForeignKey("requirements.Requirement", models.CASCADE, null=True, related_name="+")
    item = models.ForeignKey("roadmaps.ChecklistItem", models.CASCADE, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("release in spite of something open")
        indexes = [models.Index("product", "id", name="waiver_of_product")]
        constraints = [
            models.CheckConstraint(
                condition=Q(requirement=None, item__isnull=False) | Q(requirement__isnull=False, item=None),
                name="waiver_is_about_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
        ]

    def __str__(self):
        return self.reason
