"""What is different between two instants."""

from datetime import timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from changes.tracking import registry
from pmhub.lib.texts import number_in
from products.views.scoped import ProductScoped
from requirements.history.between import STATES, Between
from requirements.views.moments import Moment, iso
from requirements.views.past import baselines_of

USUALLY = timedelta(days=7)
LABELS = {"added": _("Added"), "changed": _("Changed"), "deleted": _("Deleted")}


def span_of(params):
    """The two instants that an address names, the earlier one first: usually the last week."""
    now = timezone.now()
    start, end = Moment.of(params, "from"), Moment.of(params, "to", now)
    if start.implied:
        start = Moment((now - USUALLY).replace(microsecond=0))
    if start.at and end.at and start.at > end.at:
        start, end = end, start
    return start, end


def place_of(cursor):
    """`changed.142` as the place that a page begins after; the beginning where it is no place."""
    state, _dot, text = cursor.partition(".")
    number = number_in(text)
    if state in STATES and number is not None:
        return STATES.index(state) + 1, number
    return 0, 0


class CompareView(ProductScoped, View):
    """The difference between the instants `from` and `to`, item by item and cell by cell."""

    template_name = "requirements/past/compare.html"

    def get(self, request):
        start, end = span_of(request.GET)
        more = {
            "start": start,
            "end": end,
            "ends": [start, end],
            "key": request.GET.get("key", "").replace("\x00", "").strip().upper()[:24],
        }
        if start.problem or end.problem:
            return self.page(**more, baselines=baselines_of(self.product, request.user), status=400)
        between = Between(self.product, request.user, start.at, end.at)
        place = place_of(request.GET.get("cursor", ""))
        items, following = between.page(place, more["key"])
        more |= {"items": headed(items, place), "next": self.address(more, following)}
        if request.htmx and place[0]:
            return self.fragment("more", **more)
        counts = [(LABELS[state], count) for state, count in between.counts().items()]
        renamed = [(registry[kind].model._meta.verbose_name, old, new) for kind, old, new in between.renamed()]
        baselines = baselines_of(self.product, request.user)
        return self.page(**more, counts=counts, renamed=renamed, baselines=baselines)

    def address(self, shown, place):
        """Of the page that begins after the place."""
        if not place:
            return ""
        params = QueryDict(mutable=True)
        params.update({"from": iso(shown["start"].at), "to": iso(shown["end"].at), "key": shown["key"]})
        params["cursor"] = f"{STATES[place[0] - 1]}.{place[1]}"
        return f"{self.request.path}?{params.urlencode()}"


def headed(items, place):
    """The items with the heading that stands before each first one of its kind."""
    last = STATES[place[0] - 1] if place[0] else ""
    for item in items:
        item.heading = LABELS[item.state] if item.state != last else ""
        last = item.state
    return items
