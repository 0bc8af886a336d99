from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products.models import ProductOwnedQuerySet
from products.models.membership import Title
from products.models.product import OWNED
from roadmaps import policies

MOST = 100_000


@tracked(
    "capacity", fields=["product", "version", "user", "title", "amount"], subject=OWNED, may_undo=policies.can_plan
)
class Capacity(models.Model):
    """How much somebody, or everybody of a job title together, can do in a version, in the unit of the estimates."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    version = models.ForeignKey("roadmaps.Version", models.CASCADE, related_name="capacities")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField(_("job title"), max_length=20, choices=Title.choices, blank=True, db_default="")
    amount = models.DecimalField(
        _("capacity"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(MOST)]
    )

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("capacity")
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="capacity_once_per_person"),
            models.UniqueConstraint(
                fields=["version", "title"], condition=~Q(title=""), name="capacity_once_per_title"
            ),
            models.CheckConstraint(
                condition=Q(user=None) & ~Q(title="") | Q(user__isnull=False, title=""),
                name="capacity_of_one_somebody",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0, amount__lte=MOST), name="capacity_in_range"),
        ]

    def __str__(self):
        return f"{self.user or self.get_title_display()}: {self.amount}"
