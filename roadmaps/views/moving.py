"""Something on a roadmap is moved: dragged, by keys, or in the dialog that asks for dates."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.models import Requirement
from requirements.operations.authoring import Stale, edit
from roadmaps.arranging.moves import DatesForm, ShiftForm, dates_of
from roadmaps.models import Milestone, Version
from roadmaps.operations.moving import Moved, move_milestone, move_version
from roadmaps.views.promises import page_of

MODELS = {"version": Version, "milestone": Milestone, "requirement": Requirement}


class MoveScoped(ProductScoped):
    """Mixin: views that move one thing."""

    def row(self, kind, pk):
        if kind not in MODELS:
            raise Http404
        allowed = self.can.contribute if kind == "requirement" else self.can.manage
        if not allowed:
            raise PermissionDenied(_("Your role in this product does not allow it. An owner can change your role."))
        seen = MODELS[kind].objects.visible_to(self.request.user).of(self.product)
        return get_object_or_404(seen.select_related("product"), pk=pk)

    def move(self, kind, row, form):
        """Perform what a valid form says; None where it was refused, which stands on the form then."""
        (start, end), given = form.dates(), form.cleaned_data
        by, lock_version = self.request.user, given.get("lock_version")
        with refusals_on(form):
            how = {"reason": given.get("reason", ""), "lock_version": lock_version}
            if kind == "version":
                return move_version(row, by=by, start=start, release=end, along=given.get("along", False), **how)
            if kind == "milestone":
                return move_milestone(row, by=by, due=end, **how)
            return Moved(edit(row, by=by, start=start, due=end, lock_version=lock_version))

    def tell(self, kind, row, moved, form):
        name = moved.thing.key if kind == "requirement" else moved.thing.name
        date = dates_of(kind, moved.thing)[1]
        when = date.label(get_language() or "en") if date else _("no date")
        told = _("“%(name)s” moved: %(date)s.") % {"name": name, "date": when}
        along = []
        if moved.milestones:
            along.append(ngettext("%d milestone", "%d milestones", moved.milestones) % moved.milestones)
        if moved.dates:
            along.append(ngettext("%d requirement’s dates", "%d requirements’ dates", moved.dates) % moved.dates)
        if along:
            told += " " + _("Moved along: %s.") % _(" and ").join(along)
        later = kind != "requirement" and is_later(dates_of(kind, row)[1], date)
        asks = later and not form.cleaned_data.get("reason")
        toast(self.request, told, ask=(_("Say why"), f"{page_of(moved.thing)}#promises") if asks else None)

    def stale(self, row):
        name = getattr(row, "key", None) or row.name
        return _("Somebody else moved %s meanwhile. It is where they put it.") % name


def is_later(before, after):
    """Whether a promise moved to later days; a first one, or one that is taken away, did not."""
    return bool(before and after and after.end > before.end)


class ShiftView(MoveScoped, View):
    """A drag or arrow keys: moves by so much. Answers 204; 409 or 422 with the reason in a toast."""

    def post(self, request, kind, pk):
        row = self.row(kind, pk)
        form = ShiftForm(kind, row, request.POST)
        try:
            moved = self.move(kind, row, form) if form.is_valid() else None
        except Stale:
            return self.refused(409, self.stale(row))
        if moved is None:
            errors = [message for messages in form.errors.values() for message in messages]
            return self.refused(422, " ".join(dict.fromkeys(errors)))
        self.tell(kind, row, moved, form)
        if not request.htmx:
            return redirect(self.back())
        return HttpResponse(status=204, headers={"ETag": f'"{moved.thing.lock_version}"'})

    def back(self):
        """Where a form without scripts was sent from."""
        back = self.request.POST.get("back", "")
        return (
            back if back.startswith(f"/p/{self.product.key}/roadmap") else reverse("roadmap", args=[self.product.key])
        )

    def refused(self, status, message):
        toast(self.request, message, error=True)
        if not self.request.htmx:
            return redirect(self.back())
        return HttpResponse(status=status)


class DatesView(MoveScoped, View):
    """The dialog “Move to…”: dates as people write them; a page of its own without scripts."""

    template_name = "roadmaps/roadmap_dates.html"

    def get(self, request, kind, pk):
        row = self.row(kind, pk)
        return self.shown(kind, row, DatesForm(kind, row))

    def post(self, request, kind, pk):
        row = self.row(kind, pk)
        form = DatesForm(kind, row, request.POST)
        try:
            moved = self.move(kind, row, form) if form.is_valid() else None
        except Stale:
            moved = form.add_error(None, ValidationError(self.stale(row)))
        except ValidationError as error:
            moved = form.add_error(None, error)
        if moved is None:
            return self.shown(kind, row, form, 422)
        self.tell(kind, row, moved, form)
        if request.htmx:
            return HttpResponse(status=204, headers={"HX-Trigger": '{"requirements:changed": {}, "dialog:close": {}}'})
        return redirect(reverse("roadmap", args=[self.product.key]))

    def shown(self, kind, row, form, status=200):
        name = f"{row.key} {row.title}" if kind == "requirement" else row.name
        context = {"form": form, "title": name, "kind": kind, "row": row, "status": status}
        return self.fragment("dates", **context) if self.request.htmx else self.page(**context)
