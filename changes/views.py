from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from changes.models import Change
from changes.operations.undoing import undo_batch
from pmhub.lib.toasts import toast


class UndoView(View):
    """Takes a batch back and returns to the page from which it was asked for."""

    def post(self, request, batch):
        if not Change.objects.visible_to(request.user).filter(batch=batch).exists():
            raise Http404
        try:
            undone = undo_batch(batch, by=request.user)
        except ValidationError as error:
            toast(request, " ".join(error.messages), error=True)
        except PermissionDenied:
            raise PermissionDenied(_("You may no longer make such changes, so you cannot take them back.")) from None
        else:
            toast(request, ngettext("%(n)d change undone.", "%(n)d changes undone.", undone) % {"n": undone})
        return back(request)


def back(request):
    """To the page the request came from; htmx is told to load it anew."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    page = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect(page if own else "/")
