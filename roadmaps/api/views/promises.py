"""What was promised, how it moved and whether it was kept."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.api.views import person_of
from changes.models import Change
from pmhub.lib.api.answers import answer, fingerprint
from pmhub.lib.api.preconditions import derived, require
from pmhub.lib.api.problems import invalid_parameters
from pmhub.lib.api.views import Endpoint
from products.api.reach import product_named
from requirements.api.views.past import INSTANT, instant_of
from roadmaps.api.serializers.promises import ForecastShown, LedgerShown, PromisesShown, ReasonFields, SlipShown
from roadmaps.forecasting.chart import PERCENTS, ForecastChart
from roadmaps.forecasting.throughput import today_in
from roadmaps.ledger.comparing import compared
from roadmaps.ledger.figures import Figures
from roadmaps.ledger.period import NAMES, Period, PeriodError
from roadmaps.ledger.reading import MODELS, ledger_of, ledgers_of
from roadmaps.models import Forecast, Milestone, Version
from roadmaps.operations.slipping import give_reason, slip_of

DAY = {"type": "string", "maxLength": 40}
PERIOD = {
    "period": ({"type": "string", "enum": list(NAMES)}, "The period that is counted; this quarter if left out."),
    "from": (DAY, "The first day of a period of your own, as exact as 2026-07-01, 2026-07, 2026-Q3 or 2026."),
    "to": (DAY, "Its last day; today if left out."),
    "as_of": (INSTANT, "Also tell what was promised at this instant, like 2026-12-31T08:00:00Z."),
}


def promise_of(ledger):
    return named(ledger.thing, ledger.type)


def named(thing, kind):
    return {"type": kind, "id": thing.pk, "name": thing.name}


def written(date):
    return date and str(date)


def move_shown(move):
    return {
        "id": move.change.pk, "kind": str(move.kind), "old": written(move.old), "new": written(move.new),
        "days": move.days, "at": move.at, "by": person_of(move.by), "reason": move.reason and move.reason.text,
    }  # fmt: skip


def slip_shown(move):
    return {**move_shown(move), "promise": named(move.thing, move.type)}


def ledger_shown(ledger):
    return {
        **promise_of(ledger), "first": written(ledger.first), "current": written(ledger.current),
        "counted": written(ledger.counted), "delivered_on": ledger.delivered_on, "on_time": ledger.is_on_time,
        "slips": len(ledger.slips), "slipped_days": ledger.slipped_days,
        "moves": [move_shown(move) for move in ledger.moves],
    }  # fmt: skip


def delivered_shown(ledger):
    return {
        **promise_of(ledger), "counted": written(ledger.counted), "delivered_on": ledger.delivered_on,
        "deleted_on": ledger.gone_on, "on_time": ledger.is_on_time, "days_late": ledger.days_late,
    }  # fmt: skip


def pair_shown(pair):
    promise = promise_of(pair.now) if pair.now else {"type": pair.then.type, "id": pair.then.id, "name": pair.then.name}
    return {
        **promise, "then": written(pair.then and pair.then.release), "now": written(pair.now and pair.now.current),
        "days": pair.days, "is_there": pair.now is not None, "was_there": pair.then is not None,
    }  # fmt: skip


class PromisesView(Endpoint):
    """How well a product keeps its promises, over a period; what the figures mean is said on the page."""

    tag = "promises"
    reads = PromisesShown
    query = {"get": PERIOD}

    def get(self, request, product):
        product = product_named(request.user, product)
        today = today_in(product)
        try:
            period = Period.asked(self.params, today)
        except PeriodError as error:
            raise invalid_parameters({error.parameter: str(error)}) from None
        figures = Figures(period, ledgers_of(product, request.user), today)
        return answer({
            "period": {"start": period.start, "end": period.end},
            "on_time": {"rate": figures.rate, "kept": len(figures.kept), "counted": len(figures.counted),
                        "rows": [delivered_shown(ledger) for ledger in figures.delivered]},
            "delays": {"count": len(figures.slips), "days": figures.slipped_days,
                       "rows": [slip_shown(move) for move in figures.slips]},
            "late": [{**promise_of(ledger), "promised": str(ledger.current),
                      "days_late": (today - ledger.current.end).days} for ledger in figures.late],
            "as_of": self.stood(product, figures.ledgers),
        })  # fmt: skip

    def stood(self, product, ledgers):
        if not self.params.get("as_of"):
            return None
        instant = instant_of(self.params, "as_of")
        if instant < product.created_at:
            raise invalid_parameters({"as_of": _("The product did not exist yet.")})
        return [pair_shown(pair) for pair in compared(product, ledgers, instant)]


class LedgerView(Endpoint):
    """The promises of one version or milestone."""

    tag = "promises"
    reads = LedgerShown
    model = Version

    def get(self, request, pk):
        things = self.model.objects.visible_to(request.user).select_related("product")
        return derived(request, ledger_shown(ledger_of(get_object_or_404(things, pk=pk), request.user)))


class VersionLedgerView(LedgerView):
    """Every promise of a version's release: who moved it, when, by how many days and why."""


class MilestoneLedgerView(LedgerView):
    """Every promise of a milestone's due date: who moved it, when, by how many days and why."""

    model = Milestone


class SlipView(Endpoint):
    """One slip. Its reason may be given, changed or taken back at any time; nothing else of it can be written."""

    tag = "promises"
    reads = SlipShown
    writes = {"patch": ReasonFields}
    versioned = True

    def slip(self, pk):
        change = get_object_or_404(Change.objects.visible_to(self.request.user).filter(type__in=MODELS), pk=pk)
        things = MODELS[change.type].objects.visible_to(self.request.user).select_related("product")
        slip = slip_of(get_object_or_404(things, pk=change.object_id), pk, self.request.user)
        if slip is None:
            raise Http404
        return slip

    def get(self, request, pk):
        return derived(request, slip_shown(self.slip(pk)))

    def patch(self, request, pk):
        slip = self.slip(pk)
        self.may(give_reason, slip.thing)
        values, shown = self.body(), slip_shown(slip)
        require(request, fingerprint(shown), lambda: shown)
        if "reason" in values:
            give_reason(slip.thing, by=request.user, change=pk, reason=values["reason"])
            shown = slip_shown(self.slip(pk))
        return answer(shown, version=fingerprint(shown))


class ForecastView(Endpoint):
    """When a version may be done: the days by which 50, 85 and 95 of 100 draws were."""

    tag = "promises"
    reads = ForecastShown

    def get(self, request, pk):
        version = get_object_or_404(Version.objects.visible_to(request.user), pk=pk)
        forecast = Forecast.objects.visible_to(request.user).filter(version=version).first() or Forecast()
        chart = ForecastChart(forecast, version.release) if forecast.has_dates else None
        return derived(request, {
            "state": forecast.state, "chance": chart and chart.chance,
            "dates": [{"percent": percent, "day": forecast.by(percent)} for percent in PERCENTS] if chart else [],
            "weeks": forecast.weeks, "remaining": forecast.remaining, "ahead": forecast.ahead,
            "began_on": forecast.began_on, "draws": forecast.draws, "seed": forecast.seed,
            "computed_at": forecast.computed_at,
        })  # fmt: skip
