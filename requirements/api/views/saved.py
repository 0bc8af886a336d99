from pmhub.lib.api.queries import COUNTED, FIELDS
from products.api.reach import PRODUCT, product_of_new
from products.api.things import Kind, ProductsThings, Thing
from requirements.api.serializers import NewView, ViewFields, ViewShown
from requirements.models import SavedView
from requirements.operations.saving_views import edit_view, remove_view, save_view
from requirements.views.saved_bar import url_of

INTO = {"product": ({"type": "string", "maxLength": 10}, "The product's key; without one, across all products.")}


class ViewKind(Kind):
    tag = "views"
    reads = ViewShown
    address = "/api/v1/views/{}/"
    create, edit, remove = save_view, edit_view, remove_view

    def rows(self, user):
        return SavedView.objects.visible_to(user).select_related("product", "owner")

    @staticmethod
    def shown(row):
        own = {name: getattr(row, name) for name in ("name", "way", "query", "shared", "position")}
        owner = {"id": row.owner_id, "name": row.owner.name}
        product = row.product.key if row.product else None
        return {"id": row.pk, "product": product, "owner": owner, **own, "address": url_of(row)}


class ViewsView(ViewKind, ProductsThings):
    """Saved views: your own, and those that others share with you."""

    query = {"get": COUNTED | FIELDS | PRODUCT, "post": INTO}
    writes = {"post": NewView}

    def post(self, request):
        """Keep a query under a name."""
        in_body = request.data.get("product") if isinstance(request.data, dict) else None
        if in_body or self.params.get("product"):
            return self.add(product_of_new(request, self.params))
        return self.add(request.user)


class ViewView(ViewKind, Thing):
    """A saved view."""

    writes = {"patch": ViewFields}
