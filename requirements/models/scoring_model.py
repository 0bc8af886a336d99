from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED
from requirements.models.custom_values import clean_number
from requirements.models.driver import FORMULAS, Driver


class ScoringKind(models.TextChoices):
    RICE = "rice", "RICE"
    ICE = "ice", "ICE"
    WSJF = "wsjf", "WSJF"
    VALUE_EFFORT = "value_effort", _("Value / effort")
    WEIGHTED = "weighted", _("Weighted drivers")
    FORMULA = "formula", _("Own formula")


class ScoringModelQuerySet(ProductOwnedQuerySet):
    def due(self):
        """Those whose scores wait to be computed."""
        return self.filter(due_at__isnull=False)


@tracked(
    "scoring_model",
    fields=["product", "kind", "formula", "drivers", "number"],
    subject=OWNED,
    may_undo=policies.can_manage,
)
class ScoringModel(models.Model):
    """How a product ranks its requirements: a formula over drivers.

    `number` counts the formula's versions. `drivers` defines the inputs: `[{"name", "label", "unit", "min", "max",
    "weight"}]`. `due_at` is when a worker was last asked to compute the product's scores and has not yet; `scored_at`
    says when one did.
    """

    product = models.OneToOneField("products.Product", models.CASCADE, related_name="scoring_model")
    kind = models.CharField(_("model"), max_length=12, choices=ScoringKind.choices, default=ScoringKind.RICE)
    formula = models.TextField(_("formula"), max_length=2_000)
    drivers = models.JSONField(default=list)
    number = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField(null=True, editable=False)
    scored_at = models.DateTimeField(null=True, editable=False)

    objects = ScoringModelQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("due_at", name="scoring_model_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    @classmethod
    def of_product(cls, product):
        """The product's model; RICE, not saved, where nobody has chosen one yet."""
        return cls.objects.filter(product=product).first() or cls.rice(product)

    @classmethod
    def rice(cls, product):
        formula, drivers = FORMULAS[ScoringKind.RICE]
        return cls(product=product, formula=formula, drivers=[{"name": driver.name} for driver in drivers])

    @property
    def inputs(self):
        """The drivers, by name."""
        return {row["name"]: Driver.stored(self.kind, row) for row in self.drivers}

    def clean_values(self, values):
        """Scoring inputs as they are stored, by driver name; None empties one. Errors name the driver."""
        inputs = self.inputs
        cleaned, errors = {}, {}
        for name, value in values.items():
            try:
                if name not in inputs:
                    raise ValidationError(_("This product's scoring has no driver “%s”.") % name)
                cleaned[name] = None if value in (None, "") else clean_value(inputs[name], value)
            except ValidationError as error:
                errors[f"drivers.{name}"] = error.messages
        if errors:
            raise ValidationError(errors)
        return cleaned


def clean_value(driver, value):
    number = clean_number(None, value)
    if not driver.allows(Decimal(str(number))):
        raise ValidationError(
            _("“%(value)s” is out of range for %(driver)s: %(range)s.")
            % {"value": value, "driver": driver.title, "range": driver.range}
        )
    return number
