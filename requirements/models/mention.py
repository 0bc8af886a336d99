from django.conf import settings
from django.db import models

from changes.tracking import tracked
from products import policies
from requirements.models.comment import Comment
from requirements.models.requirement import OF_REQUIREMENT, Requirement


@tracked(
    "mention",
    fields=["requirement", "comment", "user", "by"],
    subject=OF_REQUIREMENT,
    may_undo=policies.can_contribute,
)
class Mention(models.Model):
    """Somebody is named in a requirement's description, or in one of its comments, by who wrote that."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="mentions", db_index=False)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "comment", "user"], nulls_distinct=False, name="mentioned_once_per_text"
            )
        ]

    def __str__(self):
        return str(self.user)
