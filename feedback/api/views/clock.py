from dataclasses import asdict
from datetime import timedelta

from django.db import transaction

from feedback.api.serializers import clock as serializers
from feedback.api.views.customers import named
from feedback.clocks.figures import PERIODS, figures
from feedback.models import CalendarDay, ServiceTarget, Tier, WorkCalendar
from feedback.operations import promising
from pmhub.lib.api.answers import answer
from pmhub.lib.api.preconditions import derived, not_modified, require
from pmhub.lib.api.queries import choice
from pmhub.lib.api.views import Endpoint
from products.api.reach import product_named
from products.api.references import referred
from products.api.things import Kind, ProductsThings, Thing

HOUR = timedelta(hours=1)


class TargetKind(Kind):
    tag = "feedback"
    reads = serializers.ServiceTargetShown
    address = "/api/v1/service-targets/{}/"
    create, edit, remove = promising.set_target, promising.edit_target, promising.clear_target

    def rows(self, user):
        return ServiceTarget.objects.visible_to(user).select_related("product", "tier")

    @staticmethod
    def shown(row):
        return {
            "id": row.pk,
            "product": row.product.key,
            "kind": row.kind,
            "tier": named(row.tier),
            "response_hours": row.response_hours,
            "solution_hours": row.solution_hours,
            "working_time": row.working_time,
            "lock_version": row.lock_version,
        }

    def resolved(self, home, values):
        if values.get("tier") is not None:
            values["tier"] = referred("tier", Tier.objects.visible_to(self.request.user).of(home), values["tier"])
        return values


class TargetsView(TargetKind, ProductsThings):
    """How soon feedback is answered and solved. POST sets what is promised for a kind and a tier."""

    writes = {"post": serializers.NewServiceTarget}


class TargetView(TargetKind, Thing):
    """One target."""

    writes = {"patch": serializers.ServiceTargetFields}


class DayKind(Kind):
    tag = "feedback"
    reads = serializers.CalendarDayShown
    address = "/api/v1/calendar-days/{}/"
    create, edit, remove = promising.set_day, promising.edit_day, promising.clear_day

    def rows(self, user):
        return CalendarDay.objects.visible_to(user).select_related("product")

    @staticmethod
    def shown(row):
        return {
            "id": row.pk,
            "product": row.product.key,
            "day": row.day,
            "works": row.works,
            "name": row.name,
            "lock_version": row.lock_version,
        }


class DaysView(DayKind, ProductsThings):
    """Days that overrule weekday and law. POST sets one."""

    writes = {"post": serializers.NewCalendarDay}


class DayView(DayKind, Thing):
    """One of these days."""

    writes = {"patch": serializers.CalendarDayFields}


class CalendarView(Endpoint):
    """When the people who answer a product's feedback work. PATCH changes it; clocks follow in a moment."""

    tag = "feedback"
    reads = serializers.WorkCalendarShown
    writes = {"patch": serializers.WorkCalendarFields}
    versioned = True

    def get(self, request, product):
        shown = calendar_shown(calendar_of(product_named(request.user, product), self.rows()))
        return not_modified(request, shown["lock_version"]) or answer(shown, version=shown["lock_version"])

    def rows(self):
        return WorkCalendar.objects.visible_to(self.request.user)

    @transaction.atomic
    def patch(self, request, product):
        home = product_named(request.user, product)
        self.may(promising.set_calendar, home)
        values, now = self.body(), calendar_of(home, self.rows().select_for_update(of=["self"]))
        require(request, now.lock_version, lambda: calendar_shown(now))
        row = promising.set_calendar(home, by=request.user, **values) if values else now
        return answer(calendar_shown(row), version=row.lock_version)


def calendar_of(product, rows):
    """The product's calendar; what counts while nobody has set one has version 0."""
    return rows.of(product).first() or WorkCalendar(product=product, lock_version=0)


def calendar_shown(row):
    return {
        "product": row.product.key,
        "time_zone": row.product.time_zone,
        "opens": f"{row.opens:%H:%M}",
        "closes": f"{row.closes:%H:%M}",
        "weekdays": row.weekdays,
        "country": row.country,
        "lock_version": row.lock_version,
    }


class FiguresView(Endpoint):
    """The clock's figures of a product's last periods."""

    tag = "feedback"
    reads = serializers.ClockFiguresShown
    versioned = True
    query = {"get": {"by": ({"type": "string", "enum": list(PERIODS), "default": "week"}, "How long a period is.")}}

    def get(self, request, product):
        by = choice(self.params, "by", PERIODS, "week")
        found = figures(request.user, home := product_named(request.user, product), by)
        return derived(request, {"product": home.key, "by": by, "periods": [period_shown(one) for one in found]})


def period_shown(one):
    """Lengths as hours with two decimals."""
    return {
        name: round(value / HOUR, 2) if isinstance(value, timedelta) else value for name, value in asdict(one).items()
    }
