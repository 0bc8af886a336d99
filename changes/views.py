import json

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Min, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from changes.models import Change
from changes.models.change import Action
from changes.operations.undoing import undo_batch
from changes.tracking import registry
from pmhub.lib.toasts import toast

NAMED, TOLD = 5, 20
NAMED_AT_MOST = 40  # letters of what an address says
AROUND = ("saved_view", "default_view")  # what is shown around a list, not in it: the page is loaded anew


class UndoView(View):
    """Takes a batch back and returns to the page from which it was asked for."""

    def post(self, request, batch):
        if not Change.objects.visible_to(request.user).filter(batch=batch).exists():
            raise Http404
        return taken_back(request, batch)


class UndoLatestView(View):
    """Takes back what this person did last in the product on whose page they are, also after its message has left."""

    def post(self, request):
        here = request.GET.get("product", "").replace("\x00", "")
        batch = Change.objects.visible_to(request.user).filter(product__key=here).latest_of(request.user)
        if batch is None:
            toast(request, nothing(here), undo=False, undid=True)
            return HttpResponse(status=204) if request.htmx else back(request)
        return taken_back(request, batch)


def nothing(here):
    if here:
        return _("There is nothing of yours from the last half hour to undo in %s.") % here[:NAMED_AT_MOST]
    return _("There is nothing to undo on this page. Go to the product in which you want to take something back.")


def taken_back(request, batch):
    """Undo the batch as this person, and say so or why not. To undo an undo is to do it once more."""
    seen = Change.objects.visible_to(request.user)
    changes, again = seen.filter(batch=batch), took_back(seen, batch)
    try:
        undo_batch(batch, by=request.user)
    except ValidationError as error:
        toast(request, " ".join(error.messages), error=True)
    except PermissionDenied:
        raise PermissionDenied(_("You may no longer make such changes, so you cannot take them back.")) from None
    else:
        toast(request, words(changes, again, request.user), undid=not again)
    return told(request, batch) if request.htmx and "stays" in request.POST else back(request)


def took_back(seen, batch):
    """Whether the batch took something back; what did it once more, by undoing an undo, did not."""
    steps = 0
    while batch := seen.filter(batch=batch).values_list("undoes", flat=True).order_by("id").first():
        steps += 1
    return steps % 2 == 1


def named(changes, user):
    """The first of what came or went, else of what was changed, in the order in which it happened: keys of its own, or
    what it is with its name. What has neither, such as a line of something, is named only where there is nothing else.
    """
    known, having_names = changes.order_by(), [type for type, entry in registry.items() if entry.has("name")]
    telling = known.filter(Q(key__contains="-") | Q(type__in=having_names))
    known = telling if telling.exists() else known
    moved = known.exclude(action=Action.UPDATE)
    firsts = (moved if moved.exists() else known).values("key", "type", "object_id").annotate(first=Min("id"))
    firsts = list(firsts.order_by("first").values_list("first", flat=True)[:TOLD])
    names = list(dict.fromkeys(called(change, user) for change in changes.filter(pk__in=firsts).order_by("id")))
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def called(change, user):
    """ "SHOP-1", "version 2.4", or "SHOP comment" where it has neither key nor name."""
    if "-" in change.key:
        return change.key
    entry = registry[change.type]
    kind = str(entry.model._meta.verbose_name)
    if not entry.has("name"):
        return f"{change.key} {kind}".strip()
    there = entry.model.objects.visible_to(user).filter(pk=change.object_id).values_list("name", flat=True).first()
    return f"{kind} {there or next(filter(None, change.diff.get('name', ())), '')}".strip()


def words(changes, again, user):
    return (_("Done again: %s") if again else _("Undone: %s")) % named(changes, user)


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
