from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED
from roadmaps import policies

TEXT_LENGTH, NOTE_LENGTH, MOST_ITEMS = 300, 2_000, 200


class Section(models.TextChoices):
    TESTING = "testing", _("Product testing")
    TRAINING = "training", _("User training")
    MARKETING = "marketing", _("Marketing")
    DECISION = "decision", _("Go / no-go")


SECTION_ORDER = {section: place for place, section in enumerate(Section)}


class ChecklistItemQuerySet(ProductOwnedQuerySet):
    def open(self):
        return self.filter(done_at=None)

    def in_order(self):
        """As people work through it: by section, in each as it was written."""
        place = models.Case(*(models.When(section=name, then=n) for name, n in SECTION_ORDER.items()))
        return self.order_by(place, "position", "id")


@tracked(
    "checklist_item",
    fields=[
        "product", "version", "section", "text", "owner", "due_on", "note", "position", "done_at", "done_by",
        "created_at",
    ],
    subject=OWNED,
    may_undo=policies.can_contribute,  # who ticks an item need not plan
)  # fmt: skip
class ChecklistItem(models.Model):
    """Something that must be done before a version may be released."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey("roadmaps.Version", models.CASCADE, related_name="checklist", db_index=False)
    section = models.CharField(_("section"), max_length=10, choices=Section.choices, default=Section.TESTING)
    text = models.CharField(_("what"), max_length=TEXT_LENGTH)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=NOTE_LENGTH, db_default="")
    position = models.PositiveIntegerField(default=0, db_default=0)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist item")
        indexes = [
            models.Index("product", "id", name="checklist_of_product"),
            models.Index("version", "position", name="checklist_of_version"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="checklist_item_done_by_somebody",
            )
        ]

    def __str__(self):
        return self.text

    @property
    def is_late(self):
        return self.done_at is None and self.due_on is not None and self.due_on < timezone.localdate()


@tracked("checklist_template", fields=["product", "name", "items"], subject=OWNED, may_undo=policies.can_plan)
class ChecklistTemplate(models.Model):
    """A checklist that a product's versions begin from; `items` are `[{"section": …, "text": …}]`."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="checklists", db_index=False)
    name = models.CharField(_("name"), max_length=80)
    items = models.JSONField(default=list)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("checklist")
        constraints = [
            models.UniqueConstraint(F("product"), Lower("name"), name="checklist_template_name_once_per_product")
        ]

    def __str__(self):
        return self.name
