from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.parsers import MultiPartParser

from accounts.api.views import person_of
from integrations.api.serializers import ImportShown, NewImport
from integrations.models import Import
from integrations.operations import imports
from pmhub.lib.api.answers import answer, created, subset
from pmhub.lib.api.problems import invalid_fields
from pmhub.lib.api.queries import FIELDS, PAGES, chosen_fields, listing, page_of
from pmhub.lib.api.views import Endpoint
from pmhub.lib.paging import Sort
from pmhub.lib.tabular.inspection import largest_file
from pmhub.lib.tabular.problems import Unreadable
from products.api.reach import product_named

LISTED = [name for name in ImportShown().fields if name != "problems"]


def shown(import_, names=()):
    """The import for programs; the problems only where asked for one import."""
    inspection = import_.inspection
    own = ("id", "filename", "source", "mapping", "state", "error", "batch", "total", "created_at", "ended_at")
    found = {name: getattr(import_, name) for name in own} | {
        "product": import_.product.key,
        "format": inspection.format,
        "encoding": inspection.encoding.label,
        "by": person_of(import_.by),
        "counts": import_.counts or None,
        "problem_count": import_.problem_count,
    }
    if not names or "problems" in names:
        found["problems"] = [problem_shown(problem) for problem in import_.problems]
    return subset(found, names)


def problem_shown(problem):
    return {name: getattr(problem, name) for name in ("code", "row", "column", "message", "fatal")}


class ImportsOf(Endpoint):
    """Mixin: reached by the managers of a product."""

    tag = "imports"
    reads = ImportShown

    def rows(self, product):
        product = product_named(self.request.user, product)
        self.may(imports.upload, product)
        return product, Import.objects.visible_to(self.request.user).of(product).select_related("product", "by")


class ImportsView(ImportsOf):
    listed = True
    writes = {"post": NewImport}
    query = {"get": PAGES | FIELDS}
    parser_classes = [MultiPartParser]
    largest_file = staticmethod(largest_file)

    def get(self, request, product):
        """The imports of a product, without their problems."""
        _product, rows = self.rows(product)
        names = chosen_fields(self.params, LISTED) or LISTED
        page = page_of(request, rows.order_by(), Sort("id", descending=True), self.params)
        return listing(request, page, [shown(row, names) for row in page.items])

    def post(self, request, product):
        """Import a file; with `dry_run` only find out what that would do. Read `state` until a worker has done it."""
        product, _rows = self.rows(product)
        values = self.body()
        import_ = self.uploaded(product, values)
        begin = imports.begin_check if values.get("dry_run") == "true" else imports.begin_run
        begin(import_, by=request.user)
        location = f"/api/v1/products/{product.key}/imports/{import_.pk}/"
        return created(shown(import_), location, version=import_.version)

    def uploaded(self, product, values):
        """The import, its columns mapped; 422 when the file or the mapping is no good."""
        by, file = self.request.user, values["file"]
        reading = {name: values.get(name) or "" for name in ("source", "format", "encoding")}
        mapping = values.get("mapping") or {}
        if not isinstance(mapping, dict) or not all(isinstance(field, str) for field in mapping.values()):
            raise invalid_fields({"mapping": [_("Send a JSON object of columns and fields.")]})
        try:
            import_ = imports.upload(product, file, by=by, filename=file.name, **reading)
        except Unreadable as error:
            raise invalid_fields({"file": [error.message]}) from None
        try:
            return imports.map_columns(import_, by=by, mapping=import_.mapping_with(mapping))
        except Unreadable as error:
            imports.discard(import_, by=by)
            raise invalid_fields({"mapping": [error.message]}) from None


class ImportView(ImportsOf):
    query = {"get": FIELDS}

    def get(self, request, product, pk):
        """How far an import is, and what came of it."""
        _product, rows = self.rows(product)
        names = chosen_fields(self.params, list(ImportShown().fields))
        import_ = get_object_or_404(rows, pk=pk)
        return answer(shown(import_, names), version=import_.version)
