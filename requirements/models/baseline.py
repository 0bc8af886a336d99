from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED

NAME_LENGTH, NOTE_LENGTH = 120, 2_000


class BaselineQuerySet(ProductOwnedQuerySet):
    def newest_first(self):
        return self.select_related("by").order_by("-at", "-id")


@tracked(
    "baseline",
    fields=["product", "name", "at", "note", "by", "created_at"],
    subject=OWNED,
    may_undo=policies.can_manage,
)
class Baseline(models.Model):
    """A name for an instant: the product's requirements as they stood `at` that time. It copies nothing."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="baselines", db_index=False)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    at = models.DateTimeField(_("instant"))
    note = models.TextField(_("note"), blank=True, max_length=NOTE_LENGTH, db_default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    objects = BaselineQuerySet.as_manager()

    class Meta:
        verbose_name = _("baseline")
        constraints = [models.UniqueConstraint("product", Lower("name"), name="baseline_name_once_per_product")]
        indexes = [models.Index("product", "at", "id", name="baseline_of_product")]

    def __str__(self):
        return self.name
