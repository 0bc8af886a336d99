from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.text_diff import differences
from pmhub.lib.texts import number_in
from pmhub.lib.toasts import toast
from requirements.history.revisions import (
    TEXTS,
    changes_of,
    fields_at,
    newest,
    previous,
    revisions_of,
    text_at,
)
from requirements.operations.authoring import Stale, edit
from requirements.views.scoped import RequirementScoped

CONTEXT = 300  # characters beside each difference


class RevisionsScoped(RequirementScoped):
    """Mixin: the versions of one text of the requirement."""

    def text(self, params):
        text = params.get("text", "description")
        if text not in TEXTS:
            raise Http404
        return text


class RevisionsView(RevisionsScoped, View):
    """Versions of a text, and what differs between two of them: `text`, `old` and `new` in the address."""

    template_name = "requirements/revisions.html"

    def get(self, request):
        text = self.text(request.GET)
        of = (self.requirement, request.user, text)
        new = number_in(request.GET.get("new", "")) or newest(*of)
        old = number_in(request.GET.get("old", "")) or (new and previous(*of, new))
        present = newest(*of)
        former = old if new == present else new  # what can be restored of what is shown
        rows, older = revisions_of(*of, before=number_in(request.GET.get("before", "")))
        before, after = (text_at(*of, one) if one else "" for one in (old, new))
        if before is None or after is None:
            raise Http404
        return self.page(
            text=text,
            texts=[(name, label) for name, (label, _fields) in TEXTS.items()],
            rows=rows,
            older=older,
            old=old,
            new=new,
            present=present,
            former=former,
            former_at=next((row.at for row in rows if row.id == former), None),
            pieces=differences(before, after, context=CONTEXT) if before or after else [],
        )


class RestoreRevisionView(RevisionsScoped, View):
    """Makes an earlier version the present one, as any other edit: undoable, and not over what others write."""

    def post(self, request, change):
        text = self.text(request.POST)
        until = changes_of(self.requirement, request.user, text).filter(id__lte=change)
        if text == "criteria" or not until.filter(id=change).exists():
            raise Http404
        fields, version = fields_at(until, text), number_in(request.POST.get("lock_version", ""))
        try:
            edit(self.requirement, by=request.user, lock_version=version, **fields)
        except Stale:
            toast(request, _("Somebody has changed this meanwhile. Look at it, then restore again."), error=True)
            return redirect(f"{self.revisions_url}?text={text}")
        toast(request, _("The earlier version is back."))
        return redirect(self.url)

    @property
    def revisions_url(self):
        return reverse("requirement_revisions", args=[self.product.key, self.requirement.number])
