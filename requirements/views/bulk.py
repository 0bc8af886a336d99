"""Changing many requirements at once: those that were ticked, or all that a query finds."""

from django.db.models import Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.texts import number_in
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.forms.bulk import FORMS, form_of_many
from requirements.models import BulkEdit, Requirement
from requirements.models.bulk_edit import OVER_REST
from requirements.operations.bulk import SomeRefused, delete_many, edit_many
from requirements.operations.carrying_out import begin, cancel, summary
from requirements.operations.reviewing import add_to_agenda
from requirements.views.columns import COLUMNS
from requirements.views.understanding import understood

AT_ONCE = 2_000  # more than these a worker changes, part by part
NAMES = {column.name: column.label for column in COLUMNS}
OFTEN = ["status", "priority", "assignees", "tags", "version", "due"]
LABELS = {part: NAMES.get(part, FORMS[part].called) for part in dict.fromkeys([*OFTEN, *FORMS])}
OF_REQUIREMENTS = Q(part__in=[*LABELS, OVER_REST]) | Q(part__startswith="custom.")  # bulk changes, by their part
REFRESH = '{"requirements:changed": {}}'  # lists listen to it and show themselves anew


class Selection:
    """What was chosen: `row` are numbers; with `all`, all that the query `here` finds; `but` are keys left out."""

    def __init__(self, product, user, params):
        self.numbers = [number for row in params.getlist("row") if (number := number_in(row, digits=9)) is not None]
        self.all, self.here = params.get("all") == "1", params.get("here", "")
        self.but = [key for key in params.getlist("but") if "\x00" not in key]
        seen = Requirement.objects.visible_to(user).of(product)
        if self.all:
            asked = understood(seen, QueryDict(self.here), user)
            found, self.problems = asked.found, asked.problems
        else:
            found, self.problems = seen.filter(number__in=self.numbers), []
        self.found = found.exclude(key__in=self.but) if self.but else found

    def ids(self):
        return list(self.found.order_by("pk").values_list("pk", flat=True))

    def pairs(self):
        """Everything as `(name, value)` for hidden fields."""
        every = [("all", "1"), ("here", self.here)] if self.all else [("row", number) for number in self.numbers]
        return [*every, *(("but", key) for key in self.but)]


class BulkView(ProductScoped, View):
    """Chooses, without script, which part of the requirements to change."""

    template_name = "requirements/bulk.html"
    needs = "contribute"

    def post(self, request):
        selection = Selection(self.product, request.user, request.POST)
        parts = [*LABELS.items(), *((f"custom.{f.key}", f.name) for f in self.product.custom_fields.all())]
        return self.page(selection=selection, count=len(selection.ids()), parts=parts)


class BulkPartView(ProductScoped, View):
    """One part of many requirements: its editor, and what becomes of it."""

    template_name = "requirements/bulk_part.html"
    needs = "contribute"

    def get(self, request, part):
        return self.editor(part, self.form(part))

    def post(self, request, part):
        selection = Selection(self.product, request.user, request.POST)
        if "choose" in request.POST:
            return self.editor(part, self.form(part), selection=selection)
        form, ids = self.form(part, request.POST), selection.ids()
        if selection.problems:
            form.add_error(None, selection.problems)
        elif not ids:
            form.add_error(None, _("Nothing is chosen."))
        elif form.is_valid():
            with refusals_on(form):
                try:
                    return self.done(form, part, ids)
                except SomeRefused as refusal:
                    form.add_error(None, refusal)
                    return self.editor(part, form, status=422, selection=selection, refused=refusal.refused)
        return self.editor(part, form, status=422, selection=selection)

    def done(self, form, part, ids):
        if part == "review":
            return self.put_on_agenda(form.cleaned_data["review"], ids)
        changes = form.changes()
        if len(ids) > AT_ONCE:
            data = {name: self.request.POST.getlist(name) for name in form.data if name in form.fields}
            job = begin(self.product, ids, by=self.request.user, part=part, data=data, changes=changes)
            return away(self.request, reverse("bulk_edit", args=[self.product.key, job.pk]))
        changed = edit_many(self.product, ids, by=self.request.user, **changes)
        text = ngettext("%(count)d requirement changed.", "%(count)d requirements changed.", changed)
        return answer(self.request, self.product, text % {"count": changed}, undo=changed > 0)

    def put_on_agenda(self, review, ids):
        """Of these requirements those that are not on it yet; nothing else of them changes."""
        review.product = self.product
        chosen = Requirement.objects.visible_to(self.request.user).filter(pk__in=ids).order_by("pk")
        added = len(add_to_agenda(review, list(chosen.only("product", "key")), by=self.request.user))
        text = ngettext(
            "%(count)d requirement was put on the agenda of “%(review)s”.",
            "%(count)d requirements were put on the agenda of “%(review)s”.",
            added,
        )
        return answer(self.request, self.product, text % {"count": added, "review": review.title}, undo=added > 0)

    def form(self, part, data=None):
        form = form_of_many(self.product, self.request.user, part, data)
        if form is None:
            raise Http404
        return form

    def editor(self, part, form, *, status=200, selection=None, refused=None):
        url = reverse("requirement_bulk_part", args=[self.product.key, part])
        context = {"form": form, "part": part, "part_url": url, "selection": selection, "refused": refused}
        if self.request.htmx:
            return self.fragment("editor", status=status, **context)
        return self.page(status=status, **context)


class BulkDeleteView(ProductScoped, View):
    """Moves the chosen requirements to the trash."""

    needs = "contribute"

    def post(self, request):
        ids = Selection(self.product, request.user, request.POST).ids()
        try:
            count = delete_many(self.product, ids, by=request.user)
        except SomeRefused as refusal:
            return answer(request, self.product, refusal.messages[0], undo=False, error=True)
        text = ngettext("%(count)d requirement is in the trash.", "%(count)d requirements are in the trash.", count)
        return answer(request, self.product, text % {"count": count}, undo=count > 0)


class BulkEditView(ProductScoped, View):
    """How far a large change has come; the page may be left."""

    template_name = "requirements/bulk_edit.html"
    needs = "contribute"

    def get(self, request, pk):
        job = self.job(pk)
        context = {"job": job, "summary": summary(job), "label": label_of(job.part)}
        return self.fragment("progress", **context) if request.htmx else self.page(**context)

    def post(self, request, pk):
        cancel(self.job(pk), by=request.user)
        return redirect("bulk_edit", self.product.key, pk)

    def job(self, pk):
        """Their own change of requirements: others have pages of their own."""
        own = BulkEdit.objects.visible_to(self.request.user).of(self.product)
        return get_object_or_404(own.filter(OF_REQUIREMENTS), pk=pk, by=self.request.user)


def label_of(part):
    """What people call a part, of the product's own fields their key."""
    return _("Over REST") if part == OVER_REST else LABELS.get(part, part)


def answer(request, product, text, *, undo=True, error=False):
    """The list as it is now, with a message and the way back."""
    toast(request, text, undo=undo, error=error)
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Trigger": REFRESH})
    return redirect("requirement_list", product.key)


def away(request, url):
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)
