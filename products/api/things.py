"""The REST resources of what belongs to a product or a requirement: one list and one item of each kind."""

from django.db import transaction
from django.shortcuts import get_object_or_404

from changes.api.merging import lock, lock_for_edit
from pmhub.lib.api.answers import answer, created, fingerprint, nothing, subset
from pmhub.lib.api.preconditions import not_modified, require
from pmhub.lib.api.queries import COUNTED, FIELDS, chosen_fields, flag, listing, page_of
from pmhub.lib.api.views import Endpoint
from pmhub.lib.paging import Sort
from products.api.reach import INTO, PRODUCT, product_of_list, product_of_new


class Kind:
    """How things of one kind are read and written; mixed into the views of their list and of one of them.

    `create`, `edit` and `remove` are operations; `columns` says under which names the stream of changes knows the
    members of the body that are called otherwise.
    """

    address = ""
    columns = {}
    create = edit = remove = None

    def rows(self, user):
        """All of them that the person may see."""
        raise NotImplementedError

    @staticmethod
    def shown(row):
        raise NotImplementedError

    def home_of(self, row):
        """What it belongs to."""
        return row.product

    def resolved(self, home, values):
        """The body's values as the operations take them."""
        return values

    def version(self, row):
        return row.lock_version if hasattr(row, "lock_version") else fingerprint(self.shown(row))

    def page(self, request, rows, sort):
        names = chosen_fields(self.params, self.reads().fields)
        page = page_of(request, rows, sort, self.params)
        results = [subset(self.shown(row), names) for row in page.items]
        return listing(request, page, results, count=rows.count() if flag(self.params, "count") else None)

    def add(self, home):
        create = type(self).create
        self.may(create, home)
        values = self.body()
        values.pop("product", None)
        row = create(home, by=self.request.user, **self.resolved(home, values))
        return created(self.shown(row), self.address.format(row.pk), version=self.version(row))


class ProductsThings(Kind, Endpoint):
    """The list of all that one may see, or of one product with `?product=`; POST adds one."""

    listed = True
    query = {"get": COUNTED | FIELDS | PRODUCT, "post": INTO}

    def get(self, request):
        product = product_of_list(request, self.params)
        rows = self.rows(request.user)
        return self.page(request, rows.of(product) if product else rows, Sort("id"))

    def post(self, request):
        return self.add(product_of_new(request, self.params))


class Thing(Kind, Endpoint):
    """One of them."""

    query = {"get": FIELDS}
    versioned = True

    def find(self, pk):
        return get_object_or_404(self.rows(self.request.user), pk=pk)

    def get(self, request, pk):
        names = chosen_fields(self.params, self.reads().fields)
        row = self.find(pk)
        version = self.version(row)
        return not_modified(request, version) or answer(subset(self.shown(row), names), version=version)

    @transaction.atomic
    def patch(self, request, pk):
        row, edit = self.find(pk), type(self).edit
        self.may(edit, row)
        values = self.body()
        if hasattr(row, "lock_version"):
            columns = [column for name in values for column in self.columns.get(name, [name])]
            lock_for_edit(request, row, columns, self.shown)
        else:
            lock(row)
            require(request, self.version(row), lambda: self.shown(row))
        if values:
            row = edit(row, by=request.user, **self.resolved(self.home_of(row), values))
        return answer(self.shown(row), version=self.version(row))

    @transaction.atomic
    def delete(self, request, pk):
        row, remove = self.find(pk), type(self).remove
        self.may(remove, row)
        lock(row)
        require(request, self.version(row), lambda: self.shown(row))
        remove(row, by=request.user)
        return nothing()
