from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from feedback import policies
from feedback.models.feedback import OF_FEEDBACK, Feedback
from products.models import ProductOwnedQuerySet


class ClockKind(models.TextChoices):
    RECEIVED = "received", _("Received")
    RESPONDED = "responded", _("First response")
    PAUSED = "paused", _("Waiting for the customer")
    RESUMED = "resumed", _("The customer answered")
    SOLVED = "solved", _("Closed")
    REOPENED = "reopened", _("Opened again")
    RESPONSE_LATE = "response_late", _("First response late: escalated")
    SOLUTION_LATE = "solution_late", _("Solution late: escalated")


@tracked(
    "clock_event",
    fields=["product", "feedback", "kind", "at", "by", "due_at"],
    subject=OF_FEEDBACK,
    may_undo=policies.can_triage,
)
class ClockEvent(models.Model):
    """Something that moved the clock of an item. All figures of the clock are reckoned from these rows.

    An escalation says by `due_at` which moment had passed: of one moment there is one, however many sweeps see it.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="clock_events", db_index=False)
    kind = models.CharField(max_length=13, choices=ClockKind.choices)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index("feedback", "at", "id", name="clock_event_of_feedback")]
        constraints = [models.UniqueConstraint(fields=["feedback", "kind", "due_at"], name="escalated_once")]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
