"""From three linked voices to a new score, by a real Celery worker on the test's own database."""

import pytest

from feedback.models import Customer
from feedback.operations.linking import link
from feedback.operations.reporting import report
from pmhub.celery import app
from requirements.models import Requirement
from requirements.models.explanation import Explanation
from requirements.operations.rescoring import rescore
from requirements.operations.scoring import choose_model
from tests.platform.processes import celery_worker, end, eventually

pytestmark = [pytest.mark.slow, pytest.mark.drill]


@pytest.fixture
def worker(process_env, tmp_path):
    app.control.purge()
    process = celery_worker(process_env, tmp_path / "worker.log", "-c", "1", "-Q", "default,score")
    yield process
    end(process)


def test_feedback_of_three_customers_raises_the_score(shop, requirement, manager, maya, worker):
    choose_model(shop, by=manager, kind="formula", formula="reach * impact / effort * (1 + demand)")
    rescore(shop)
    requirement.refresh_from_db()
    assert (requirement.demand, requirement.score) == (0, 1_080)
    for name, importance in [("青山生鲜", 3), ("Nordlicht", 2), ("海岸书店", 1)]:
        customer = Customer.objects.create(product=shop, name=name)
        link(report(shop, by=maya, body="结算太麻烦了", customer=customer), requirement, by=maya, importance=importance)
    scored = Requirement.objects.filter(pk=requirement.pk, demand=6, score=7_560)
    assert eventually(scored.exists, 15), worker.log.read_text()
    log = worker.log.read_text()
    assert "demand of SHOP: 1 rows" in log
    assert "rescored SHOP: 1 rows" in log
    requirement.refresh_from_db()
    read = {each.driver.name: each.value for each in Explanation.of(requirement).inputs}
    assert read == {"reach": 1_800, "impact": 3, "effort": 5, "demand": 6}
