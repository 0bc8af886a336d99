from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from pmhub.lib.paging import CursorError, page
from products.views.scoped import ProductScoped
from requirements.filters import DEFAULT_SORT, sort_named
from requirements.models import Requirement
from requirements.operations.viewing import choose_columns
from requirements.reading import MOST_COUNTED, frame_of, with_rows
from requirements.views.address import Address
from requirements.views.columns import KEY, ORDERS, TITLE, columns_of, dressed, head, shown_of
from requirements.views.filterbar import filters_of, understood

ROWS = 50


class Listing:
    """A product's list as a query string describes it; `problems` are sentences about what was not understood."""

    def __init__(self, product, user, path, params):
        self.product, self.user = product, user
        seen = Requirement.objects.visible_to(user).of(product)
        self.found, params, self.problems = understood(seen, params, user)
        self.address = Address(path, params)
        self.sort = self.known_sort(params.get("sort") or DEFAULT_SORT)

    def known_sort(self, name):
        try:
            sort_named(name)
        except ValidationError as error:
            self.problems += error.messages
            self.address = self.address.without("sort")
            return DEFAULT_SORT
        return name

    def rows(self):
        """The page at the cursor; from the beginning where the cursor is none of this list."""
        of = f"{self.product.pk}?{self.address.without('sort').params.urlencode()}"
        found, order, cursor = with_rows(self.found), sort_named(self.sort), self.address.params.get("cursor")
        try:
            return page(found, order, limit=ROWS, cursor=cursor, of=of)
        except CursorError as error:
            self.problems.append(str(error))
            return page(found, order, limit=ROWS, of=of)

    def context(self):
        """What the page's template shows."""
        rows, frame = self.rows(), frame_of(self.product, self.user, self.found)
        columns = columns_of(frame)
        chosen = set(shown_of(frame))
        shown = [column for column in columns if column.name in chosen]
        menu, active = filters_of(self.address, frame, self.user)
        return {
            "rows": dressed(rows.items, frame, shown),
            "next": str(self.address.having("cursor", [rows.next])) if rows.next else "",
            "columns": columns,
            "chosen": chosen,
            "heads": [head(column, self.address, self.sort) for column in [KEY, TITLE, *shown]],
            "menu": menu,
            "active": active,
            "orders": [
                (label, str(self.address.having("sort", [name])), same_order(name, self.sort))
                for name, label in ORDERS.items()
            ],
            "q": self.address.params.get("q", ""),
            "kept": self.address.pairs(but=("q", "cursor")),
            "here": self.address.without("cursor").params.urlencode(),
            "all": str(self.address.only("sort")),
            "count": min(frame["count"], MOST_COUNTED),
            "uncounted": frame["count"] > MOST_COUNTED,
            "any": frame["any"],
            "problems": self.problems,
        }


def same_order(one, other):
    """Whether two orders are by the same field, in whichever direction."""
    return one.removeprefix("-") == other.removeprefix("-")


class RequirementListView(ProductScoped, View):
    """The table of a product's requirements."""

    template_name = "requirements/list.html"

    def get(self, request):
        context = Listing(self.product, request.user, request.path, request.GET).context()
        if not request.htmx:
            return self.page(**context)
        return self.fragment("rows" if "cursor" in request.GET else "update", **context)


class ColumnsView(ProductScoped, View):
    """The columns that this person sees in this product's list."""

    def post(self, request):
        choose_columns(self.product, by=request.user, names=request.POST.getlist("column")[:100])
        here = QueryDict(request.POST.get("here", "")).urlencode()
        return redirect(f"{reverse('requirement_list', args=[self.product.key])}?{here}".removesuffix("?"))
