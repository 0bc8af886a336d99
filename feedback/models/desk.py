from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from changes.tracking import tracked
from products import policies
from products.models import ProductOwnedQuerySet
from products.models.product import OWNED


class Weighing(models.TextChoices):
    COUNT = "count", _("Every customer counts the same")
    TIER = "tier", _("By the weight of the customer's tier")
    VALUE = "value", _("By the customer's value")


class DeskQuerySet(ProductOwnedQuerySet):
    def due(self, what):
        """Those whose `demand`, or `clocks`, wait to be reckoned."""
        return self.filter(**{f"{what}_due_at__isnull": False})


@tracked("desk", fields=["product", "weighing", "currency"], subject=OWNED, may_undo=policies.can_manage)
class Desk(models.Model):
    """How a product takes feedback: its numbers, and how customers are weighed in the demand for a requirement.

    `demand_due_at` and `clocks_due_at` say since when a worker is to reckon them anew: the clocks of open items only,
    unless `closed_clocks_due`. A worker goes round all items: it is at the item `clocks_place` (an id), began at
    `clocks_from` and is done when it comes there again.
    """

    product = models.OneToOneField("products.Product", models.CASCADE, related_name="desk")
    last_number = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    weighing = models.CharField(_("demand"), max_length=5, choices=Weighing.choices, default=Weighing.COUNT)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    demand_due_at = models.DateTimeField(null=True, editable=False)
    clocks_due_at = models.DateTimeField(null=True, editable=False)
    closed_clocks_due = models.BooleanField(default=False, db_default=False, editable=False)
    clocks_place = models.BigIntegerField(default=0, db_default=0, editable=False)
    clocks_from = models.BigIntegerField(default=0, db_default=0, editable=False)
    lock_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = DeskQuerySet.as_manager()

    def __str__(self):
        return self.product.key

    @classmethod
    def currency_of(cls, product):
        """The currency that the values of a product's customers are in."""
        return (cls.objects.filter(product=product).first() or cls()).currency

    @classmethod
    def take_numbers(cls, product, count=1):
        """The first of the next `count` numbers for feedback of a product."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO feedback_desk (product_id, last_number, weighing, currency) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (product_id) DO UPDATE SET last_number = feedback_desk.last_number + %s"
                " RETURNING last_number",
                [product.pk, count, Weighing.COUNT, "CNY", count],
            )
            return cursor.fetchone()[0] - count + 1
