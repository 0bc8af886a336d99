"""Keeping the forecasts of a product's open versions: due rows in the database, drawn by workers."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from roadmaps.forecasting.simulation import DRAWS, drawn, seed_of
from roadmaps.forecasting.throughput import open_counts, today_in, weekly_finished
from roadmaps.models import Forecast, Version
from roadmaps.models.version import OPEN


def ask_for_forecasts(products):
    """Mark the forecasts of all open versions of the products (ids) as due; those that are missing are made."""
    versions = Version.objects.filter(product__in=products, state__in=OPEN).values_list("pk", "product")
    Forecast.objects.bulk_create(
        [Forecast(version_id=pk, product_id=product) for pk, product in versions.order_by("pk")], ignore_conflicts=True
    )
    Forecast.objects.filter(product__in=products, version__state__in=OPEN).update(due_at=Coalesce(F("due_at"), Now()))


def ask_for_all_forecasts():
    """Every day, because a forecast counts from its day: mark those of all products that have an open version."""
    ask_for_forecasts(set(Version.objects.filter(state__in=OPEN).values_list("product", flat=True)))


@transaction.atomic
def forecast_if_due(product_id):
    """Draw the due forecasts of one product; returns how many. Rows that another worker is at are left to it.

    The rows stay locked while they are drawn (below a second each), so whoever marks them meanwhile waits for that and
    is not overlooked; a worker that is killed leaves them due.
    """
    due = Forecast.objects.due().filter(product=product_id).select_for_update(skip_locked=True, of=("self",))
    claimed = list(due.select_related("product", "version").order_by("version"))
    if claimed:
        product = claimed[0].product
        today = today_in(product)
        weeks, ahead = weekly_finished(product, today), 0
        places = {}
        for pk, count in open_counts(product):
            places[pk] = (count, ahead)
            ahead += count
        for forecast in claimed:
            keep(forecast, weeks, *places.get(forecast.version_id, (0, 0)), today)
    return len(claimed)


def keep(forecast, weeks, remaining, ahead, today):
    """Draw one forecast anew and keep it with what went into it."""
    forecast.weeks, forecast.remaining, forecast.ahead, forecast.began_on = weeks, remaining, ahead, today
    can_draw = forecast.is_enough and remaining > 0
    forecast.seed = seed_of(forecast.version_id, weeks, remaining, ahead, today.isoformat())
    forecast.draws = DRAWS if can_draw else 0
    forecast.outcome = drawn(weeks, ahead + remaining, seed=forecast.seed) if can_draw else []
    forecast.computed_at, forecast.due_at = Now(), None
    forecast.save()
