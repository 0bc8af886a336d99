from django.conf import settings
from django.db import models

from changes.tracking import tracked
from feedback import policies
from feedback.models.feedback import OF_FEEDBACK, Feedback, State
from products.models import ProductOwnedQuerySet


class MergeQuerySet(ProductOwnedQuerySet):
    def below(self, feedback):
        """The merges by which an item has become what it is part of: into it, into those, and so on."""
        ids = self.model.objects.raw(
            "WITH RECURSIVE part AS ("
            " SELECT * FROM feedback_merge WHERE into_id = %s"
            " UNION SELECT m.* FROM feedback_merge m JOIN part ON m.into_id = part.feedback_id"
            ") SELECT id FROM part",
            [feedback.pk],
        )
        return self.filter(pk__in=[row.pk for row in ids])


@tracked(
    "feedback_merge",
    fields=["product", "feedback", "into", "by", "at", "state", "snoozed_until", "decline_reason"],
    subject=OF_FEEDBACK,
    may_undo=policies.can_triage,
)
class Merge(models.Model):
    """An item was said to ask for the same as another one: `into` which, and what it was before.

    `Feedback.duplicate_of` is the first of them all, found by going from `into` to `into`.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    feedback = models.OneToOneField(Feedback, models.CASCADE, related_name="merge")
    into = models.ForeignKey(Feedback, models.CASCADE, related_name="merged")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices)
    snoozed_until = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=2_000, blank=True, db_default="")

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(into=models.F("feedback")), name="merged_into_another")
        ]

    def __str__(self):
        return f"{self.feedback_id} → {self.into_id}"
