from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import ProductOwnedQuerySet

NOTES_LENGTH = 20_000
OF_AGENDA = (
    "SELECT q.key INTO subject_key FROM requirements_requirement q WHERE q.id = r.requirement_id;"
    " subject_product := r.product_id;"
)


@tracked(
    "agenda_item",
    fields=["product", "review", "requirement", "position", "minutes", "notes", "revealed_at", "revealed_by"],
    subject=OF_AGENDA,
    may_undo=policies.can_contribute,
)
class AgendaItem(models.Model):
    """A requirement on the agenda of a review. `revealed_at` says when the silent scores were shown to everybody."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    review = models.ForeignKey("requirements.Review", models.CASCADE, related_name="items", db_index=False)
    requirement = models.ForeignKey("requirements.Requirement", models.CASCADE, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(
        _("minutes planned"), null=True, blank=True, validators=[MaxValueValidator(480)]
    )
    notes = models.TextField(_("notes"), max_length=NOTES_LENGTH, blank=True, db_default="")
    revealed_at = models.DateTimeField(null=True, blank=True)
    revealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("agenda item")
        constraints = [
            models.UniqueConstraint(fields=["review", "requirement"], name="requirement_once_per_agenda"),
        ]

    def __str__(self):
        return str(self.requirement)
