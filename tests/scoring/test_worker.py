"""Scores by a real Celery worker on the test's own database."""

import time
from decimal import Decimal

import pytest
from django.db import connection, transaction

from pmhub.celery import app
from requirements.models import Requirement, ScoringModel
from requirements.operations.authoring import edit
from requirements.operations.bulk import edit_many
from requirements.operations.rescoring import rescore
from requirements.operations.scoring import choose_model
from requirements.tasks import score_due_products
from tests.platform.processes import celery_worker, end, eventually
from tests.scoring.conftest import RICE, in_thread

pytestmark = [pytest.mark.slow, pytest.mark.drill]


@pytest.fixture
def start_worker(process_env, tmp_path):
    """`start_worker()` starts a worker and answers its process; what it logs is in `.log`."""
    app.control.purge()
    started = []

    def start():
        log = tmp_path / f"worker-{len(started)}.log"
        started.append(celery_worker(process_env, log, "-c", "1", "-Q", "default,score"))
        return started[-1]

    yield start
    for process in started:
        end(process)


def score_of(requirement):
    return Requirement.objects.values_list("score", flat=True).get(pk=requirement.pk)


def updates(worker):
    return [line for line in worker.log.read_text().splitlines() if "rescored SHOP" in line]


@pytest.fixture
def stories(make_requirement):
    return [make_requirement(title=f"Story {n}", drivers=RICE | {"reach": 10 * n}) for n in range(60)]


def test_a_changed_input_is_scored_within_five_seconds(shop, manager, stories, start_worker):
    rescore(shop)
    start_worker()
    edit(stories[7], by=manager, drivers={"reach": 100_000})
    began = time.monotonic()
    assert eventually(lambda: score_of(stories[7]) == 48_000, 5), time.monotonic() - began
    assert Requirement.objects.of(shop).ranked().first() == stories[7]


def test_inputs_given_to_all_at_once_are_one_update(shop, manager, stories, start_worker):
    rescore(shop)
    worker = start_worker()
    assert eventually(lambda: not ScoringModel.objects.due().exists() and updates(worker), 10)
    eventually(lambda: False, 1)
    before = len(updates(worker))
    edit_many(shop, [story.pk for story in stories], by=manager, drivers={"effort": 2})
    assert eventually(lambda: score_of(stories[5]) == 60, 5)
    eventually(lambda: len(updates(worker)) > before + 1, 2)
    (line,) = updates(worker)[before:]
    assert "59 rows" in line, "a reach of 0 scores 0 whatever the effort"


def test_killing_the_worker_in_between_loses_nothing(shop, manager, stories, start_worker):
    rescore(shop)
    worker = start_worker()
    with transaction.atomic():
        Requirement.objects.select_for_update().get(pk=stories[3].pk)  # the worker's UPDATE has to wait here
        in_thread(lambda: choose_model(shop, by=manager, kind="formula", formula="reach * 2"))
        assert eventually(worker_waits, 15), worker.log.read_text()
        end(worker)
    assert eventually(lambda: not worker_waits(), 10)
    assert score_of(stories[9]) == pytest.approx(Decimal("43.2")), "nothing is half-written"
    assert ScoringModel.objects.due().exists()
    start_worker()
    score_due_products.delay()  # what the clock sends every 15 seconds
    assert eventually(lambda: score_of(stories[9]) == 180, 10)
    assert eventually(lambda: not ScoringModel.objects.due().exists(), 5)


def worker_waits():
    """Whether a computation waits for a row that somebody else holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            " AND query LIKE '%UPDATE requirements_requirement AS r SET score%'"
        )
        return cursor.fetchone() is not None
