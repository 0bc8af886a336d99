"""The table of a product's requirements."""

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from pmhub.lib.paging import CursorError, page
from products.views.scoped import ProductScoped
from requirements.operations.viewing import choose_columns
from requirements.query import sort_named
from requirements.reading import with_rows
from requirements.views.columns import KEY, TITLE, columns_of, dressed, head, shown_of
from requirements.views.listing import Listing, ListingView

ROWS = 50


class Table(Listing):
    """The requirements in rows, a page at a time."""

    def rows(self):
        """The page at the cursor; from the beginning where the cursor is none of this list."""
        of = f"{self.product.pk}?{self.address.bare.without('sort').params.urlencode()}"
        found, order, cursor = with_rows(self.found), sort_named(self.sort), self.address.params.get("cursor")
        try:
            return page(found, order, limit=ROWS, cursor=cursor, of=of)
        except CursorError as error:
            self.problems.append(str(error))
            return page(found, order, limit=ROWS, of=of)

    def context(self):
        rows = self.rows()
        columns = columns_of(self.frame)
        chosen = set(shown_of(self.frame))
        shown = [column for column in columns if column.name in chosen]
        return {
            **super().context(),
            "rows": dressed(rows.items, self.frame, shown),
            "next": str(self.address.having("cursor", [rows.next])) if rows.next else "",
            "columns": columns,
            "chosen": chosen,
            "heads": [head(column, self.address, self.sort) for column in [KEY, TITLE, *shown]],
        }


class RequirementListView(ListingView):
    """The table of a product's requirements."""

    template_name = "requirements/list.html"
    listing = Table


class ColumnsView(ProductScoped, View):
    """The columns that this person sees in this product's list."""

    def post(self, request):
        choose_columns(self.product, by=request.user, names=request.POST.getlist("column")[:100])
        here = QueryDict(request.POST.get("here", "")).urlencode()
        return redirect(f"{reverse('requirement_list', args=[self.product.key])}?{here}".removesuffix("?"))
