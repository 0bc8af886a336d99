"""Lists over several products at the cost of a page."""

from dataclasses import dataclass, replace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet


@dataclass(frozen=True)
class AcrossProducts:
    """A queryset of requirements for `pmhub.lib.paging` that takes the first ones of each product by its own index.

    Without it, the first fifty of all products in some order would mean to sort all their requirements.
    """

    products: QuerySet
    requirements: QuerySet
    ordering: tuple = ()

    def filter(self, condition):
        return replace(self, requirements=self.requirements.filter(condition))

    def order_by(self, *ordering):
        return replace(self, ordering=ordering)

    def __getitem__(self, cut):
        own = self.requirements.filter(product=OuterRef("pk")).order_by(*self.ordering)[cut].values_list("pk")
        first = self.products.order_by().values_list(ArraySubquery(own), flat=True)
        ids = [pk for found in first for pk in found]
        return self.requirements.filter(pk__in=ids).order_by(*self.ordering)[cut]
