"""The import wizard: file, columns, check, run. Every step is a page of its own that can be left and come back to."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django.views import View

from integrations.forms import MappingForm, UploadForm, choices_of
from integrations.models import BESIDE, Import, Into, State
from integrations.operations import imports
from integrations.operations.pasting import pasted_file
from integrations.operations.reporting import by_kind
from integrations.operations.ways import WAYS, target_of
from pmhub.lib.operations import source
from pmhub.lib.tabular.inspection import largest_file
from pmhub.lib.tabular.problems import Unreadable
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped

SHOWN = 50


class ImportsView(ProductScoped, View):
    """What was imported, latest first."""

    template_name = "integrations/imports.html"
    needs = "manage"

    def get(self, request):
        rows = Import.objects.visible_to(request.user).of(self.product).select_related("by")[:SHOWN]
        return self.page(imports=rows)


class NewImportView(ProductScoped, View):
    """Takes a file."""

    template_name = "integrations/new.html"
    largest_file = staticmethod(largest_file)
    needs = "manage"

    def get(self, request):
        return self.page(form=UploadForm(initial={"into": request.GET.get("into", Into.REQUIREMENTS)}))

    def post(self, request):
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form=form, status=422)
        file, encoding = form.cleaned_data["file"], form.cleaned_data["encoding"] or None
        into = form.cleaned_data["into"] or Into.REQUIREMENTS
        if not file:
            file, encoding = pasted_file(form.cleaned_data["pasted"], WAYS[into].target(self.product, "")), "utf-8"
        try:
            import_ = imports.upload(
                self.product, file, by=request.user, filename=file.name, into=into, encoding=encoding
            )
        except Unreadable as error:
            form.add_error("file" if form.cleaned_data["file"] else "pasted", error.message)
            return self.page(form=form, status=422)
        return redirect("import_mapping", self.product.key, import_.pk)


class ImportScoped(ProductScoped):
    """Mixin: the pages of one import."""

    needs = "manage"

    def found(self, pk):
        rows = Import.objects.visible_to(self.request.user).of(self.product).select_related("product", "by")
        return get_object_or_404(rows, pk=pk)

    def progress_or(self, import_, page):
        """For htmx: the progress bar, or to the page when the work is over."""
        if import_.is_at_work:
            return self.fragment("progress", import_=import_, template="integrations/progress.html")
        return HttpResponse(headers={"HX-Redirect": page})


class ImportMappingView(ImportScoped, View):
    """Says which column goes where."""

    template_name = "integrations/mapping.html"

    def get(self, request, pk):
        import_ = self.found(pk)
        if import_.state not in imports.BEFORE:
            return redirect("import_run", self.product.key, pk)
        return self.page(import_=import_, form=MappingForm(import_=import_, target=target_of(import_)))

    def post(self, request, pk):
        import_ = self.found(pk)
        form = MappingForm(request.POST, import_=import_, target=target_of(import_))
        if not form.is_valid():
            return self.page(import_=import_, form=form, status=422)
        try:
            chosen = {"mapping": form.mapping, "source": form.cleaned_data["source"], "orders": form.orders}
            imports.map_columns(import_, by=request.user, **chosen)
            imports.begin_check(import_, by=request.user)
        except Unreadable as error:
            form.add_error(None, error.message)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("import_check", self.product.key, pk)
        return self.page(import_=import_, form=form, status=422)


class ImportCheckView(ImportScoped, View):
    """What a run would do, row by row, before anything is written. POST checks again."""

    template_name = "integrations/check.html"

    def get(self, request, pk):
        import_ = self.found(pk)
        if request.htmx:
            return self.progress_or(import_, request.path)
        if import_.state == State.UPLOADED:
            return redirect("import_mapping", self.product.key, pk)
        if import_.state not in (State.CHECKING, State.READY):
            return redirect("import_run", self.product.key, pk)
        return self.page(import_=import_, **reported(import_))

    def post(self, request, pk):
        import_ = self.found(pk)
        begin(request, imports.begin_check, import_)
        return redirect("import_check", self.product.key, pk)


class ImportRunView(ImportScoped, View):
    """The run and its result. POST begins it, or lets one that stopped go on."""

    template_name = "integrations/run.html"

    def get(self, request, pk):
        import_ = self.found(pk)
        if request.htmx:
            return self.progress_or(import_, request.path)
        if import_.state in (State.UPLOADED, State.CHECKING, State.READY):
            return redirect("import_check", self.product.key, pk)
        return self.page(import_=import_, **reported(import_))

    def post(self, request, pk):
        import_ = self.found(pk)
        begin(request, imports.begin_run, import_)
        return redirect("import_run", self.product.key, pk)


class ImportCancelView(ImportScoped, View):
    """Stops a check or a run."""

    def post(self, request, pk):
        import_ = self.found(pk)
        if imports.cancel(import_, by=request.user):
            toast(request, _("The import was stopped."), undo=False)
        return redirect("import_run", self.product.key, pk)


class ImportUndoView(ImportScoped, View):
    """Takes back all that an import wrote."""

    def post(self, request, pk):
        import_ = self.found(pk)
        try:
            imports.undo_import(import_, by=request.user)
        except ValidationError as error:
            toast(request, " ".join(error.messages), error=True)
        else:
            rows = import_.written
            text = ngettext("%(n)s row is taken back.", "%(n)s rows are taken back.", rows) % {"n": intcomma(rows)}
            toast(request, text, undo=False)
        return redirect("import_run", self.product.key, pk)


def begin(request, operation, import_):
    """Start the work; a refusal is shown as a message."""
    try:
        with source("web"):
            operation(import_, by=request.user)
    except Unreadable as error:
        toast(request, error.message, error=True)
    except ValidationError as error:
        toast(request, " ".join(error.messages), error=True)


BESIDE_LABELS = {
    "versions_created": ngettext_lazy("version created", "versions created"),
    "versions_updated": ngettext_lazy("version updated", "versions updated"),
    "parents_created": ngettext_lazy("parent created", "parents created"),
    "parents_updated": ngettext_lazy("parent updated", "parents updated"),
    "people_created": ngettext_lazy("outside person noted", "outside people noted"),
    "tags_created": ngettext_lazy("tag created", "tags created"),
    "customers_created": ngettext_lazy("customer created", "customers created"),
    "contacts_created": ngettext_lazy("contact created", "contacts created"),
    "contacts_matched": ngettext_lazy("contact known already", "contacts known already"),
    "tiers_created": ngettext_lazy("tier created", "tiers created"),
}
LISTS = {
    Into.REQUIREMENTS: ("requirement_list", gettext_lazy("Show the requirements")),
    Into.FEEDBACK: ("feedback_list", gettext_lazy("Show the feedback")),
    Into.CUSTOMERS: ("customer_list", gettext_lazy("Show the customers")),
}


def reported(import_):
    """The context of a report."""
    page, label = LISTS[import_.into]
    beside = [(BESIDE_LABELS[name] % count, count) for name in BESIDE if (count := import_.counts.get(name))]
    return {
        "groups": by_kind(import_.problems, import_.report.get("codes", {})),
        "outcomes": outcomes_of(import_),
        "beside": beside,
        "list_url": reverse(page, args=[import_.product.key]),
        "list_label": label,
    }


def outcomes_of(import_):
    """What became of the first rows, with the names that people know the changed fields by."""
    labels = dict(choices_of(import_, target_of(import_)))
    return [
        {**line, "fields": [labels.get(name.removesuffix("_on"), name) for name in line["fields"]]}
        for line in import_.report.get("outcomes", [])
    ]
