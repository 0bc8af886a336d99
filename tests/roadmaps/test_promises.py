"""The ledger of a date: first promise, moves, slips, what counts and what was undone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from changes.operations.undoing import undo_batch
from pmhub.lib.operations import one_batch
from roadmaps.ledger.moves import Kind, kind_of
from roadmaps.ledger.reading import ledger_of, ledgers_of
from roadmaps.models import SlipReason, Version
from roadmaps.operations.planning import create_milestone, create_version, delete_version, edit_milestone, edit_version
from roadmaps.operations.slipping import give_reason
from tests.roadmaps.promising import day, on


@pytest.fixture
def promised(shop, manager):
    """Version 2.5 and its story, by hand:

    2026-03-02  promised for the second quarter          (kept until 2026-06-30)
    2026-05-04  said more exactly: 2026-06-19            11 days earlier, inside of the quarter: no slip
    2026-06-10  moved to 2026-07-10                      slip of 21 days (11 to the end of June, 10 in July)
    2026-07-06  moved to July                            slip of 21 days (10 to 31 July)
    2026-07-20  moved to 2026-07-24                      7 days earlier, inside of July: more exact
    """
    with on("2026-03-02"):
        version = create_version(shop, by=manager, name="2.5", release=day("2026-Q2"))
    for at, date in [("2026-05-04", "2026-06-19"), ("2026-06-10", "2026-07-10"), ("2026-07-06", "2026-07"),
                     ("2026-07-20", "2026-07-24")]:  # fmt: skip
        with on(at):
            edit_version(version, by=manager, release=day(date))
    return version


def told(ledger):
    return [(move.kind, str(move.new or ""), move.days) for move in ledger.moves]


def test_every_move_is_told_with_direction_and_days(promised, manager):
    ledger = ledger_of(promised, manager)
    assert told(ledger) == [
        ("first", "2026-Q2", 0), ("exact", "2026-06-19", -11), ("later", "2026-07-10", 21), ("later", "2026-07", 21),
        ("exact", "2026-07-24", -7),
    ]  # fmt: skip
    assert (len(ledger.slips), ledger.slipped_days) == (2, 42)
    assert (str(ledger.first), str(ledger.current), ledger.shift) == ("2026-Q2", "2026-07-24", 24)
    assert [f"{move.at:%Y-%m-%d}" for move in ledger.slips] == ["2026-06-10", "2026-07-06"]
    assert {move.by for move in ledger.moves} == {manager}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [(None, "2026-Q4", "first"), ("2026-Q4", "2026-12-31", "exact"), ("2026-Q4", "2026-10-01", "exact"),
     ("2026-Q4", "2026-11", "exact"), ("2026", "2026-Q4", "exact"), ("2026-Q4", "2027-01-01", "later"),
     ("2026-12-15", "2026-Q4", "later"), ("2026-12-31", "2026-Q4", "same"), ("2026-12-15", "2026-12-14", "earlier"),
     ("2026-Q4", "2026-09-30", "earlier"), ("2026-Q4", None, "withdrawn"), ("2028-02-29", "2028-02", "same")],
)  # fmt: skip
def test_how_a_promise_becomes_another(old, new, kind):
    assert kind_of(old and day(old), new and day(new)) == Kind(kind)


def test_taking_a_date_away_does_not_make_the_slip_forgotten(shop, manager, version):
    edit_version(version, by=manager, release=None)
    edit_version(version, by=manager, release=day("2026-12-18"))
    assert told(ledger_of(version, manager)) == [
        ("first", "2026-12-11", 0), ("withdrawn", "", 0), ("later", "2026-12-18", 7)
    ]  # fmt: skip


def test_what_was_undone_drops_out_and_comes_back_with_the_undo_undone(manager, version):
    with one_batch() as batch:
        edit_version(version, by=manager, release=day("2027-01-11"))
    with one_batch() as undoing:
        undo_batch(batch, by=manager)
    assert told(ledger_of(version, manager)) == [("first", "2026-12-11", 0)]
    undo_batch(undoing, by=manager)
    assert told(ledger_of(version, manager)) == [("first", "2026-12-11", 0), ("later", "2027-01-11", 31)]


def test_a_version_that_was_deleted_and_brought_back_keeps_its_ledger(manager, promised):
    before, pk = told(ledger_of(promised, manager)), promised.pk
    with one_batch() as batch:
        delete_version(promised, by=manager)
    undo_batch(batch, by=manager)
    assert told(ledger_of(Version.objects.get(pk=pk), manager)) == before


def test_moves_within_one_batch_are_one(manager, version):
    with one_batch():
        edit_version(version, by=manager, release=day("2027-03-01"))
        edit_version(version, by=manager, release=day("2026-12-12"))
    assert told(ledger_of(version, manager)) == [("first", "2026-12-11", 0), ("later", "2026-12-12", 1)]
    with one_batch():
        edit_version(version, by=manager, release=day("2027"))
        edit_version(version, by=manager, release=day("2026-12-12"))
    assert len(ledger_of(version, manager).moves) == 2


def test_changes_of_other_fields_and_by_sql_are_told_apart(manager, version):
    edit_version(version, by=manager, goal="Other", start=day("2026-11"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pmhub.actor', '', true), set_config('pmhub.batch', '', true)")
        cursor.execute("UPDATE roadmaps_version SET release_on = '2026-12-15' WHERE id = %s", [version.pk])
    first, slip = ledger_of(version, manager).moves
    assert (slip.days, slip.by, slip.reason) == (4, None, None)


def test_a_milestone_has_a_ledger_as_well(manager, milestone):
    edit_milestone(milestone, by=manager, due=day("2026-12-08"), reason="The testers are ill.")
    ledger = ledger_of(milestone, manager)
    assert told(ledger) == [("first", "2026-12-01", 0), ("later", "2026-12-08", 7)]
    assert ledger.moves[1].reason.text == "The testers are ill."


def test_the_ledgers_of_a_product_cost_the_same_for_many(shop, manager, django_assert_num_queries):
    for number in range(3):
        version = create_version(shop, by=manager, name=f"1.{number}", release=day("2026-Q4"))
        edit_version(version, by=manager, release=day("2027-Q1"), reason="Late")
        create_milestone(shop, by=manager, name=f"M {number}", due=day("2026"))
    with django_assert_num_queries(5):
        few = ledgers_of(shop, manager)
    for number in range(20):
        create_version(shop, by=manager, name=f"2.{number}", release=day("2026-Q4"))
    with django_assert_num_queries(5):
        many = ledgers_of(shop, manager)
    assert (len(few), len(many)) == (6, 26)


def test_a_slip_is_given_its_reason_with_the_move(manager, version):
    edit_version(version, by=manager, release=day("2026-12-18"), reason=" The payment provider is late. ")
    slip = ledger_of(version, manager).slips[0]
    assert (slip.reason.text, slip.reason.by) == ("The payment provider is late.", manager)


def test_a_reason_without_a_slip_is_refused_with_everything(manager, version):
    for date in ("2026-12-11", "2026-12-01", None):
        with pytest.raises(ValidationError, match="does not move later"):
            edit_version(version, by=manager, release=date and day(date), reason="Because")
    version.refresh_from_db()
    assert str(version.release) == "2026-12-11"
    assert not SlipReason.objects.exists()


def test_a_reason_can_be_given_later_changed_and_taken_back(manager, owner, engineer, version):
    edit_version(version, by=manager, release=day("2026-12-18"))
    change = ledger_of(version, manager).slips[0].change.pk
    with pytest.raises(PermissionDenied):
        give_reason(version, by=engineer, change=change, reason="No")
    give_reason(version, by=manager, change=change, reason="One")
    give_reason(version, by=owner, change=change, reason="Two")
    reason = SlipReason.objects.get()
    assert (reason.text, reason.by, reason.lock_version) == ("Two", owner, 2)
    give_reason(version, by=owner, change=change, reason="  ")
    assert not SlipReason.objects.exists()


@pytest.mark.parametrize(("reason", "said"), [("x" * 10_000, "at most 2000"), ("a\x00b", "NUL")])
def test_reasons_that_cannot_be_kept_are_refused(manager, version, reason, said):
    with pytest.raises(ValidationError, match=said):
        edit_version(version, by=manager, release=day("2027"), reason=reason)
    assert len(ledger_of(version, manager).moves) == 1


def test_undoing_a_slip_takes_its_reason_along_and_back(manager, version):
    with one_batch() as batch:
        edit_version(version, by=manager, release=day("2027-01-11"), reason="The API is not ready.")
    with one_batch() as undoing:
        undo_batch(batch, by=manager)
    assert not SlipReason.objects.exists()
    undo_batch(undoing, by=manager)
    assert ledger_of(version, manager).slips[0].reason.text == "The API is not ready."
