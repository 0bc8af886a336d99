from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from changes.tracking import tracked
from pmhub.lib.fuzzy_dates import FuzzyDate
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED
from requirements.models.requirement import Precision
from roadmaps import policies

HEALTH_NOTE_LENGTH = 2_000


class Health(models.TextChoices):
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    LATE = "late", pgettext_lazy("health", "Late")


class MilestoneQuerySet(ProductOwnedQuerySet):
    def soonest_first(self):
        return self.order_by(F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "id")

    def about(self, version):
        """Those that belong to the version and those that are linked to it as well."""
        linked = MilestoneVersion.objects.filter(version=version).values("milestone")
        return self.filter(Q(version=version) | Q(pk__in=linked))


@tracked(
    "milestone",
    fields=[
        "product", "version", "name", "deliverables", "due_on", "due_precision", "owner", "done_at", "health",
        "health_note", "health_by", "health_at", "created_at",
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
    also = models.ManyToManyField(
        "roadmaps.Version", through="roadmaps.MilestoneVersion", related_name="also_milestones"
    )
    health = models.CharField(_("health"), max_length=8, choices=Health.choices, blank=True, db_default="")
    health_note = models.TextField(_("note"), blank=True, max_length=HEALTH_NOTE_LENGTH, db_default="")
    health_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    health_at = models.DateTimeField(null=True, blank=True, editable=False)
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


@tracked("milestone_version", fields=["product", "milestone", "version"], subject=OWNED, may_undo=policies.can_plan)
class MilestoneVersion(models.Model):
    """A further version that needs a milestone, besides the one the milestone belongs to."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    milestone = models.ForeignKey("roadmaps.Milestone", models.CASCADE, related_name="links", db_index=False)
    version = models.ForeignKey("roadmaps.Version", models.CASCADE, related_name="+")

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone of a further version")
        indexes = [models.Index("product", "id", name="milestone_version_of_product")]
        constraints = [models.UniqueConstraint(fields=["milestone", "version"], name="milestone_linked_once")]

    def __str__(self):
        return f"{self.milestone_id} → {self.version_id}"
