"""What is planned into a version, beside what could be."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from pmhub.lib.paging import Sort, page_or_first
from pmhub.lib.toasts import toast
from requirements.models import Requirement
from requirements.query import FILTERS, sort_named
from requirements.reading import faces, with_rows
from requirements.views.address import Address
from requirements.views.glances import glanced
from requirements.views.peek import peeked
from requirements.views.understanding import understood
from roadmaps.models import Milestone
from roadmaps.operations.scoping import Elsewhere, agree, plan_into, take_out
from roadmaps.planning.progress import figures_of
from roadmaps.planning.scope import blocking, drift_of, in_scope, unscheduled
from roadmaps.views.versions import VersionScoped

IN_SCOPE, IN_TRAY, IN_DRIFT = 60, 30, 40
MOST_COUNTED = 1_000
ORDERS = {"rank": gettext_lazy("Manual order"), "priority": gettext_lazy("Priority")}
TRAY_ORDERS = {
    "-score": gettext_lazy("Score"), "priority": gettext_lazy("Priority"), "rank": gettext_lazy("Manual order"),
    "-created": gettext_lazy("Newest"),
}  # fmt: skip


PARTS = {  # by the name of the fragment: what it shows
    "summary": ("summary",),
    "lists": ("scope", "tray"),
    "scope_more": ("scope",),
    "tray_list": ("tray",),
    "tray_more": ("tray",),
}


class ScopePage(VersionScoped):
    """Mixin: the page of a version's scope, or the part of it that was asked for."""

    template_name = "roadmaps/version.html"

    def show(self, version, *, status=200, problems=(), part=None):
        params = self.request.GET.copy()
        params.pop("part", None)
        self.address = Address(reverse("version", args=[self.product.key, version.pk]), params)
        order = params.get("order") if params.get("order") in ORDERS else "rank"
        context = {"version": version, "is_open": version.is_open, "order": order, "problems": problems}
        context["here"] = self.address.bare.without("after").params.urlencode()
        shown = PARTS.get(part, ("summary", "scope", "tray"))
        if "summary" in shown:
            context |= self.summary(version)
        if "scope" in shown:
            context |= self.scope(version, order)
        if "tray" in shown and context["is_open"]:
            context |= self.tray(version)
        if part:
            return self.fragment(part, status=status, **context)
        return self.page(status=status, **{**context, **self.beside(params)})

    def beside(self, params):
        context = peeked(self.product, self.request.user, params.get("peek", ""))
        return {**context, "can": self.can} if context else {}

    def summary(self, version):
        user, drift = self.request.user, drift_of(version, self.request.user)
        all_of_it = self.address.params.get("drift") == "all"
        cut = drift and not all_of_it and max(len(drift.added), len(drift.removed)) > IN_DRIFT
        return {
            "figures": figures_of(version, user),
            "drift": drift,
            "drift_shown": f":{IN_DRIFT}" if cut else ":",
            "drift_open": all_of_it,
            "drift_more": f"{self.having('drift', 'all')}#agreement" if cut else "",
            "blocked": blocking(version, user).values("target").distinct().count(),
            "risk_count": version.risks.open().count(),
            "milestones": Milestone.objects.visible_to(user).about(version).soonest_first(),
        }

    def scope(self, version, order):
        found, params = in_scope(version, self.request.user), self.address.params
        rows = self.rows(found, Sort(order), IN_SCOPE, params.get("after"), f"scope {version.pk}")
        orders = [(label, str(self.having("order", name)), name == order) for name, label in ORDERS.items()]
        return {
            "rows": self.shown(rows.items, version),
            "scope_count": found.count(),
            "more": str(self.having("after", rows.next)) if rows.next else "",
            "orders": orders,
        }

    def tray(self, version):
        given = self.address.params.copy()
        for name in set(given) - set(FILTERS) - {"sort"}:
            del given[name]
        asked = understood(unscheduled(self.product, self.request.user), given, self.request.user)
        sort = asked.params.get("sort") if asked.params.get("sort") in TRAY_ORDERS else "-score"
        of = f"tray {self.product.pk} {asked.params.urlencode()}"
        rows = self.rows(asked.found, sort_named(sort), IN_TRAY, self.address.params.get("cursor"), of)
        return {
            "waiting": self.shown(rows.items, version),
            "waiting_count": asked.found.order_by().values("pk")[: MOST_COUNTED + 1].count(),
            "most_counted": MOST_COUNTED,
            "waiting_more": str(self.having("cursor", rows.next)) if rows.next else "",
            "tray_problems": asked.problems,
            "q": asked.params.get("q", ""),
            "tray_orders": [(name, label, name == sort) for name, label in TRAY_ORDERS.items()],
        }

    def having(self, name, value):
        return self.address.bare.without("after").having(name, [value])

    def rows(self, found, sort, limit, cursor, of):
        return page_or_first(with_rows(found), sort, limit=limit, cursor=cursor, of=of)

    @cached_property
    def best(self):
        """The best score of the product, which fills a bar."""
        ranked = Requirement.objects.visible_to(self.request.user).of(self.product).ranked()
        return ranked.values_list("score", flat=True).first()

    def shown(self, rows, version):
        """The rows with what their line says; `version` is where those go that are in none."""
        glanced(rows, self.best if rows else None)
        choose, out, into = _("Choose %(key)s"), _("Take %(key)s out"), _("Put %(key)s into %(name)s")
        for row in rows:
            names = {"key": row.key, "name": version.name}
            row.faces = faces(row.assignee_rows)
            row.chooses, row.moves = choose % names, (out if row.version_id else into) % names
        return rows


class VersionView(ScopePage, View):
    """One version: its scope, and the tray of what is unscheduled."""

    def get(self, request, pk):
        part = request.GET.get("part") if request.htmx else None
        return self.show(self.version(pk), part=part if part in PARTS else None)


class ScopeView(ScopePage, View):
    """Moves requirements into the version and out of it.

    Takes their keys as `key` (or `one`), the side `to` which they go (`in` or `out`), and for a single one `before` or
    `after` the key of the neighbour beside which it lands. Answers htmx with the rows as they are now.
    """

    needs = "contribute"

    def post(self, request, pk):
        version = self.version(pk)
        keys = [request.POST["one"]] if request.POST.get("one") else request.POST.getlist("key")
        into = request.POST.get("to") != "out"
        try:
            count = self.move(version, keys, into)
        except ValidationError as error:
            return self.refused(version, 409 if isinstance(error, Elsewhere) else 422, " ".join(error.messages))
        self.tell(version, keys, count, into)
        if not request.htmx:
            return redirect(self.back(version))
        rows = Requirement.objects.visible_to(request.user).of(self.product).filter(key__in=keys)
        return self.fragment("rows", version=version, is_open=True, rows=self.shown(list(with_rows(rows)), version))

    def move(self, version, keys, into):
        if not into:
            return take_out(version, keys, by=self.request.user)
        neighbours = {side: self.neighbour(version, self.request.POST.get(side, "")) for side in ("before", "after")}
        return plan_into(version, keys, by=self.request.user, **neighbours)

    def neighbour(self, version, key):
        return in_scope(version, self.request.user).filter(key=key[:24]).first() if key and "\x00" not in key else None

    def tell(self, version, keys, count, into):
        if not count:
            return toast(self.request, _("The order is saved."))
        names = {"what": keys[0], "n": len(keys), "version": version.name}
        one = _("%(what)s is in %(version)s.") if into else _("%(what)s is out of %(version)s.")
        more = ngettext("%(n)d requirement is in %(version)s.", "%(n)d requirements are in %(version)s.", len(keys))
        if not into:
            more = ngettext(
                "%(n)d requirement is out of %(version)s.", "%(n)d requirements are out of %(version)s.", len(keys)
            )
        return toast(self.request, (one if len(keys) == 1 else more) % names)

    def refused(self, version, status, message):
        if self.request.htmx:
            toast(self.request, message, error=True)
            return HttpResponse(status=status)
        return self.show(version, status=status, problems=[message])

    def back(self, version):
        query = self.request.GET.urlencode()
        address = reverse("version", args=[self.product.key, version.pk])
        return f"{address}?{query}" if query else address


class AgreementView(ScopePage, View):
    """Agrees on the plan as it is now."""

    needs = "manage"

    def post(self, request, pk):
        version = self.version(pk)
        try:
            agree(version, by=request.user)
        except ValidationError as error:
            return self.show(version, status=422, problems=error.messages)
        toast(
            request, _("The plan of %s is agreed. From now on the page shows what is added and removed.") % version.name
        )
        return redirect("version", self.product.key, pk)
