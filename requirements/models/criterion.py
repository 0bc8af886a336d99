from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from requirements.models.requirement import OF_REQUIREMENT, Requirement


@tracked(
    "criterion",
    fields=["requirement", "text", "done", "position"],
    subject=OF_REQUIREMENT,
    may_undo=policies.can_contribute,
)
class Criterion(models.Model):
    """One acceptance criterion: what must be true before the requirement counts as done."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="criteria")
    text = models.CharField(_("criterion"), max_length=1_000)
    done = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.text
