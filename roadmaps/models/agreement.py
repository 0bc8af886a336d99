from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED
from roadmaps import policies


class AgreementQuerySet(ProductOwnedQuerySet):
    def latest_first(self):
        return self.order_by("-at", "-id")


@tracked("agreement", fields=["product", "version", "at", "by"], subject=OWNED, may_undo=policies.can_plan)
class Agreement(models.Model):
    """The plan of a version was agreed `at` an instant: its scope as the stream of changes has it then.

    It copies nothing. The latest one is the line from which people count what was added and removed.
    """

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    version = models.ForeignKey("roadmaps.Version", models.CASCADE, related_name="agreements")
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")

    def __str__(self):
        return f"{self.version} {self.at:%Y-%m-%d}"
