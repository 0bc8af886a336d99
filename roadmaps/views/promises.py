"""What was promised, how it moved, and whether it was kept."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from changes.models import Change
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped
from requirements.views.moments import Moment
from roadmaps.forecasting.chart import ForecastChart
from roadmaps.forecasting.throughput import today_in
from roadmaps.forms.promises import ReasonForm
from roadmaps.ledger.chart import SlipChart
from roadmaps.ledger.comparing import compared
from roadmaps.ledger.figures import Figures
from roadmaps.ledger.period import DEFAULT, NAMES, Period, PeriodError
from roadmaps.ledger.reading import MODELS, ledger_of, ledgers_of
from roadmaps.models import Forecast
from roadmaps.operations.slipping import give_reason, slip_of
from roadmaps.views.versions import VersionScoped

WHOLE = {"from": "", "to": ""}
TABLES = {
    "all": "roadmaps/_promised.html",
    "delivered": "roadmaps/_delivered.html",
    "slips": "roadmaps/_slips.html",
    "late": "roadmaps/_promised.html",
}


def moment_of(product, params):
    """The instant that `as_of` names, or why it names none of this product's past."""
    moment = Moment.of(params, "as_of")
    if moment.at and moment.at < product.created_at:
        day = product.created_at.astimezone(ZoneInfo(product.time_zone)).date()
        words = {"name": product.name, "day": day}
        return Moment(problem="as_of: " + _("%(name)s began on %(day)s; before that nothing was promised.") % words)
    return moment


class PromisesView(ProductScoped, View):
    """The figures of a period, the rows behind each of them, and all promises as of a date beside today."""

    template_name = "roadmaps/promises.html"

    def get(self, request):
        today, moment = today_in(self.product), moment_of(self.product, request.GET)
        try:
            period, problems = Period.asked(request.GET, today), []
        except PeriodError as error:
            period, problems = Period.named(DEFAULT, today), [f"{error.parameter}: {error}"]
        typed = {name: value for name, value in request.GET.items() if value}
        asked = typed if problems else {"from": str(period.start), "to": str(period.end)} | typed
        problems += [moment.problem] if moment.problem else []
        found = self.found(period, today, moment)
        return self.page(
            problems=problems, period=period, moment=moment, asked=asked, today_only=self.address(as_of=""),
            as_of_day=day_written(moment), status=400 if problems else 200, **found,
            periods=[(name, label, self.address(**WHOLE, period=name)) for name, label in NAMES.items()],
        )  # fmt: skip

    def found(self, period, today, moment):
        """The figures and the rows of the one that is looked at."""
        every = ledgers_of(self.product, self.request.user)
        ledgers = soonest_first([ledger for ledger in every if not ledger.gone_at])
        for ledger in ledgers:
            ledger.is_late = ledger.is_late_on(today)
        figures, show = Figures(period, every, today), self.request.GET.get("show")
        show = show if show in TABLES else "all"
        return {
            "figures": figures,
            "ledgers": ledgers,
            "show": show,
            "table": TABLES[show],
            "shown": figures.late if show == "late" else ledgers,
            "stood": compared(self.product, ledgers, moment.at) if moment.at else None,
            "addresses": {name: self.address(show=name) for name in TABLES},
        }

    def address(self, **other):
        """This page with other parameters."""
        kept = {name: self.request.GET.get(name) for name in ("period", "from", "to", "show", "as_of")}
        return "?" + urlencode({name: value for name, value in (kept | other).items() if value})


def soonest_first(ledgers):
    """What is open by its date, then the rest, latest first; what was never promised at the end of each."""

    def place(ledger):
        day = ledger.current.end.toordinal() if ledger.current else 0
        return not ledger.is_open, not day, day if ledger.is_open else -day, ledger.type, ledger.thing.pk

    return sorted(ledgers, key=place)


def day_written(moment):
    """The day of an instant for a field of a form, in the person's time zone."""
    return timezone.localtime(moment.at).date().isoformat() if moment.at else ""


class VersionPromisesView(VersionScoped, View):
    """The promises of one version and how likely it keeps the one of today."""

    template_name = "roadmaps/version_promises.html"

    def get(self, request, pk):
        version = self.version(pk)
        ledger = ledger_of(version, request.user)
        forecast = Forecast.objects.visible_to(request.user).filter(version=version).first()
        return self.page(
            version=version, ledger=ledger, chart=SlipChart(ledger), forecast=forecast,
            outlook=ForecastChart(forecast, version.release) if forecast and forecast.has_dates else None,
        )  # fmt: skip


class SlipView(ProductScoped, View):
    """One slip: its reason can be given or changed by who plans."""

    template_name = "roadmaps/slip.html"
    needs = "manage"

    def slip(self, pk):
        change = Change.objects.visible_to(self.request.user).filter(pk=pk, product=self.product).first()
        model = MODELS.get(change.type) if change else None
        things = model.objects.visible_to(self.request.user).of(self.product) if model else None
        thing = things.filter(pk=change.object_id).select_related("product").first() if things is not None else None
        slip = slip_of(thing, pk, self.request.user) if thing else None
        if slip is None:
            raise Http404
        return slip

    def get(self, request, pk):
        slip = self.slip(pk)
        reason = slip.reason.text if slip.reason else ""
        return self.page(slip=slip, back=page_of(slip.thing), form=ReasonForm({"reason": reason}))

    def post(self, request, pk):
        slip, form = self.slip(pk), ReasonForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                give_reason(slip.thing, by=request.user, change=pk, reason=form.cleaned_data["reason"])
                toast(request, _("The reason is kept."), undo=True)
                return redirect(page_of(slip.thing))
        return self.page(slip=slip, back=page_of(slip.thing), form=form, status=422)


def page_of(thing):
    """Where the ledger of a version or milestone is shown."""
    is_version = thing._meta.model_name == "version"
    return reverse("version_promises" if is_version else "milestone", args=[thing.product.key, thing.pk])
