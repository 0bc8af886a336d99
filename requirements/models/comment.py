from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import Product
from requirements.models.indexing import said_in_comments
from requirements.models.requirement import OF_REQUIREMENT, Requirement


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(requirement__product__in=Product.objects.visible_to(user))


@tracked(
    "comment",
    fields=["requirement", "author", "body", "created_at", "edited_at"],
    subject=OF_REQUIREMENT,
    may_undo=policies.can_contribute,
)
class Comment(models.Model):
    """What somebody said about a requirement, in Markdown."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.TextField(_("comment"), max_length=50_000)
    created_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index("requirement", "created_at", "id", name="comment_of_requirement")]
        triggers = said_in_comments

    def __str__(self):
        return self.body[:60]
