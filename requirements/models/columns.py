from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from products.models import ProductOwnedQuerySet


class ChosenColumns(models.Model):
    """The columns that a person wants to see in a product's list. Theirs alone, so the change stream ignores it."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    names = ArrayField(models.CharField(max_length=60), default=list)

    objects = ProductOwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "product"], name="columns_once_per_person")]

    def __str__(self):
        return ", ".join(self.names)
