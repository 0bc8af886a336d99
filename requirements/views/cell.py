"""One cell of the table: what can be chosen in it, and saving what was."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.forms.cells import cell_form, choices_of
from requirements.forms.parts import MenuForm
from requirements.models import Requirement
from requirements.operations.authoring import Stale, edit
from requirements.reading import with_rows
from requirements.views.row import one_row

CELL = "requirements/_cell.html"


class CellView(ProductScoped, View):
    """A cell by its requirement and column. Its query string is the table's: a save answers the whole row anew."""

    template_name = "requirements/list.html"
    needs = "contribute"

    def dispatch(self, request, *args, number, field, **kwargs):
        self.number, self.field = number, field
        return super().dispatch(request, *args, **kwargs)

    def load(self):
        rows = with_rows(Requirement.objects.visible_to(self.request.user).of(self.product))
        requirement = get_object_or_404(rows, number=self.number)
        requirement.product = self.product
        return requirement

    def form(self, data=None):
        form = cell_form(self.load(), self.request.user, self.field, data)
        if form is None or not form.own():
            raise Http404
        return form

    def get(self, request):
        """The choices; without script the page of this part."""
        form = self.form()
        if not request.htmx:
            part = "drivers" if self.field.startswith("drivers.") else self.field
            return redirect("requirement_part", self.product.key, self.number, part)
        typed = request.GET.get("typed", "").replace("\x00", "").strip()
        searches = getattr(form, "searches", False)
        return self.fragment("choices", template=CELL, choices=choices_of(form, typed), form=form, searches=searches)

    def post(self, request):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.refused(form)
        try:
            with refusals_on(form):
                self.store(form)
        except Stale:
            return self.conflict(form)
        return self.refused(form) if form.errors else self.saved(form)

    def store(self, form):
        """Write what the form says, and tell so where that changed anything."""
        version = form.cleaned_data["lock_version"]
        saved = edit(form.requirement, by=self.request.user, lock_version=version, **form.changes())
        if saved.lock_version != form.requirement.lock_version:
            toast(self.request, _("%(key)s saved: %(field)s") % {"key": saved.key, "field": form.label})

    def saved(self, form):
        return self.fragment("row", **one_row(self.product, self.request.user, self.number, self.request.GET))

    def refused(self, form, **more):
        context = {"form": form, "wants_reason": "decline_reason" in form.errors, **more}
        return self.fragment("refused", template=CELL, status=422, **context)

    def conflict(self, form):
        """Both values; what this person has typed stays in the cell."""
        fresh = self.load()
        form.meet(fresh)
        theirs = form.theirs[0][2]
        if isinstance(form, MenuForm):
            labels = {str(getattr(value, "value", value)): label for value, label in form.menu.field.choices}
            theirs = labels.get(str(theirs), theirs)
        return self.refused(form, theirs=theirs, has_theirs=True, fresh=fresh)
