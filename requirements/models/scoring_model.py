from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED
from requirements.models.custom_values import clean_number


class ScoringKind(models.TextChoices):
    RICE = "rice", "RICE"
    ICE = "ice", "ICE"
    WSJF = "wsjf", "WSJF"
    VALUE_EFFORT = "value_effort", _("Value / effort")
    WEIGHTED = "weighted", _("Weighted drivers")
    FORMULA = "formula", _("Own formula")


@tracked(
    "scoring_model",
    fields=["product", "kind", "formula", "drivers", "number"],
    subject=OWNED,
    may_undo=policies.can_manage,
)
class ScoringModel(models.Model):
    """How a product ranks its requirements: a formula over drivers.

    `number` counts the formula's versions. `drivers` defines the inputs: `[{"name", "label", "unit", "min", "max",
    "weight"}]`. `due` asks a worker to compute the product's scores anew; `scored_at` says when one did.
    """

    product = models.OneToOneField("products.Product", models.CASCADE, related_name="scoring_model")
    kind = models.CharField(_("model"), max_length=12, choices=ScoringKind.choices, default=ScoringKind.RICE)
    formula = models.TextField(_("formula"), max_length=2_000)
    drivers = models.JSONField(default=list)
    number = models.PositiveIntegerField(default=1)
    due = models.BooleanField(default=False, db_default=False)
    scored_at = models.DateTimeField(null=True, editable=False)

    objects = ProductOwnedQuerySet.as_manager()

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    @classmethod
    def of_product(cls, product):
        """The product's model; RICE where nobody has chosen one yet."""
        return cls.objects.filter(product=product).first() or cls.rice(product)

    @classmethod
    def rice(cls, product):
        drivers = [{"name": name} for name in ("reach", "impact", "confidence", "effort")]
        return cls(product=product, formula="reach * impact * confidence / 100 / effort", drivers=drivers)

    def clean_values(self, values):
        """Scoring inputs as they are stored, by driver name; None empties one. Errors name the driver."""
        known = {driver["name"] for driver in self.drivers}
        cleaned, errors = {}, {}
        for name, value in values.items():
            if name not in known:
                errors[f"drivers.{name}"] = _("This product's scoring has no driver “%s”.") % name
                continue
            try:
                cleaned[name] = None if value in (None, "") else clean_number(None, value)
            except ValidationError as error:
                errors[f"drivers.{name}"] = error.messages
        if errors:
            raise ValidationError(errors)
        return cleaned
