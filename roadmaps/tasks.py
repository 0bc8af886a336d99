from celery import shared_task
from django.db import transaction

from pmhub.lib.hints import hint
from roadmaps.models import Forecast
from roadmaps.operations.forecasting import ask_for_all_forecasts, forecast_if_due

GATHERING = 5  # seconds in which changes of the scope come together: nobody waits for a forecast


@shared_task
def score_forecasts(product_id):
    """Draw the due forecasts of a product."""
    forecast_if_due(product_id)


@shared_task
def score_due_forecasts():
    """The sweep: whatever is due is drawn, also when Redis forgot about it."""
    for product_id in Forecast.objects.due().values_list("product", flat=True).distinct():
        score_forecasts.delay(product_id)


@shared_task
def score_every_forecast():
    """Every night: a forecast counts from its day."""
    ask_for_all_forecasts()
    score_due_forecasts.delay()


def hint_to_forecast(products):
    """Wake a worker once this transaction is committed."""
    transaction.on_commit(lambda: [hint(score_forecasts, product, countdown=GATHERING) for product in products])
