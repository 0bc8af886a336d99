from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from feedback import policies
from feedback.models.feedback import OF_FEEDBACK, Feedback
from feedback.models.message import Message
from products.models import ProductOwnedQuerySet
from requirements.models.attachment import Stored

STORED = [field.name for field in Stored._meta.fields]


@tracked(
    "feedback_file",
    fields=[
        "product", "feedback", "message", "uploader", "name", "size", "content_type", "storage", "width", "height",
        "sha256", "created_at",
    ],
    subject=OF_FEEDBACK,
    may_undo=policies.can_triage,
)  # fmt: skip
class FeedbackFile(Stored):
    """A file of an item or of one of its messages, whoever put it there."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="files")
    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="files", db_index=False)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("file")
        indexes = [models.Index("message", name="file_of_message", condition=~Q(message=None))]


class DraftFileQuerySet(ProductOwnedQuerySet):
    def visible_to(self, user):
        """Those that one put there oneself, in products that one sees still."""
        return super().visible_to(user).filter(uploader=user)


class DraftFile(Stored):
    """A file for a message that is not written yet: its writer's alone, until it goes with the message or is forgotten.

    Apart from the files of an item, so that nothing shows them and no undo brings them back.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="draft_files")
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    objects = DraftFileQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
