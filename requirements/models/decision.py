from django.conf import settings
from django.db import models
from django.db.models import Case, DecimalField, Exists, F, OuterRef, Q, When
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import Category, ProductOwnedQuerySet
from requirements.models.agenda import OF_AGENDA

REASON_LENGTH = 2_000
WAITING = {  # after which decision a requirement still waits while its status is in one of these categories
    "decline": [Category.DECLINED],
    "postpone": [Category.NEW, Category.REVIEW],
}


class Verdict(models.TextChoices):
    ACCEPT = "accept", _("Accept")
    CHANGE = "change", _("Change first")
    POSTPONE = "postpone", _("Postpone")
    DECLINE = "decline", _("Decline")


class Measure(models.TextChoices):
    SCORE = "score", _("Score")
    DEMAND = "demand", _("Demand")
    VOTES = "votes", _("Votes")


@tracked(
    "decision",
    fields=["product", "requirement", "item", "verdict", "reason", "status", "drivers", "by", "created_at"],
    subject=OF_AGENDA,
    may_undo=policies.can_manage,
)
class Decision(models.Model):
    """What a review decided about an agenda item. Deciding again adds one: the latest counts, the former ones stay.

    `status` is the one it was moved to, `drivers` the agreed scoring inputs that were written into the requirement.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    requirement = models.ForeignKey("requirements.Requirement", models.CASCADE, related_name="decisions")
    item = models.ForeignKey("requirements.AgendaItem", models.CASCADE, related_name="decisions")
    verdict = models.CharField(_("decision"), max_length=8, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True, db_default="")
    status = models.ForeignKey(
        "products.Status", models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )
    drivers = models.JSONField(default=dict, blank=True, db_default={})
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("decision")

    def __str__(self):
        return f"{self.get_verdict_display()}: {self.reason}"


class ThresholdQuerySet(ProductOwnedQuerySet):
    def watching(self):
        """Those that count: of the latest decision about a requirement that still waits, with its `now` value."""
        later = Decision.objects.filter(requirement=OuterRef("requirement"), pk__gt=OuterRef("decision"))
        waits = Q()
        for verdict, categories in WAITING.items():
            waits |= Q(decision__verdict=verdict, requirement__status__category__in=categories)
        number = DecimalField(max_digits=20, decimal_places=6)
        measured = Case(
            *(When(measure=name, then=Cast(F(f"requirement__{name}"), number)) for name in Measure.values),
            output_field=number,
        )
        return self.filter(waits, ~Exists(later)).annotate(now=measured)


@tracked(
    "threshold",
    fields=["product", "requirement", "decision", "measure", "at_least"],
    subject=OF_AGENDA,
    may_undo=policies.can_manage,
)
class Threshold(models.Model):
    """From which score, demand or number of votes on what was turned down is to be looked at again.

    `armed` is derived: false from the moment it was passed until the figure has been below it again.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    requirement = models.ForeignKey("requirements.Requirement", models.CASCADE, related_name="thresholds")
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="thresholds", db_index=False)
    measure = models.CharField(max_length=6, choices=Measure.choices)
    at_least = models.DecimalField(max_digits=14, decimal_places=2)
    armed = models.BooleanField(default=True, db_default=True, editable=False)

    objects = ThresholdQuerySet.as_manager()

    class Meta:
        ordering = ["measure"]
        verbose_name = _("threshold")
        constraints = [models.UniqueConstraint(fields=["decision", "measure"], name="measure_once_per_decision")]
