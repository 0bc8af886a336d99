"""The launch checklist of a version."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.texts import number_in
from pmhub.lib.toasts import toast
from roadmaps.forms.releasing import ItemForm
from roadmaps.models import ChecklistItem, ChecklistTemplate
from roadmaps.operations.checklists import (
    add_checklist,
    add_item,
    apply_checklist,
    edit_item,
    move_item,
    remove_item,
    tick,
)
from roadmaps.releasing.starters import starter
from roadmaps.views.releasing.scoped import ReleaseScoped


class NewItemView(ReleaseScoped, View):
    """Adds an item."""

    needs = "manage"

    def post(self, request, pk):
        form = ItemForm(request.POST, product=self.product)
        if form.is_valid():
            with refusals_on(form):
                add_item(self.plan, by=request.user, **form.cleaned_data)
                return self.changed("checklist")
        if request.htmx:
            return self.fragment("checklist", status=422, **self.checklist(item_form=form))
        return self.whole(status=422, item_form=form)


class ItemView(ReleaseScoped, View):
    """Changes an item where it stands."""

    template_name = "roadmaps/checklist_item.html"
    needs = "manage"

    def get(self, request, pk, item):
        found = self.item(item)
        return self.show(found, ItemForm(product=self.product, thing=found))

    def post(self, request, pk, item):
        found = self.item(item)
        form = ItemForm(request.POST, product=self.product, thing=found)
        if form.is_valid():
            with form.merging():
                edit_item(found, by=request.user, lock_version=form.read, **form.edited())
                return self.changed("checklist")
        return self.show(self.item(item), form, status=422)

    def show(self, item, form, status=200):
        ways = [("up", _("Move up"), "chevron-up"), ("down", _("Move down"), "chevron-down")]
        context = {"version": self.plan, "item": item, "form": form, "ways": ways, "status": status}
        return self.fragment("form", **context) if self.request.htmx else self.page(**context)


class MoveItemView(ReleaseScoped, View):
    """Puts an item beside another one: `before` or `after` its id, or one place `to` up or down."""

    needs = "manage"

    def post(self, request, pk, item):
        found, to = self.item(item), request.POST.get("to")
        try:
            if to:
                self.step(found, up=to == "up")
            else:
                sides = {side: self.beside(request.POST.get(side, "")) for side in ("before", "after")}
                move_item(found, by=request.user, **sides)
        except ValidationError as error:
            toast(request, " ".join(error.messages), error=True)
            return self.changed("checklist") if to else HttpResponse(status=422)
        toast(request, _("“%s” moved.") % found.text)
        return self.changed("checklist") if to else HttpResponse(status=204)

    def beside(self, pk):
        return (
            ChecklistItem.objects.visible_to(self.request.user).filter(version=self.plan, pk=number_in(pk) or 0).first()
        )

    def step(self, item, up):
        """One place up or down among all items; into the next section it comes at its near end."""
        rows = list(ChecklistItem.objects.visible_to(self.request.user).filter(version=self.plan).in_order())
        at = rows.index(item) + (-1 if up else 1)
        if not 0 <= at < len(rows):
            return
        side = "before" if up == (rows[at].section == item.section) else "after"
        move_item(item, by=self.request.user, **{side: rows[at]})


class TickView(ReleaseScoped, View):
    """Marks an item as done, or as open again."""

    def post(self, request, pk, item):
        found = self.item(item)
        tick(found, by=request.user, done="done" in request.POST)
        return self.changed("checklist")


class RemoveItemView(ReleaseScoped, View):
    """Removes an item; the toast brings it back."""

    needs = "manage"

    def post(self, request, pk, item):
        found = self.item(item)
        remove_item(found, by=request.user)
        toast(request, _("“%s” is removed from the checklist.") % found.text)
        return self.changed("checklist")


class ApplyView(ReleaseScoped, View):
    """Adds the items of a checklist, or keeps the present ones as a checklist of the product."""

    needs = "manage"

    def post(self, request, pk):
        try:
            self.keep(request.POST["keep"]) if "keep" in request.POST else self.apply(request.POST.get("from", ""))
        except ValidationError as error:
            toast(request, " ".join(error.messages), error=True)
        return self.changed("checklist")

    def apply(self, chosen):
        known = starter(chosen) or get_object_or_404(
            ChecklistTemplate.objects.visible_to(self.request.user).of(self.product), pk=number_in(chosen) or 0
        )
        added = apply_checklist(self.plan, by=self.request.user, items=known.items)
        if added:
            text = ngettext("%(n)d item of “%(name)s” is added.", "%(n)d items of “%(name)s” are added.", added)
            toast(self.request, text % {"n": added, "name": known.name})
        else:
            toast(self.request, _("All of “%s” is there already.") % known.name, undo=False)

    def keep(self, name):
        items = list(self.plan.checklist.in_order().values("section", "text"))
        made = add_checklist(self.product, by=self.request.user, name=name, items=items)
        toast(self.request, _("“%s” is kept for other versions.") % made.name)
