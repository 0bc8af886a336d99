from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import ProductOwnedQuerySet
from requirements.models.requirement import Requirement

SUBJECT = (
    "SELECT q.key INTO subject_key FROM requirements_requirement q WHERE q.id = r.requirement_id;"
    " subject_product := r.product_id;"
)


class AttachmentQuerySet(ProductOwnedQuerySet):
    def visible_to(self, user):
        """What is put to requirements that this person may read, and what they uploaded into a text not saved yet."""
        return super().visible_to(user).filter(~Q(requirement=None) | Q(uploader=user.pk))

    def unused_by(self, user):
        """What somebody uploaded into a text that no requirement holds yet."""
        return self.filter(requirement=None, uploader=user)


class Stored(models.Model):
    """A file that is kept; `storage` is its name below the media folder, `width` and `height` are of pictures."""

    name = models.CharField(_("name"), max_length=150)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    storage = models.CharField(max_length=40, unique=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def is_picture(self):
        return self.width is not None


@tracked(
    "attachment",
    fields=[
        "product", "requirement", "uploader", "name", "size", "content_type", "storage", "width", "height", "sha256",
        "created_at",
    ],
    subject=SUBJECT,
    may_undo=policies.can_contribute,
)  # fmt: skip
class Attachment(Stored):
    """A file that somebody put to a requirement.

    Without a requirement it was uploaded into a text that is not saved yet.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    requirement = models.ForeignKey(
        Requirement, models.CASCADE, null=True, blank=True, related_name="attachments", db_index=False
    )
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("file")
        indexes = [
            models.Index("requirement", "id", name="attachment_of_requirement", condition=~Q(requirement=None)),
            models.Index("created_at", name="attachment_unused", condition=Q(requirement=None)),
        ]
