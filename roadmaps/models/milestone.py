from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from pmhub.lib.fuzzy_dates import FuzzyDate
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED
from requirements.models.requirement import Precision
from roadmaps import policies


class MilestoneQuerySet(ProductOwnedQuerySet):
    def soonest_first(self):
        return self.order_by(F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "id")


@tracked(
    "milestone",
    fields=[
        "product", "version", "name", "deliverables", "due_on", "due_precision", "owner", "done_at", "created_at"
    ],
    subject=OWNED,
    may_undo=policies.can_plan,
)  # fmt: skip
class Milestone(models.Model):
    """A point in time at which something named must be there."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="milestones")
    version = models.ForeignKey(
        "roadmaps.Version", models.SET_NULL, null=True, blank=True, related_name="milestones", verbose_name=_("version")
    )
    name = models.CharField(_("name"), max_length=120)
    deliverables = models.TextField(_("deliverables"), blank=True, max_length=10_000, db_default="")
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_precision = models.CharField(max_length=7, choices=Precision.choices, default="day", db_default="day")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        constraints = [models.UniqueConstraint(fields=["product", "name"], name="milestone_name_once_per_product")]

    def __str__(self):
        return self.name

    @property
    def is_late(self):
        return self.done_at is None and self.due is not None and self.due.end < timezone.localdate()

    @property
    def due(self):
        return FuzzyDate(self.due_on, self.due_precision) if self.due_on else None
