from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import ProductOwnedQuerySet
from requirements.models.agenda import OF_AGENDA

COMMENT_LENGTH = 2_000


class Scored(models.Model):
    """What one reviewer thinks of one agenda item: a value from 1 to 5, values of the scoring drivers, or both."""

    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    value = models.PositiveSmallIntegerField(
        _("value"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    drivers = models.JSONField(default=dict, blank=True, db_default={})
    comment = models.CharField(_("comment"), max_length=COMMENT_LENGTH, blank=True, db_default="")
    submitted_at = models.DateTimeField()

    class Meta:
        abstract = True


class SealedScore(Scored):
    """A silent score as its reviewer left it, read by nobody else: untracked, so that no stream tells of it.

    It has no product to be reached by. It outlives its agenda item in the trash (no constraint, DO_NOTHING), so that
    taking a deletion back brings it back as well.
    """

    item = models.ForeignKey(
        "requirements.AgendaItem", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="sealed"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "reviewer"], name="one_sealed_score_per_reviewer")]


@tracked(
    "silent_score",
    fields=["product", "requirement", "item", "reviewer", "value", "drivers", "comment", "submitted_at"],
    subject=OF_AGENDA,
    may_undo=policies.can_manage,
)
class SilentScore(Scored):
    """A silent score that was revealed: copied from the sealed one in the moment when all were shown."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    requirement = models.ForeignKey("requirements.Requirement", models.CASCADE, related_name="+")
    item = models.ForeignKey("requirements.AgendaItem", models.CASCADE, related_name="scores", db_index=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["reviewer__name", "id"]
        verbose_name = _("silent score")
        constraints = [
            models.UniqueConstraint(fields=["item", "reviewer"], name="one_score_per_reviewer"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__range=(1, 5)), name="score_from_1_to_5"),
        ]
