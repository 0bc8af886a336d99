"""Figures of the clock, each of which opens its rows."""

from datetime import UTC
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from feedback.clocks.figures import PERIODS, figures
from feedback.clocks.rate_chart import RateChart
from products.views.scoped import ProductScoped

QUERIES = {
    "received": "",
    "slow": "is:over-48h",
    "late_response": "is:late-response",
    "late_solution": "is:late-solution",
}


class FiguresView(ProductScoped, View):
    """How soon feedback was answered and solved, period by period."""

    template_name = "feedback/figures.html"

    def get(self, request):
        by = request.GET.get("by") if request.GET.get("by") in PERIODS else "week"
        periods = figures(request.user, self.product, by)
        names = [("week", _("Weeks")), ("month", _("Months")), ("quarter", _("Quarters"))]
        return self.page(
            by=by,
            names=names,
            rows=[self.row(one, by) for one in since_the_first(periods)],
            chart=RateChart(periods, lambda start: brief_name_of(start, by)),
            section="feedback",
        )

    def row(self, found, by):
        times = ("response_median", "response_p90", "solution_median", "solution_p90")
        said = {name: how_long(getattr(found, name)) for name in times}
        return {"figures": found, "name": name_of(found.start, by), "urls": self.urls(found), **said}

    def urls(self, found):
        since, before = (end.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") for end in (found.start, found.end))
        page = reverse("feedback_list", args=[self.product.key])
        span = f"received>={since} received<{before}"
        return {name: f"{page}?{urlencode({'show': 'all', 'q': f'{span} {q}'.strip()})}" for name, q in QUERIES.items()}


def since_the_first(found):
    """Without the periods before anything was received; the current one stays."""
    last = max((place for place, one in enumerate(found) if one.received), default=0)
    return found[: last + 1]


def name_of(start, by):
    """ "2026-11-16" of a week, "2026-11", "2026 Q4"."""
    if by == "quarter":
        return f"{start.year} Q{(start.month + 2) // 3}"
    return f"{start:%Y-%m}" if by == "month" else f"{start:%Y-%m-%d}"


def brief_name_of(start, by):
    """ "11-16" of a week, "26-11", "26 Q4": for below a bar."""
    return name_of(start, by)[5 if by == "week" else 2 :]


def how_long(length):
    """ "40 minutes", "7 hours", "3 days"; "" of nothing."""
    if length is None:
        return ""
    minutes = round(length.total_seconds() / 60)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 72:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", round(hours / 24)) % {"n": round(hours / 24)}
