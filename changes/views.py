import json

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from changes.models import Change
from changes.models.change import Action
from changes.operations.undoing import undo_batch
from pmhub.lib.toasts import toast

NAMED, TOLD = 5, 20
AROUND = ("saved_view", "default_view")  # what is shown around a list, not in it: the page is loaded anew


class UndoView(View):
    """Takes a batch back and returns to the page from which it was asked for."""

    def post(self, request, batch):
        if not Change.objects.visible_to(request.user).filter(batch=batch).exists():
            raise Http404
        return taken_back(request, batch)


class UndoLatestView(View):
    """Takes back what this person did last, also after its message has left the page."""

    def post(self, request):
        batch = Change.objects.visible_to(request.user).latest_of(request.user)
        if batch is None:
            toast(request, _("There is nothing of yours from the last half hour to undo."), undo=False)
            return HttpResponse(status=204) if request.htmx else back(request)
        keys = Change.objects.visible_to(request.user).filter(batch=batch).values_list("key", flat=True)
        named = ", ".join(keys.exclude(key="").distinct().order_by("key")[:NAMED])
        return taken_back(request, batch, _("Undone: %s") % named)


def taken_back(request, batch, said=""):
    """Undo the batch as this person, and say so or why not. To undo an undo is to do it once more."""
    again = Change.objects.visible_to(request.user).filter(batch=batch).exclude(undoes=None).exists()
    try:
        undone = undo_batch(batch, by=request.user)
    except ValidationError as error:
        toast(request, " ".join(error.messages), error=True)
    except PermissionDenied:
        raise PermissionDenied(_("You may no longer make such changes, so you cannot take them back.")) from None
    else:
        toast(request, said or counted(undone, again), undid=not again)
    return told(request, batch) if request.htmx and "stays" in request.POST else back(request)


def counted(undone, again):
    if again:
        return ngettext("%(n)d change done again.", "%(n)d changes done again.", undone) % {"n": undone}
    return ngettext("%(n)d change undone.", "%(n)d changes undone.", undone) % {"n": undone}


def told(request, batch):
    """For a page that shows anew what changed: whose values went back. No keys mean that it has to look at all."""
    changes = Change.objects.visible_to(request.user).filter(batch=batch)
    rows = set(changes.order_by().values_list("key", "action").distinct()[: TOLD + 1])
    if changes.filter(type__in=AROUND).exists():
        return back(request)
    only_values = len(rows) <= TOLD and all(key and action == Action.UPDATE for key, action in rows)
    keys = sorted(key for key, _action in rows) if only_values else []
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"undone": {"keys": keys}})})


def back(request, otherwise="/"):
    """To the page the request came from, which browsers may keep to themselves; htmx is told to load it anew."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    page = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect(page if own else otherwise)
