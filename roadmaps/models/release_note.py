from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED
from roadmaps import policies

BODY_LENGTH = 50_000


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    CHINESE = "zh", "中文"


class ReleaseNoteQuerySet(ProductOwnedQuerySet):
    def in_changelog(self, language):
        """Of each released version its published note, in this language if there is one; the latest release first."""
        shown = self.exclude(published_at=None).exclude(version__released_at=None)
        preferred = shown.filter(version=OuterRef("version"), language=language)
        best = shown.filter(Q(language=language) | ~Exists(preferred))
        return best.select_related("version", "published_by").order_by("-version__released_at", "-version_id")

    def released_before(self, note):
        """Those that follow the note in the changelog."""
        at, version = note.version.released_at, note.version_id
        return self.filter(Q(version__released_at__lt=at) | Q(version__released_at=at, version__lt=version))


@tracked(
    "release_note",
    fields=["product", "version", "language", "title", "body", "published_at", "published_by", "created_at"],
    subject=OWNED,
    may_undo=policies.can_plan,
)
class ReleaseNote(models.Model):
    """What a version brings, in one language: a draft, then published in the changelog."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey("roadmaps.Version", models.CASCADE, related_name="notes", db_index=False)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), max_length=BODY_LENGTH)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ReleaseNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("release note")
        indexes = [models.Index("product", "language", name="release_note_of_product")]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="release_note_once_per_language"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="release_note_published_by_somebody",
            ),
        ]

    def __str__(self):
        return self.title
