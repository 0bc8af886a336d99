from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from feedback import policies
from feedback.models.feedback import OF_FEEDBACK, Feedback
from feedback.models.message import Message
from products.models import ProductOwnedQuerySet


@tracked(
    "feedback_file",
    fields=[
        "product", "feedback", "message", "uploader", "name", "size", "content_type", "storage", "width", "height",
        "sha256", "created_at",
    ],
    subject=OF_FEEDBACK,
    may_undo=policies.can_triage,
)  # fmt: skip
class FeedbackFile(models.Model):
    """A file that came with an item or one of its messages. `storage` is its generated name below the media folder."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="files")
    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="files", db_index=False)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=150)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    storage = models.CharField(max_length=40, unique=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("file")
        indexes = [models.Index("message", name="file_of_message", condition=~Q(message=None))]

    def __str__(self):
        return self.name

    @property
    def is_picture(self):
        return self.width is not None
