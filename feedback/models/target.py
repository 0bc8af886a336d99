from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from feedback import policies
from feedback.models.feedback import Kind
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED

HOURS = [MinValueValidator(1), MaxValueValidator(10_000)]


@tracked(
    "service_target",
    fields=["product", "kind", "tier", "response_hours", "solution_hours", "working_time"],
    subject=OWNED,
    may_undo=policies.can_set_up,
)
class ServiceTarget(models.Model):
    """How soon items of a kind and a customer's tier are answered and solved; "" and None stand for any.

    Hours run through day and night, or with `working_time` only while the product's calendar works.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="service_targets", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, blank=True, db_default="")
    tier = models.ForeignKey("feedback.Tier", models.CASCADE, null=True, blank=True, related_name="+")
    response_hours = models.PositiveIntegerField(_("first response within (hours)"), default=48, validators=HOURS)
    solution_hours = models.PositiveIntegerField(_("solution within (hours)"), default=48, validators=HOURS)
    working_time = models.BooleanField(_("count working time only"), default=False, db_default=False)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "kind", "tier"], name="service_target_once", nulls_distinct=False
            )
        ]

    def __str__(self):
        return f"{self.kind or '*'} {self.tier_id or '*'}"

    def clean(self):
        if self.solution_hours < self.response_hours:
            raise ValidationError(
                {"solution_hours": _("Not less than the first response, which has %d hours.") % self.response_hours}
            )
