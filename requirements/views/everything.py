"""The requirements of all products that somebody may read, in one table."""

from functools import cached_property

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from products.models import Product
from requirements.across import across, frame_across
from requirements.grouping import common_dimensions
from requirements.models import Requirement
from requirements.reading import with_rows
from requirements.views.columns import COLUMNS, Column
from requirements.views.listing import AnyListingView
from requirements.views.table import Table, columns_sent, with_columns

ACROSS = "across"  # in the address of a row: it stands in this table and not in that of its product
PRODUCT = Column("product", _("Product"))
USUAL = ["product", "status", "priority", "score", "assignees", "version", "due"]


class Everything(Table):
    """The requirements of all products in rows, a page at a time.

    Whatever each product defines for itself (steps, own fields, inputs of the score) is not shown; what is in the rows
    is edited by the rules of the row's own product.
    """

    columns = [PRODUCT, *COLUMNS]

    def seen(self):
        return Requirement.objects.visible_to(self.user)

    def ways(self):
        return []

    @cached_property
    def frame(self):
        return frame_across(self.user, self.found)

    @cached_property
    def names(self):
        asked = self.address.params.get("columns", "")
        return list(dict.fromkeys(asked.split(","))) if asked else USUAL

    def dimensions(self):
        return common_dimensions(self.frame)

    @cached_property
    def may_edit(self):
        return bool(self.frame["writable"])

    @cached_property
    def bulk_product(self):
        """The only product that the list is of, if this person may write in it."""
        within = self.frame["within"]
        if len(within) != 1 or within[0] not in self.frame["writable"]:
            return None
        return Product.objects.visible_to(self.user).filter(pk=within[0]).first()

    def row_params(self):
        params = super().row_params()
        params[ACROSS] = "1"
        return params

    def ordered(self, found):
        return self.in_order(with_rows(found.select_related("product")))

    def walked(self, found, order):
        return across(self.user, found, order)

    def dressed(self, rows):
        writable = set(self.frame["writable"])
        for row in super().dressed(rows):
            row.is_fixed = row.product_id not in writable
        return rows

    def context(self):
        return {**super().context(), "can": {"contribute": self.may_edit}}


class EverythingView(AnyListingView):
    """All my products' requirements."""

    template_name = "requirements/everything.html"
    parts = "requirements/list.html"
    listing = Everything

    def beside(self, key):
        shown = super().beside(key)
        return {**shown, "gate": shown.pop("can")} if shown else {}


class AllColumnsView(View):
    """The columns of the list that is being looked at; who wants to keep them keeps a view."""

    def post(self, request):
        return HttpResponseRedirect(with_columns(request, reverse("all_requirements"), columns_sent(request)))
