from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import Category, ProductOwnedQuerySet
from requirements.models.agenda import OF_AGENDA
from requirements.models.decision import REASON_LENGTH


class ResurfacedQuerySet(ProductOwnedQuerySet):
    def unanswered(self):
        """Those that nobody has dealt with, and whose requirement has not been taken up otherwise."""
        taken_up = [Category.PLANNED, Category.ACTIVE, Category.DONE]
        return self.filter(answered_at=None).exclude(requirement__status__category__in=taken_up).order_by("-id")


@tracked(
    "resurfaced",
    fields=[
        "product", "requirement", "threshold", "value", "created_at", "answered_at", "answered_by", "item", "reason",
    ],
    subject=OF_AGENDA,
    may_undo=policies.can_manage,
)  # fmt: skip
class Resurfaced(models.Model):
    """What was turned down has passed its threshold. Answered by putting it on an agenda, or with a reason not to."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="resurfaced", db_index=False)
    requirement = models.ForeignKey("requirements.Requirement", models.CASCADE, related_name="resurfacings")
    threshold = models.ForeignKey("requirements.Threshold", models.CASCADE, related_name="+")
    value = models.DecimalField(max_digits=20, decimal_places=6)
    created_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    item = models.ForeignKey(
        "requirements.AgendaItem",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agenda item"),
    )
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True, db_default="")

    objects = ResurfacedQuerySet.as_manager()

    class Meta:
        verbose_name = _("resurfacing")
        indexes = [
            models.Index("product", "id", name="resurfaced_unanswered", condition=models.Q(answered_at=None)),
        ]
