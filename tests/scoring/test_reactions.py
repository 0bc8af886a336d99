"""A change to an input, to the model or to the set of requirements asks for new scores; other changes do not."""

import pytest
from django.db import connection

from changes.models import Change
from requirements.models import ScoringModel
from requirements.operations.authoring import delete, edit
from requirements.operations.details import comment
from requirements.operations.rescoring import rescore
from requirements.operations.scoring import choose_model
from requirements.tasks import score_due_products, score_everything


@pytest.fixture
def scored(shop, requirement, settled):
    """SHOP-1, scored, with nothing left to read in the stream."""
    settled()
    settled()  # what the system itself wrote the first time
    rescore(shop)
    ScoringModel.objects.update(due_at=None)
    requirement.refresh_from_db()
    return requirement


def due():
    return list(ScoringModel.objects.due().values_list("product__key", flat=True))


def test_an_input_asks_for_scores(scored, manager, settled):
    edit(scored, by=manager, drivers={"reach": 10})
    settled()
    assert due() == ["SHOP"]


def test_an_input_written_by_raw_sql_asks_for_scores(scored, settled):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE requirements_requirement SET drivers = drivers || '{\"effort\": 1}'")
    settled()
    assert due() == ["SHOP"]


def test_a_new_requirement_asks_for_scores(scored, make_requirement, settled):
    make_requirement()
    settled()
    assert due() == ["SHOP"]


def test_the_model_asks_for_scores(scored, shop, manager, settled):
    choose_model(shop, by=manager, kind="ice")
    settled()
    assert due() == ["SHOP"]


def test_a_field_of_the_formula_asks_for_scores(scored, shop, manager, settled):
    shop.custom_fields.create(key="risk", name="Risk", kind="rating")
    choose_model(shop, by=manager, kind="formula", formula="votes + custom.risk")
    settled()
    for change in ({"votes": 5}, {"custom": {"risk": 2}}):
        ScoringModel.objects.update(due_at=None)
        edit(scored, by=manager, **change)
        settled()
        assert due() == ["SHOP"]


def test_what_the_formula_does_not_read_asks_for_nothing(scored, manager, settled):
    edit(scored, by=manager, title="Another", votes=7, priority=0, estimate="3")
    comment(scored, by=manager, body="Hello")
    delete(scored, by=manager)
    settled()
    assert due() == []


def test_a_product_without_a_model_gets_rice_by_the_system(requirement, settled):
    settled()
    model = ScoringModel.objects.get()
    assert model.kind == "rice"
    change = Change.objects.get(type="scoring_model")
    assert (change.actor.is_system, change.operation) == (True, "adopt_scoring")


def test_the_sweep_computes_what_is_due(scored, manager, settled, eager_worker):
    edit(scored, by=manager, drivers={"reach": 100})
    settled()
    score_due_products()
    scored.refresh_from_db()
    assert scored.score == 48
    assert due() == []


def test_every_night_everything_is_computed(scored, eager_worker):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE requirements_requirement SET score = 1")
    score_everything()
    scored.refresh_from_db()
    assert scored.score == 864


@pytest.fixture
def eager_worker():
    """Tasks that tasks send run here and now, by Celery itself."""
    from pmhub.celery import app

    app.conf.task_always_eager = app.conf.task_eager_propagates = True
    yield
    app.conf.task_always_eager = app.conf.task_eager_propagates = False
