"""The table of a product's requirements."""

from functools import cached_property

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from pmhub.lib.paging import CursorError, page
from products import policies
from products.views.scoped import ProductScoped
from requirements.grouping import dimensions_of
from requirements.operations.viewing import choose_columns
from requirements.query import searched_for
from requirements.reading import with_rows
from requirements.views.bulk import LABELS
from requirements.views.cells import dressed
from requirements.views.columns import KEY, TITLE, chooser, columns_of, head, in_order, shown_of
from requirements.views.groups import Grouping, token
from requirements.views.listing import Listing, ListingView, same_order
from requirements.views.orders import is_order, is_own, ordered

ROWS = 50
BULK_PARTS = list(LABELS.items())


class Table(Listing):
    """The requirements in rows, a page at a time."""

    @cached_property
    def columns(self):
        """All that this product has."""
        return columns_of(self.frame)

    @cached_property
    def may_edit(self):
        """Whether this person may change any of the rows."""
        return policies.can_contribute(self.user, self.product)

    @property
    def bulk_product(self):
        """The product whose requirements can be changed together here."""
        return self.product

    @cached_property
    def names(self):
        return shown_of(self.frame, self.address.params.get("columns", ""))

    @cached_property
    def shown(self):
        """The columns of this view, in their order, besides key and title."""
        return in_order(self.columns, self.names)

    def usual_sort(self):
        return "relevance" if searched_for(self.address.params) else super().usual_sort()

    def known_sort(self, name):
        return name if is_order(name, self.columns if is_own(name) else []) else super().known_sort(name)

    def dimensions(self):
        """All that it can be grouped by."""
        return dimensions_of(self.frame)

    @cached_property
    def grouping(self):
        return Grouping(self, self.problems)

    def in_order(self, found):
        """`(these with what this view's order compares, the Sort)`."""
        return ordered(found, self.sort, self.columns)

    def ordered(self, found):
        """As `in_order`, with all that a row shows."""
        return self.in_order(with_rows(found))

    def signature(self, address):
        """What a cursor is a cursor of."""
        whole = self.product.pk if self.product else "*"
        return f"{whole}?{address.bare.without('sort').params.urlencode()}"

    def row_params(self):
        """How a row of this table is asked for on its own."""
        return self.address.only("columns").params

    def dressed(self, rows):
        return dressed(rows, self.frame, self.shown)

    def walked(self, found, order):
        """`found` as `pmhub.lib.paging` goes through it."""
        return found

    def rows(self, found):
        """The page at the cursor; from the beginning where the cursor is none of this list."""
        of, (found, order) = self.signature(self.address), self.ordered(found)
        found = self.walked(found, order)
        try:
            return page(found, order, limit=ROWS, cursor=self.address.params.get("cursor"), of=of)
        except CursorError as error:
            self.problems.append(str(error))
            return page(found, order, limit=ROWS, of=of)

    def arranged(self):
        """The rows, or all groups with the rows of the first; one group's rows where the address is within one."""
        grouping, within = self.grouping, self.grouping.asked_keys()
        if grouping.by and not within:
            return {"groups": grouping.groups(), "rows": [], "next": ""}
        found = self.rows(grouping.narrowed(within))
        following = str(self.address.having("cursor", [found.next])) if found.next else ""
        return {"rows": self.dressed(found.items), "next": following, **inside(within)}

    def sorted_by_column(self):
        """The label of the column by which it is ordered."""
        columns = [KEY, TITLE, *self.columns]
        return next((column.label for column in columns if column.sort and same_order(column.sort, self.sort)), "")

    def context(self):
        arranged = self.arranged()
        shared = super().context()
        return {
            **shared,
            **arranged,
            "arrangement": "requirements/_grouping.html",
            "grouping": self.grouping,
            "sorted_by": shared["sorted_by"] or self.sorted_by_column(),
            "may_total": not shared["uncounted"] or bool(self.grouping.by),
            "row_query": f"?{self.row_params().urlencode()}".removesuffix("?"),
            "row_count": -1 if shared["uncounted"] or "groups" in arranged else shared["count"] + 1,
            "col_count": len(self.shown) + 2 + self.may_edit,
            "columns": chooser(self.columns, self.names),
            "chosen": self.names,
            "may_edit": self.may_edit,
            "bulk_product": self.bulk_product,
            "reorders": bool(self.product) and self.may_edit and self.sort == "rank" and not self.grouping.by,
            "bulk_parts": BULK_PARTS,
            "heads": [head(column, self.address, self.sort) for column in [KEY, TITLE, *self.shown]],
        }


def inside(keys):
    """What a page of one group says it belongs to."""
    tokens = " ".join(token(keys[:depth]) for depth in range(1, len(keys) + 1))
    return {"within": bool(keys), "leaf_within": tokens}


class RequirementListView(ListingView):
    """The table of a product's requirements."""

    template_name = "requirements/list.html"
    listing = Table


class ColumnsView(ProductScoped, View):
    """The columns that this person sees in this product's list; with `view`, those of the view they are looking at."""

    def post(self, request):
        names, url = columns_sent(request), reverse("requirement_list", args=[self.product.key])
        if "view" in request.POST:
            return redirect(with_columns(request, url, names))
        choose_columns(self.product, by=request.user, names=names)
        return redirect(with_columns(request, url, []))


def columns_sent(request):
    return request.POST.getlist("column")[:100]


def with_columns(request, url, names):
    """The address of the list that is being looked at, with these columns instead of its own."""
    here = QueryDict(request.POST.get("here", ""), mutable=True)
    here.pop("columns", None)
    if names:
        here["columns"] = ",".join(names)
    return f"{url}?{here.urlencode()}".removesuffix("?")
