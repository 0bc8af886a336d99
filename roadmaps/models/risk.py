from django.conf import settings
from django.db import models
from django.db.models import Case, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED
from roadmaps import policies

RISK_LENGTH = 2_000


class Degree(models.TextChoices):
    LOW = "low", _("Low")
    MID = "mid", _("Medium")
    HIGH = "high", _("High")


WEIGHT = {Degree.LOW: 1, Degree.MID: 2, Degree.HIGH: 3}


class RiskState(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class RiskQuerySet(ProductOwnedQuerySet):
    def open(self):
        return self.filter(state=RiskState.OPEN)

    def gravest_first(self):
        """Open ones by probability times impact, then the closed ones."""
        degrees = [Case(*(When(**{name: d}, then=w) for d, w in WEIGHT.items())) for name in ("probability", "impact")]
        gravity = degrees[0] * degrees[1]
        return self.order_by(Case(When(state=RiskState.OPEN, then=0), default=1), gravity.desc(), "id")


@tracked(
    "risk",
    fields=[
        "product", "version", "text", "countermeasure", "owner", "state", "probability", "impact", "created_at"
    ],
    subject=OWNED,
    may_undo=policies.can_contribute,
)  # fmt: skip
class Risk(models.Model):
    """Something that could keep a version from its goal or its date, and what is done about it."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    version = models.ForeignKey("roadmaps.Version", models.CASCADE, related_name="risks")
    text = models.CharField(_("risk"), max_length=RISK_LENGTH)
    countermeasure = models.CharField(_("countermeasure"), max_length=RISK_LENGTH, blank=True, db_default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    state = models.CharField(_("status"), max_length=6, choices=RiskState.choices, default=RiskState.OPEN)
    probability = models.CharField(_("probability"), max_length=4, choices=Degree.choices, default=Degree.MID)
    impact = models.CharField(_("impact"), max_length=4, choices=Degree.choices, default=Degree.MID)
    created_at = models.DateTimeField(db_default=Now())
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = RiskQuerySet.as_manager()

    class Meta:
        verbose_name = _("risk")
        indexes = [models.Index(fields=["version", "state"], name="risk_of_version")]

    def __str__(self):
        return self.text[:80]

    @property
    def is_open(self):
        return self.state == RiskState.OPEN

    @property
    def gravity(self):
        """Probability times impact: 1 to 9."""
        return WEIGHT[self.probability] * WEIGHT[self.impact]

    @property
    def tone(self):
        """How a badge of it looks."""
        return "negative" if self.gravity >= 6 else "warning" if self.gravity >= 3 else ""
