from pmhub.lib.api.queries import PAGES, listing, page_of
from pmhub.lib.api.views import Endpoint
from pmhub.lib.paging import Sort
from products.api.reach import product_named
from products.api.serializers import CustomFieldShown, MemberShown, StatusShown
from products.models import Role


class PartsView(Endpoint):
    """Something of which a product has several, in their order. Changed on the product's settings page."""

    tag = "products"
    listed = True
    query = {"get": PAGES}
    sort = Sort("position")

    def get(self, request, product):
        page = page_of(request, self.rows(product_named(request.user, product)), self.sort, self.params)
        return listing(request, page, [self.shown(row) for row in page.items])

    def shown(self, row):
        return {name: getattr(row, name) for name in self.reads().fields}


class StatusesView(PartsView):
    """The steps of a product's workflow."""

    reads = StatusShown

    def rows(self, product):
        return product.statuses.all()


class CustomFieldsView(PartsView):
    """The fields that a product adds to its requirements."""

    reads = CustomFieldShown

    def rows(self, product):
        return product.custom_fields.all()


class MembersView(PartsView):
    """The people of a product and their roles."""

    reads = MemberShown
    sort = Sort("id")

    def rows(self, product):
        return product.memberships.select_related("user")

    def shown(self, row):
        return {"id": row.user_id, "name": row.user.name, "role": Role(row.role).name.lower(), "title": row.title}
