"""A product's settings of feedback: targets, working time, and the days that are different."""

from zoneinfo import ZoneInfo

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from feedback.clocks.year import special_days, unknown_years
from feedback.forms.clock import CalendarForm, DayForm, TargetForm, country_name
from feedback.models import CalendarDay, ServiceTarget, WorkCalendar
from feedback.operations.promising import clear_day, clear_target, set_calendar, set_day, set_target
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped

CALENDAR = ["opens", "closes", "weekdays", "country"]


class PromisesPage(ProductScoped):
    """Mixin: the one page on which all of it stands."""

    template_name = "feedback/settings.html"

    @cached_property
    def calendar(self):
        calendars = WorkCalendar.objects.visible_to(self.request.user)
        return calendars.filter(product=self.product).first() or WorkCalendar(product=self.product)

    def own(self, model):
        return model.objects.visible_to(self.request.user).of(self.product)

    def context(self, **more):
        today = timezone.now().astimezone(ZoneInfo(self.product.time_zone)).date()
        entries = list(self.own(CalendarDay).filter(day__gte=today))
        forms = {
            "target_form": TargetForm(product=self.product),
            "calendar_form": CalendarForm(initial={name: getattr(self.calendar, name) for name in CALENDAR}),
            "day_form": DayForm(),
        }
        return super().context(
            calendar=self.calendar,
            country=country_name(self.calendar.country),
            targets=self.own(ServiceTarget).select_related("tier").order_by("kind", "tier__position", "pk"),
            days=list(special_days(self.calendar, entries, today)),
            unknown_years=unknown_years(self.calendar.country, today),
            **{**forms, **more},
        )

    def back(self):
        return redirect("feedback_settings", self.product.key)


class FeedbackSettingsView(PromisesPage, View):
    """Shows it all; a POST sets the working time."""

    def get(self, request):
        return self.page()

    def post(self, request):
        form = CalendarForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                set_calendar(self.product, by=request.user, **form.cleaned_data)
                toast(request, _("The working time is saved. All items follow in a moment."))
                return self.back()
        return self.page(calendar_form=form, status=422)


class TargetsView(PromisesPage, View):
    """Sets a target."""

    needs = "manage"

    def post(self, request):
        form = TargetForm(request.POST, product=self.product)
        if form.is_valid():
            with refusals_on(form):
                set_target(self.product, by=request.user, **form.cleaned_data)
                toast(request, _("The target is saved. Open items follow in a moment."))
                return self.back()
        return self.page(target_form=form, status=422)


class RemoveTargetView(PromisesPage, View):
    """Takes a target away."""

    def post(self, request, pk):
        target = get_object_or_404(self.own(ServiceTarget), pk=pk)
        target.product = self.product
        clear_target(target, by=request.user)
        toast(request, _("The target is gone; the next more general one counts."))
        return self.back()


class DaysView(PromisesPage, View):
    """Says of a day whether people work."""

    needs = "manage"

    def post(self, request):
        form = DayForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                set_day(self.product, by=request.user, **form.cleaned_data)
                toast(request, _("The day is saved. All items follow in a moment."))
                return self.back()
        return self.page(day_form=form, status=422)


class RemoveDayView(PromisesPage, View):
    """Leaves a day to the law again."""

    def post(self, request, pk):
        day = get_object_or_404(self.own(CalendarDay), pk=pk)
        day.product = self.product
        clear_day(day, by=request.user)
        toast(request, _("The day is as weekday and law say."))
        return self.back()
