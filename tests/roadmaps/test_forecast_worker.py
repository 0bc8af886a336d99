"""Forecasts by a real Celery worker on the test's own database, of which two never draw the same row at once."""

import threading

import pytest
from django.db import connection, transaction

from pmhub.celery import app
from roadmaps.models import Forecast
from roadmaps.operations.forecasting import ask_for_forecasts, forecast_if_due
from roadmaps.tasks import score_due_forecasts
from tests.platform.processes import celery_worker, end, eventually

pytestmark = [pytest.mark.slow, pytest.mark.drill]


@pytest.fixture
def worker(process_env, tmp_path):
    app.control.purge()
    process = celery_worker(process_env, tmp_path / "worker.log", "-c", "1", "-Q", "default,score")
    yield process
    end(process)


def computed(version):
    return Forecast.objects.filter(version=version, due_at=None).exclude(computed_at=None).exists()


def test_planning_a_version_is_followed_by_its_forecast(version, make_requirement, worker):
    make_requirement("In it", version=version)
    score_due_forecasts.delay()  # what the clock sends every minute
    assert eventually(lambda: computed(version), 30), worker.log.read_text()
    assert eventually(lambda: Forecast.objects.get(version=version).remaining == 1, 30)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_another_worker_draws_is_left_to_it(shop, version):
    ask_for_forecasts([shop.pk])
    found = []

    def second():
        found.append(forecast_if_due(shop.pk))
        connection.close()

    with transaction.atomic():
        Forecast.objects.select_for_update().get(version=version)
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(20)
    assert found == [0]
    assert forecast_if_due(shop.pk) == 1
