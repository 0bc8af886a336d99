"""The requirements of all products that somebody may read, in one table."""

from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Min, Q, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts.models import User
from pmhub.lib.paging import CursorError, page
from products.models import Membership, Product, Tag
from requirements.across import AcrossProducts
from requirements.models import Requirement
from requirements.models.plans import plan_model
from requirements.reading import MOST_CHOICES, MOST_COUNTED, Cardinality, with_rows
from requirements.views.cells import dressed
from requirements.views.columns import COLUMNS, KEY, TITLE, Column, head, in_order
from requirements.views.listing import Listing, arrived
from requirements.views.orders import is_order, ordered

ROWS = 50
PRODUCT = Column("product", _("Product"))
USUAL = ["product", "status", "priority", "score", "assignees", "version", "due"]
WITHOUT = {"product_rows", "status_rows", "milestone_rows", "field_rows", "model_rows"}


def frame_across(user, found):
    """As requirements.reading.frame_of, over all products that the person may read; in one query.

    Steps, fields and drivers are each product's own: what is common to all are the categories of the steps.
    """
    products, every = Product.objects.visible_to(user), Requirement.objects.visible_to(user)
    tags = Tag.objects.visible_to(user).order_by("name").values("name").annotate(one=Min("pk"), colour=Min("hue"))
    people = User.objects.filter(
        Q(pk=user.pk) | Q(pk__in=Membership.objects.visible_to(user).values("user")), is_active=True
    )
    versions = plan_model("version").objects.visible_to(user)
    versions = versions.order_by("name").values("name").annotate(one=Min("pk"))
    named = JSONObject(id="pk", name="name")
    frame = (
        User.objects.filter(pk=user.pk)
        .annotate(
            product_rows=ArraySubquery(products.values(row=JSONObject(id="pk", key="key", name="name"))[:MOST_CHOICES]),
            tag_rows=ArraySubquery(tags.values(row=JSONObject(id="one", name="name", hue="colour"))[:MOST_CHOICES]),
            version_rows=ArraySubquery(
                versions.values("name")
                .annotate(one=Min("pk"))
                .values(row=JSONObject(id="one", name="name"))[:MOST_CHOICES]
            ),
            people_rows=ArraySubquery(people.order_by("name").values(row=named)[:MOST_CHOICES]),
            best=Subquery(every.order_by(F("score").desc(nulls_last=True)).values("score")[:1]),
            any=Exists(every),
            count=Cardinality(ArraySubquery(found.order_by().values("pk")[: MOST_COUNTED + 1])),
        )
        .values("product_rows", "tag_rows", "version_rows", "people_rows", "best", "any", "count")
        .get()
    )
    return {**dict.fromkeys(WITHOUT, []), **frame}


class Everything(Listing):
    """The requirements of all products in rows, a page at a time."""

    def seen(self):
        return Requirement.objects.visible_to(self.user)

    def ways(self):
        return []

    @cached_property
    def frame(self):
        return frame_across(self.user, self.found)

    @cached_property
    def shown(self):
        asked = self.address.params.get("columns", "")
        return in_order([PRODUCT, *COLUMNS], list(dict.fromkeys(asked.split(","))) if asked else USUAL)

    def known_sort(self, name):
        return name if is_order(name, []) else super().known_sort(name)

    def rows(self):
        """The page at the cursor; from the beginning where the cursor is none of this list."""
        of = f"*?{self.address.bare.without('sort').params.urlencode()}"
        found, order = ordered(with_rows(self.found.select_related("product")), self.sort, [])
        if order.field != "id":
            found = AcrossProducts(Product.objects.visible_to(self.user), found)
        try:
            return page(found, order, limit=ROWS, cursor=self.address.params.get("cursor"), of=of)
        except CursorError as error:
            self.problems.append(str(error))
            return page(found, order, limit=ROWS, of=of)

    def context(self):
        rows = self.rows()
        return {
            **super().context(),
            "rows": dressed(rows.items, self.frame, self.shown),
            "next": str(self.address.having("cursor", [rows.next])) if rows.next else "",
            "heads": [head(column, self.address, self.sort) for column in [KEY, TITLE, *self.shown]],
        }


class EverythingView(View):
    """All my products' requirements."""

    template_name = "requirements/everything.html"

    def get(self, request):
        params, elsewhere = arrived(request, None)
        if elsewhere:
            return elsewhere
        listing = Everything(None, request.user, request.path, params)
        if listing.asked.typing and listing.asked.fragments:
            return HttpResponse(status=204)
        context = listing.context()
        part = ("#more" if "cursor" in request.GET else "#update") if request.htmx else ""
        response = render(request, f"{self.template_name}{part}", context)
        patch_vary_headers(response, ["HX-Request"])
        if "enter" in request.GET:
            response["HX-Replace-Url"] = str(listing.address.bare)
        return response
