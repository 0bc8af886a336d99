from django.db import transaction

from changes.api.merging import lock_for_edit
from pmhub.lib.api.answers import answer, created, subset
from pmhub.lib.api.preconditions import not_modified
from pmhub.lib.api.queries import COUNTED, FIELDS, chosen_fields, flag, listing, page_of
from pmhub.lib.api.views import Endpoint
from pmhub.lib.paging import Sort
from products.api.reach import product_named
from products.api.serializers import NewProduct, ProductFields, ProductShown
from products.models import Membership, Product, Role
from products.models.product import Privacy
from products.operations.products import create_product, edit_product

SHOWN = ("id", "key", "name", "vision", "stage", "time_zone", "privacy", "role", "created_at", "lock_version")


def shown(product, role):
    own = {name: getattr(product, name) for name in SHOWN if name != "role"}
    return {**own, "role": Role(role).name.lower()}


def roles_of(user, products):
    """The person's role in each of the products, by id, in one query."""
    if user.is_admin:
        return {product.pk: Role.OWNER for product in products}
    given = dict(Membership.objects.filter(user=user, product__in=products).values_list("product", "role"))
    reading = {product.pk: Role.VIEWER for product in products if product.privacy == Privacy.INTERNAL}
    return reading | given


class ProductsView(Endpoint):
    tag = "products"
    reads = ProductShown
    listed = True
    writes = {"post": NewProduct}
    query = {"get": COUNTED | FIELDS}

    def get(self, request):
        """The products you may see, by key."""
        names = chosen_fields(self.params, SHOWN)
        products = Product.objects.visible_to(request.user)
        page = page_of(request, products, Sort("key"), self.params)
        roles = roles_of(request.user, page.items)
        rows = [subset(shown(product, roles[product.pk]), names) for product in page.items]
        return listing(request, page, rows, count=products.count() if flag(self.params, "count") else None)

    def post(self, request):
        """Start a product. You become its owner; it gets a workflow of six statuses in your language."""
        self.may(create_product, request.user)
        product = create_product(request.user, by=request.user, **self.body())
        location = f"/api/v1/products/{product.key}/"
        return created(shown(product, Role.OWNER), location, version=product.lock_version)


class ProductView(Endpoint):
    tag = "products"
    reads = ProductShown
    writes = {"patch": ProductFields}
    query = {"get": FIELDS}
    versioned = True

    def get(self, request, product):
        """One product."""
        product = product_named(request.user, product)
        names = chosen_fields(self.params, SHOWN)
        return not_modified(request, product.lock_version) or self.show(product, names)

    def show(self, product, names=()):
        shown_now = shown(product, product.role_of(self.request.user))
        return answer(subset(shown_now, names), version=product.lock_version)

    @transaction.atomic
    def patch(self, request, product):
        """Change some fields; who sees the product is for owners to say."""
        product = product_named(request.user, product)
        self.may(edit_product, product)
        values = self.body()
        lock_for_edit(request, product, values, lambda row: shown(row, row.role_of(request.user)))
        return self.show(edit_product(product, by=request.user, **values))
