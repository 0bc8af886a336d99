"""A single row of a table, as it is now."""

from django.shortcuts import get_object_or_404
from django.views import View

from products.views.scoped import ProductScoped
from requirements.models import Requirement
from requirements.reading import with_rows
from requirements.views.address import Address
from requirements.views.everything import ACROSS, Everything
from requirements.views.table import Table


class Alone:
    """Mixin: a single requirement as a row of the table that the query string describes, whether it is found or not."""

    def __init__(self, found, product, user, params):
        self.found, self.product, self.user = found, product, user
        self.address = Address("", params)

    def context(self):
        """What _rows.html shows; 404 where there is no such requirement."""
        row = get_object_or_404(with_rows(self.found))
        return {"rows": self.dressed([row]), "may_edit": self.may_edit, "product": self.product}


class OneRow(Alone, Table):
    """Among those of its product."""


class OneOfAll(Alone, Everything):
    """Among those of all products."""


def one_row(product, user, number, params):
    """The context of the row's template; the query string says in which of the two tables it stands."""
    found = Requirement.objects.visible_to(user).of(product).filter(number=number)
    if ACROSS in params:
        return OneOfAll(found.select_related("product"), None, user, params).context()
    return OneRow(found, product, user, params).context()


class RowView(ProductScoped, View):
    """One row of the table."""

    template_name = "requirements/list.html"

    def get(self, request, number):
        return self.fragment("row", **one_row(self.product, request.user, number, request.GET))
