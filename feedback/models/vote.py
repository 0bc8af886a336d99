from django.db import models
from django.db.models.functions import Now

from changes.tracking import tracked
from feedback import policies
from feedback.models.counting import count_votes
from feedback.models.feedback import OF_FEEDBACK, Feedback
from products.models import ProductOwnedQuerySet


class ByContact(models.Model):
    """What a contact has with an item, at most once."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    feedback = models.ForeignKey(Feedback, models.CASCADE, db_index=False)
    contact = models.ForeignKey("feedback.Contact", models.CASCADE)
    created_at = models.DateTimeField(db_default=Now())

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["feedback", "contact"], name="%(class)s_once")]
        default_related_name = "%(class)s_set"

    def __str__(self):
        return f"{self.contact_id} → {self.feedback_id}"


@tracked(
    "vote", fields=["product", "feedback", "contact", "created_at"], subject=OF_FEEDBACK, may_undo=policies.can_triage
)
class Vote(ByContact):
    """A contact wants the same."""

    class Meta(ByContact.Meta):
        triggers = count_votes


@tracked(
    "subscription",
    fields=["product", "feedback", "contact", "created_at", "ended_at"],
    subject=OF_FEEDBACK,
    may_undo=policies.can_triage,
)
class Subscription(ByContact):
    """A contact asked to hear what becomes of an item; `ended_at` when they had enough."""

    ended_at = models.DateTimeField(null=True, blank=True)
