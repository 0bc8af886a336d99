"""Requirements as files."""

from itertools import islice

from django.core.exceptions import ValidationError
from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views import View

from integrations.exporting import files
from integrations.exporting.fields import ALWAYS, as_text, chosen
from integrations.exporting.reading import places_of, requirements_in
from products.views.scoped import ProductScoped, Shown
from requirements.across import across
from requirements.models import ChosenColumns, Requirement
from requirements.query import DEFAULT_SORT, filtered, sort_named
from requirements.reading import MOST_COUNTED, frame_of
from requirements.views.columns import USUAL, columns_of
from requirements.views.everything import USUAL as USUAL_ACROSS
from requirements.views.orders import is_order, is_own, ordered

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
}
FORMATS = {"xlsx": "Excel", "csv": "CSV", "json": "JSON", "md": "Markdown"}
PRINTED = 10_000  # some 300 pages, which a browser still lays out within seconds


class Export(Shown, View):
    """The requirements that the query string finds, and the columns it names: of a product, or of all one may read.

    `columns=a,b` names them, `columns=*` means all there are; without it the person's own choice holds.
    """

    def get(self, request, **kwargs):
        try:
            self.read()
        except ValidationError as error:
            return self.page(template="integrations/export.html", problems=error.messages, status=422)
        return self.export(**kwargs)

    def read(self):
        params = self.request.GET
        seen = Requirement.objects.visible_to(self.request.user)
        seen = seen.of(self.product) if self.product else seen
        self.found, self.order = self.in_order(filtered(seen, params, self.request.user))
        self.fields = chosen(self.product, self.names(params.get("columns", "")))

    def in_order(self, found):
        """`(found, its Sort)`: every order that the table has; ValidationError says which there are."""
        name = self.request.GET.get("sort") or DEFAULT_SORT
        own = self.product and is_own(name)
        columns = columns_of(frame_of(self.product, self.request.user, found)) if own else []
        return ordered(found, name, columns) if is_order(name, columns) else (found, sort_named(name))

    def names(self, given):
        if given == "*":
            return None
        if given:
            return [name.replace("driver.", "drivers.") for name in given.split(",")]
        if self.product is None:
            return USUAL_ACROSS
        kept = (
            ChosenColumns.objects.visible_to(self.request.user).of(self.product).filter(user=self.request.user).first()
        )
        return kept.names if kept else USUAL

    @property
    def members(self):
        return tuple(dict.fromkeys(field.member for field in self.fields))

    @property
    def places(self):
        """Where the requirements are, to be paged through."""
        found = places_of(self.found, self.order)
        return found if self.product else across(self.request.user, found, self.order)

    def rows(self):
        return requirements_in(self.places, self.order, self.members, language=get_language())


class ExportView(Export):
    """Asks which file it shall be; says what of the query is not understood."""

    template_name = "integrations/export.html"

    def export(self):
        query = self.request.GET.copy()
        for name in ("cursor", "peek", "columns"):
            query.pop(name, None)
        return self.page(
            query=query.urlencode(),
            formats=FORMATS.items(),
            columns=",".join(field.name for field in self.fields if field.name not in ALWAYS),
            labels=[field.label for field in self.fields],
            count=min(counted := self.found.order_by().values("pk")[: MOST_COUNTED + 1].count(), MOST_COUNTED),
            uncounted=counted > MOST_COUNTED,
        )


class ExportFileView(Export):
    """The file itself, sent while it is read."""

    def export(self, format):
        if format not in TYPES:
            raise Http404
        response = StreamingHttpResponse(self.written(format), content_type=TYPES[format])
        name = f"{self.product.key if self.product else 'requirements'}-{timezone.localdate():%Y-%m-%d}.{format}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def written(self, format):
        if format == "csv":
            return files.as_csv(self.fields, self.rows(), raw=self.request.GET.get("raw") == "1")
        if format == "json":
            return files.as_json(self.fields, self.rows(), product=self.product)
        return (files.as_xlsx if format == "xlsx" else files.as_markdown)(self.fields, self.rows())


class ExportPrintView(Export):
    """A page made for paper: the browser prints it or saves it as PDF."""

    template_name = "integrations/print.html"

    def export(self):
        lines = [[on_paper(field.of(row)) for field in self.fields] for row in islice(self.rows(), PRINTED + 1)]
        more = len(lines) > PRINTED
        return self.page(fields=self.fields, lines=lines[:PRINTED], more=more, limit=PRINTED, at=timezone.now())


def on_paper(value):
    """As in a file of text, with no more than two decimals."""
    return as_text(round(value, 2) if isinstance(value, float) else value)


class ProductExportView(ProductScoped, ExportView):
    """Within a product."""


class ProductExportFileView(ProductScoped, ExportFileView):
    """Within a product."""


class ProductExportPrintView(ProductScoped, ExportPrintView):
    """Within a product."""
