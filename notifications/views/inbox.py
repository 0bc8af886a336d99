from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from notifications.forms import SnoozeForm
from notifications.models import Notification
from notifications.models.delivery import UNDATED, Reason
from notifications.operations.reading import ACTS, act_on, mute, snooze
from pmhub.lib.named_days import each_once
from pmhub.lib.toasts import toast
from products.views.scoped import Shown
from requirements.models import Requirement
from roadmaps.models import Milestone, Version

SHOWN = 200
TOMORROW = "+1d"
TAKES_AWAY = ("done", "snooze")
KINDS = {"milestone": Milestone, "version": Version, "requirement": Requirement}
ACTED_ON = {*UNDATED, "requirement"}  # of these it is not a date that one hears
SHELVES = {
    "": lambda rows, now: rows.waiting(now),
    "unread": lambda rows, now: rows.waiting(now).unread(),
    "mentions": lambda rows, now: rows.waiting(now).filter(reason=Reason.MENTION),
    "assigned": lambda rows, now: rows.waiting(now).filter(reason__in=[Reason.ASSIGNED, Reason.VOICE]),
    "reminders": lambda rows, now: rows.waiting(now).reminders(),
    "later": lambda rows, now: rows.asleep(now),
    "done": lambda rows, now: rows.done(),
}


def told(act, count, until=None):
    """What the toast says after something was done with so many."""
    texts = {
        "done": ngettext("%(n)d is done.", "%(n)d are done.", count),
        "reopen": ngettext("%(n)d is back in the inbox.", "%(n)d are back in the inbox.", count),
        "read": ngettext("%(n)d is read.", "%(n)d are read.", count),
        "unread": ngettext("%(n)d is unread.", "%(n)d are unread.", count),
        "snooze": ngettext("%(n)d comes again on %(when)s.", "%(n)d come again on %(when)s.", count),
    }
    return texts[act] % {"n": count, "when": until and date_format(timezone.localtime(until), "DATETIME_FORMAT")}


class InboxView(Shown, View):
    """What a person is to know: waiting, unread, for later, done. POST does something with the chosen ones."""

    template_name = "notifications/inbox.html"

    def get(self, request):
        return self.shelf(request.GET.get("show", ""))

    def shelf(self, name, *, status=200, **more):
        if name not in SHELVES:
            raise Http404
        mine = Notification.objects.visible_to(self.request.user)
        rows = SHELVES[name](mine, timezone.now()).with_things().with_words(self.request.user).order_by("-id")
        found = list(rows[: SHOWN + 1])
        page = {"rows": found[:SHOWN], "more": len(found) > SHOWN, "shelf": name, "shown": SHOWN}
        return self.page(**page, later=self.later(), status=status, **more)

    def later(self):
        """What the menu offers: a label, the words that stand for it, and when that is."""
        offered = []
        for label, words in [(_("Tomorrow"), TOMORROW), (_("In a week"), "+7d"), (_("Monday"), "monday")]:
            form = self.snooze_form(words)
            form.is_valid()
            offered.append((label, words, form.cleaned_data["when"]))
        return each_once(offered)  # Monday is tomorrow on Sundays, and in a week on Mondays

    def snooze_form(self, words):
        return SnoozeForm({"when": words}, person=self.request.user, now=timezone.now())

    def post(self, request):
        if back := numbers(request.GET.getlist("back")):
            return self.put_back(back)
        ids = numbers(request.POST.getlist("id"))
        act, until = request.POST.get("act", ""), None
        if act == "snooze" or "until" in request.POST:
            words = request.POST.get("until") or request.POST.get("when", "")
            form = self.snooze_form(words if "when" in request.POST else TOMORROW)
            if not form.is_valid():
                return self.shelf(request.GET.get("show", ""), status=422, form=form, chosen=ids)
            act, until = "snooze", form.cleaned_data["when"]
            count = snooze(request.user, by=request.user, ids=ids, until=until)
        elif act in ACTS:
            count = act_on(request.user, by=request.user, ids=ids, act=act)
        else:
            return HttpResponse(status=422)
        if request.POST.get("quietly"):
            return HttpResponse(status=204)
        if not ids:
            toast(request, _("Choose some first."), error=True)
        else:
            way_back = f"{reverse('inbox')}?{urlencode({'back': ids}, doseq=True)}" if act in TAKES_AWAY else ""
            messages.success(request, told(act, count, until), extra_tags=way_back)
        return self.fragment("gone") if request.htmx else redirect(back_to(request))

    def put_back(self, ids):
        """What the message after `done` or `snooze` offers: the rows are back, as unread ones."""
        for act in ("reopen", "unread"):
            act_on(self.request.user, by=self.request.user, ids=ids, act=act)
        return HttpResponse(headers={"HX-Refresh": "true"}) if self.request.htmx else redirect("inbox")


class MuteView(Shown, View):
    """Nothing more of one milestone, version or requirement, or for a reason; asked first: mails lead here by links."""

    template_name = "notifications/mute.html"

    def get(self, request, kind, pk=None):
        why = request.GET.get("why", "")
        label = Reason(why).label if why in Reason.values else ""
        return self.page(why=label and why, why_label=label, is_act=kind in ACTED_ON, **self.subject(kind, pk))

    def post(self, request, kind, pk=None):
        subject = self.subject(kind, pk)
        mute(request.user, by=request.user, thing=subject.get("thing"), reason=subject.get("reason", ""))
        said = _("You hear no more of this: %s.") if kind in ACTED_ON else _("You are no longer reminded of “%s”.")
        toast(request, said % subject["name"], undo=False)
        return redirect("inbox")

    def subject(self, kind, pk):
        if kind in Reason.values and pk is None:
            return {"reason": kind, "name": Reason(kind).label}
        if kind not in KINDS or pk is None:
            raise Http404
        thing = get_object_or_404(KINDS[kind].objects.visible_to(self.request.user), pk=pk)
        return {"thing": thing, "name": str(thing)}


def numbers(texts):
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


def back_to(request):
    place = request.POST.get("next", "")
    return place if url_has_allowed_host_and_scheme(place, allowed_hosts=None) and place.startswith("/") else "inbox"
