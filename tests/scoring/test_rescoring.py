"""Computing scores: the right ones, only where they differ, and no score with the reason instead of an error."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from changes.models import Change
from requirements.models import Requirement, ScoringModel
from requirements.operations.authoring import edit
from requirements.operations.rescoring import ask_for_scores, rescore, rescore_if_due
from requirements.operations.scoring import choose_model
from tests.scoring.conftest import RICE, in_thread


@pytest.mark.parametrize(
    "drivers, problem",
    [
        ({}, "missing:confidence,effort,impact,reach"),
        (RICE | {"effort": None}, "missing:effort"),
        (RICE | {"effort": 0}, "zero"),
        (RICE | {"reach": 10**12, "effort": 0.001}, "overflow"),
    ],
)
def test_no_score_says_why(make_requirement, scores, drivers, problem):
    make_requirement(drivers=drivers)
    assert scores() == {1: problem}


@pytest.mark.parametrize("raw", ['"many"', "[1]", "null", "true", "1e300", '{"a": 1}'])
def test_whatever_raw_sql_wrote_is_no_error(requirement, scores, raw):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE requirements_requirement SET drivers = drivers || %s::jsonb", [f'{{"reach": {raw}}}'])
    assert scores() == {1: "missing:reach"}


def test_a_formula_broken_by_hand_gives_no_score(shop, requirement, scores):
    scores()
    ScoringModel.objects.filter(product=shop).update(formula="reach * (")
    assert scores() == {1: "formula"}


def test_a_long_list_of_missing_names_fits(shop, manager, make_requirement, scores):
    rows = [{"name": "x" * 38 + f"{n:02}"} for n in range(20)]
    choose_model(shop, by=manager, kind="weighted", drivers=rows)
    make_requirement()
    assert scores()[1].startswith("missing:xxx")


def test_only_rows_whose_score_differs_are_written(shop, make_requirement, manager):
    rows = [make_requirement(title=f"Story {n}", drivers=RICE | {"reach": n}) for n in range(5)]
    assert rescore(shop).rows == 5
    assert rescore(shop).rows == 0
    edit(rows[2], by=manager, drivers={"reach": 500})
    edit(rows[3], by=manager, title="Another name")
    before = physical_places()
    assert rescore(shop).rows == 1
    after = physical_places()
    assert {pk for pk in after if after[pk] != before[pk]} == {rows[2].pk}


def physical_places():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid::text FROM requirements_requirement")
        return dict(cursor.fetchall())


def test_scores_are_derived_and_leave_no_history(shop, requirement):
    history = Change.objects.filter(type="requirement")
    recorded = history.count()
    rescore(shop)
    before = requirement.lock_version, requirement.updated_at
    requirement.refresh_from_db()
    assert requirement.score == 864
    assert history.count() == recorded
    assert (requirement.lock_version, requirement.updated_at) == before


def test_one_update_per_product_and_one_line_in_the_log(shop, requirement, caplog):
    rescore(shop)
    caplog.clear()
    with caplog.at_level("INFO"), CaptureQueriesContext(connection) as captured:
        rescore(shop)
    updates = [q for q in captured.captured_queries if q["sql"].startswith("\nUPDATE requirements_requirement")]
    assert len(updates) == 1
    (line,) = [record.getMessage() for record in caplog.records if record.getMessage().startswith("rescored")]
    assert line.startswith("rescored SHOP: 0 rows in 0.0")
    assert line.endswith(" s (formula 1)")


def test_other_products_are_not_touched(shop, requirement, other_requirement):
    rescore(shop)
    other_requirement.refresh_from_db()
    assert (other_requirement.score, other_requirement.score_problem) == (None, "")


def test_command_scores_one_product_or_all(shop, requirement, help_desk, capsys):
    call_command("rescore", "--product", "shop")
    assert capsys.readouterr().out.startswith("SHOP: 1 rows in ")
    call_command("rescore")
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["HELP", "SHOP"]
    with pytest.raises(CommandError, match="There is no product NONE"):
        call_command("rescore", "--product", "NONE")


def test_what_is_not_due_is_not_computed(shop, requirement):
    assert rescore_if_due(shop.pk) is False
    requirement.refresh_from_db()
    assert requirement.score_problem == ""
    assert requirement.score is None


@pytest.mark.django_db(transaction=True)
def test_asking_again_during_a_computation_is_not_lost(shop, requirement):
    ask_for_scores([shop.pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('pmhub score'), %s)", [shop.pk])
    in_thread(lambda: rescore_if_due(shop.pk))
    assert ScoringModel.objects.due().exists(), "another process computes: it will look again"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtext('pmhub score'), %s)", [shop.pk])
    assert rescore_if_due(shop.pk) is False
    assert not ScoringModel.objects.due().exists()


@pytest.mark.django_db(transaction=True)
def test_two_processes_racing_agree(shop, manager, make_requirement):
    rows = [make_requirement(title=f"Story {n}", drivers=RICE | {"reach": n}) for n in range(30)]
    for turn in range(5):
        for n, row in enumerate(rows):
            edit(row, by=manager, drivers={"reach": 10 * turn + n})
        ask_for_scores([shop.pk])
        threads = [in_thread(lambda: rescore_if_due(shop.pk), wait=False) for _ in range(2)]
        threads += [in_thread(lambda: rescore(shop), wait=False) for _ in range(2)]
        for thread in threads:
            thread.join(20)
        assert not ScoringModel.objects.due().exists()
        expected = [round(0.48 * (10 * turn + n), 6) for n in range(30)]
        found = Requirement.objects.of(shop).order_by("number").values_list("score", flat=True)
        assert [float(score) for score in found] == pytest.approx(expected)


@pytest.mark.django_db(transaction=True)
def test_waits_for_no_row_longer_than_its_patience(shop, manager, requirement, caplog):
    ask_for_scores([shop.pk])

    def impatient():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 100")
        assert rescore_if_due(shop.pk) is False

    with transaction.atomic():
        Requirement.objects.select_for_update().get(pk=requirement.pk)
        in_thread(impatient)
    assert "stays due: others write its requirements (LockNotAvailable)" in caplog.text
    assert ScoringModel.objects.due().exists()
