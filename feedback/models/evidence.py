from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from changes.tracking import tracked
from feedback import policies
from feedback.models.feedback import OF_FEEDBACK, Feedback
from products.models import ProductOwnedQuerySet


class Importance(models.IntegerChoices):
    NONE = 0, pgettext_lazy("importance", "Mentioned only")
    NICE = 1, pgettext_lazy("importance", "Nice to have")
    IMPORTANT = 2, pgettext_lazy("importance", "Important")
    CRITICAL = 3, pgettext_lazy("importance", "Critical")


@tracked(
    "evidence",
    fields=["product", "feedback", "requirement", "passage", "start", "importance", "by", "at"],
    subject=OF_FEEDBACK,
    may_undo=policies.can_triage,
)
class Evidence(models.Model):
    """An item speaks for a requirement: which passage of it does, and how important it is to the customer.

    `passage` is the text as it was marked, "" for the whole item; `start` is where it began in the body (characters).
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="evidence", db_index=False)
    requirement = models.ForeignKey("requirements.Requirement", models.CASCADE, related_name="evidence")
    passage = models.TextField(_("passage"), blank=True, max_length=10_000, db_default="")
    start = models.PositiveIntegerField(null=True, blank=True)
    importance = models.PositiveSmallIntegerField(
        _("importance"), choices=Importance.choices, default=Importance.NICE, db_default=1
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["feedback", "requirement", "start"], name="evidence_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=models.Q(importance__lte=3), name="evidence_importance_at_most_3"),
        ]

    def __str__(self):
        return f"{self.feedback_id} → {self.requirement_id}"
