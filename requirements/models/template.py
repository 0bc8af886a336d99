from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED

BODY_LENGTH = 20_000


@tracked("template", fields=["product", "name", "body"], subject=OWNED, may_undo=policies.can_manage)
class Template(models.Model):
    """A text of a product that people begin from: `/` offers it wherever Markdown is written."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="templates", db_index=False)
    name = models.CharField(_("name"), max_length=80)
    body = models.TextField(_("text"), max_length=BODY_LENGTH)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("template")
        constraints = [models.UniqueConstraint("product", Lower("name"), name="template_name_once_per_product")]

    def __str__(self):
        return self.name
