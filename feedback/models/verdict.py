from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from feedback import policies
from feedback.models.feedback import OF_FEEDBACK
from products.models import ProductOwnedQuerySet


class VerdictQuerySet(ProductOwnedQuerySet):
    def of_group(self, feedback):
        """What people said of an item and of those that were merged into it."""
        return self.filter(models.Q(feedback=feedback) | models.Q(feedback__duplicate_of=feedback))

    def of_requirement(self, requirement):
        """What people said of the items that speak for a requirement, or were merged into one that does."""
        items = requirement.evidence.values("feedback")
        return self.filter(models.Q(feedback__in=items) | models.Q(feedback__duplicate_of__in=items))

    def counted(self):
        """How many said that it helped, and how many that it did not: `{"yes": 3, "no": 1}`."""
        return self.aggregate(
            yes=models.Count("contact", filter=models.Q(solved=True), distinct=True),
            no=models.Count("contact", filter=models.Q(solved=False), distinct=True),
        )


@tracked(
    "verdict",
    fields=["product", "feedback", "contact", "solved", "note", "at"],
    subject=OF_FEEDBACK,
    may_undo=policies.can_triage,
)
class Verdict(models.Model):
    """What a contact answered to “did it solve it?”; the latest answer counts."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    feedback = models.ForeignKey("feedback.Feedback", models.CASCADE, related_name="verdicts", db_index=False)
    contact = models.ForeignKey("feedback.Contact", models.CASCADE, related_name="+")
    solved = models.BooleanField(_("it helped"))
    note = models.CharField(_("in their words"), max_length=2_000, blank=True, db_default="")
    at = models.DateTimeField(db_default=Now())

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feedback", "contact"], name="verdict_once")]

    def __str__(self):
        return f"{self.contact_id}: {self.solved}"
