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
    "slip_reason",
    fields=["product", "version", "milestone", "change", "text", "by", "at"],
    subject=OWNED,
    may_undo=policies.can_plan,
)
class SlipReason(models.Model):
    """Why a promised date moved later: the words of whoever plans, beside the change of the date itself.

    The change says by how much, who and when; nothing of that is kept twice. `by` and `at` are of the words.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    version = models.ForeignKey("roadmaps.Version", models.CASCADE, null=True, related_name="slip_reasons")
    milestone = models.ForeignKey("roadmaps.Milestone", models.CASCADE, null=True, related_name="slip_reasons")
    change = models.OneToOneField("changes.Change", models.DO_NOTHING, related_name="+", db_constraint=False)
    text = models.CharField(_("reason"), max_length=REASON_LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason of a slip")
        constraints = [
            models.CheckConstraint(
                condition=Q(version=None, milestone__isnull=False) | Q(version__isnull=False, milestone=None),
                name="slip_of_version_or_milestone",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="slip_reason_says_something"),
        ]

    def __str__(self):
        return self.text
