from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models.product import OWNED, ProductOwnedQuerySet

OF_GOAL = (
    "SELECT p.key, p.id INTO subject_key, subject_product"
    " FROM products_goal g JOIN products_product p ON p.id = g.product_id WHERE g.id = r.goal_id;"
)
FIGURE = {"max_digits": 14, "decimal_places": 3}


class GoalQuerySet(ProductOwnedQuerySet):
    def in_order(self):
        """Open ones first, as people have arranged them."""
        return self.order_by(models.F("closed_at").asc(nulls_first=True), "position", "pk")


@tracked(
    "goal",
    fields=["product", "name", "note", "owner", "position", "closed_at", "created_at"],
    subject=OWNED,
    may_undo=policies.can_manage,
)
class Goal(models.Model):
    """What a product wants to achieve (an objective); its key results say how one will know."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="goals")
    name = models.CharField(_("objective"), max_length=120)
    note = models.TextField(_("why"), blank=True, max_length=10_000, db_default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        constraints = [models.UniqueConstraint(fields=["product", "name"], name="goal_name_once_per_product")]

    def __str__(self):
        return self.name

    @property
    def done(self):
        """How far its key results have come on average, from 0 to 1; None without any."""
        shares = [result.done for result in self.key_results.all()]
        return sum(shares) / len(shares) if shares else None


class KeyResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(goal__in=Goal.objects.visible_to(user))


@tracked(
    "key_result",
    fields=["goal", "name", "start", "target", "current", "unit", "position"],
    subject=OF_GOAL,
    may_undo=policies.can_manage,
)
class KeyResult(models.Model):
    """A number by which one knows that a goal is reached: from `start` to `target`, now `current`."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="key_results")
    name = models.CharField(_("key result"), max_length=120)
    start = models.DecimalField(_("start"), default=0, **FIGURE)
    target = models.DecimalField(_("target"), **FIGURE)
    current = models.DecimalField(_("now"), default=0, **FIGURE)
    unit = models.CharField(_("unit"), max_length=20, blank=True, db_default="")
    position = models.PositiveSmallIntegerField(default=0, db_default=0)

    objects = KeyResultQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(start=models.F("target")),
                name="key_result_goes_somewhere",
                violation_error_message=_("Start and target are the same."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def done(self):
        """The share of the way from start to target, from 0 to 1; a target may lie below the start."""
        share = (Decimal(self.current) - self.start) / (Decimal(self.target) - self.start)
        return float(max(Decimal(0), min(Decimal(1), share)))
