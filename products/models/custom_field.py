from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models.product import OWNED, ProductOwnedQuerySet


class Kind(models.TextChoices):
    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    SELECT = "select", _("One of a list")
    MULTI_SELECT = "multi_select", _("Several of a list")
    PERSON = "person", _("Person")
    URL = "url", _("Web address")
    RATING = "rating", _("Rating, 1 to 5")


@tracked(
    "custom_field",
    fields=["product", "key", "name", "kind", "options", "position"],
    subject=OWNED,
    may_undo=policies.can_manage,
)
class CustomField(models.Model):
    """A field that a product adds to its requirements. Values live in `Requirement.custom` under the field's key."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="custom_fields")
    key = models.CharField(
        _("key"), max_length=40, validators=[RegexValidator(r"^[a-z][a-z0-9_]*\Z", _("Small letters, digits and _."))]
    )
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    options = ArrayField(models.CharField(max_length=100), default=list, blank=True, verbose_name=_("choices"))
    position = models.PositiveSmallIntegerField(default=0)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("custom field")
        constraints = [models.UniqueConstraint(fields=["product", "key"], name="field_key_once_per_product")]

    def __str__(self):
        return self.name
