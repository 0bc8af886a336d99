import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from products.models import ProductOwnedQuerySet

OVER_REST = "rest"  # the `part` of what a program has asked for


class BulkState(models.TextChoices):
    WAITING = "waiting", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class BulkEditQuerySet(ProductOwnedQuerySet):
    def abandoned(self):
        """Waiting for work, and nobody is at it."""
        free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
        return self.filter(free, state=BulkState.WAITING)


class BulkEdit(models.Model):
    """A change to so many requirements, or items of feedback, that a worker makes it, part by part.

    `part` and `data` are the form as its writer sent it (or OVER_REST and the body), `ids` the requirements (of
    feedback the numbers) as they were chosen then. `done` says how many have been gone through; it is written in the
    transaction of the rows themselves. All carry `batch`.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    batch = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    part = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    ids = ArrayField(models.BigIntegerField())
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=BulkState.choices, default=BulkState.WAITING)
    problem = models.TextField(blank=True, default="", db_default="")
    lease_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BulkEditQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("lease_until", name="bulk_edit_waiting", condition=Q(state="waiting"))]

    def __str__(self):
        return f"{self.part} of {len(self.ids)}"

    @property
    def total(self):
        return len(self.ids)

    @property
    def share_done(self):
        """Percent."""
        return 100 * self.done // self.total if self.total else 100

    @property
    def left(self):
        """By reason how many the worker left as they were, and the first of them; it notes that beside the form."""
        return self.data.get("left", {})

    @property
    def is_waiting(self):
        return self.state == BulkState.WAITING
