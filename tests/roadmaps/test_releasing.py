"""Releasing: what is open is moved, dropped or let pass with a reason; once, whole or not at all, and undoable."""

import threading
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, connections
from django.utils import timezone

from changes.models import Change
from changes.operations.undoing import undo_batch
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.operations import one_batch
from requirements.models import Requirement
from roadmaps.ledger.reading import ledgers_of
from roadmaps.models import Version, Waiver
from roadmaps.operations.checklists import add_item, tick
from roadmaps.operations.planning import create_version, edit_version
from roadmaps.operations.releasing import ANYWAY, DROP, MOVE, Choices, Fate, NotOpen, StillOpen, release


@pytest.fixture
def later(shop, manager):
    return create_version(shop, by=manager, name="2.5")


@pytest.fixture
def scope(make_requirement, version, statuses):
    """Four requirements of 2.4: one done, three open."""
    return [make_requirement("done", version=version, status=statuses["done"])] + [
        make_requirement(name, version=version) for name in ("first", "second", "third")
    ]


def versions_of(rows):
    places = dict(Requirement.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "version__name"))
    return [places[row.pk] for row in rows]


def everything():
    """All that a release could change."""
    return (
        list(Requirement.objects.order_by("pk").values_list("pk", "version", "lock_version")),
        list(Version.objects.order_by("pk").values_list("pk", "state", "released_at", "released_by", "lock_version")),
        Waiver.objects.count(),
        Change.objects.count(),
    )


def test_a_version_with_everything_done_is_released(version, manager, make_requirement, statuses):
    make_requirement("done", version=version, status=statuses["done"])
    release(version, by=manager)
    assert (version.state, version.released_by) == ("released", manager)
    assert version.released_at


def test_what_is_open_stands_in_the_way_until_somebody_decides(version, manager, scope):
    before = everything()
    with pytest.raises(StillOpen, match="3 requirements are still open \\(SHOP-2, SHOP-3, SHOP-4\\)"):
        release(version, by=manager)
    assert everything() == before


def test_declined_ones_do_not_stand_in_the_way(version, manager, make_requirement, statuses):
    make_requirement("no", version=version, status=statuses["declined"], decline_reason="Too dear")
    release(version, by=manager)
    assert version.state == "released"


def test_open_ones_are_moved_dropped_or_let_pass_with_a_reason(version, later, manager, scope):
    done, first, second, third = scope
    choices = Choices(every=Fate(MOVE, later), single={second.pk: Fate(DROP), third.pk: Fate(ANYWAY, reason="Later")})
    release(version, by=manager, choices=choices)
    assert versions_of(scope) == ["2.4", "2.5", None, "2.4"]
    waiver = Waiver.objects.get()
    assert (waiver.requirement, waiver.reason, waiver.by) == (third, "Later", manager)


def test_all_of_it_is_one_change_that_can_be_taken_back(version, later, manager, scope, milestone):
    add_item(version, by=manager, text="Not done")
    before = (versions_of(scope), version.state)
    with one_batch() as batch:
        choices = Choices(Fate(MOVE, later), {scope[1].pk: Fate(ANYWAY, reason="x")}, "y", reach_milestones=True)
        release(version, by=manager, choices=choices)
    milestone.refresh_from_db()
    assert milestone.done_at
    assert set(Change.objects.filter(batch=batch).values_list("operation", flat=True)) == {"release"}
    undo_batch(batch, by=manager)
    version.refresh_from_db()
    milestone.refresh_from_db()
    assert (versions_of(scope), version.state) == before
    assert (version.released_at, version.released_by, milestone.done_at) == (None, None, None)
    assert not Waiver.objects.exists()


def test_milestones_stay_open_unless_they_are_reached_too(version, manager, milestone):
    release(version, by=manager)
    milestone.refresh_from_db()
    assert milestone.done_at is None


def test_open_checklist_items_need_a_reason(version, manager):
    done, still = (add_item(version, by=manager, text=text) for text in ("done", "open"))
    tick(done, by=manager)
    before = everything()
    with pytest.raises(ValidationError, match="Say why"):
        release(version, by=manager)
    assert everything() == before
    release(version, by=manager, choices=Choices(items_reason=" Nobody has time "))
    assert list(Waiver.objects.values_list("item", "reason")) == [(still.pk, "Nobody has time")]


@pytest.mark.parametrize(
    ("fate", "sentence"),
    [
        (Fate("sell"), "Choose to move it"),
        (Fate(MOVE), "Choose the version"),
        (Fate(ANYWAY), "Say why"),
        (Fate(ANYWAY, reason="  "), "Say why"),
        (Fate(ANYWAY, reason="x" * 2_001), "at most 2000"),
        (Fate(ANYWAY, reason="a\x00b"), "NUL"),
    ],
)
def test_what_cannot_be_carried_out_is_refused(version, manager, scope, fate, sentence):
    before = everything()
    for choices in (Choices(every=fate), Choices(Fate(DROP), {scope[2].pk: fate})):
        with pytest.raises(ValidationError, match=sentence):
            release(version, by=manager, choices=choices)
    assert everything() == before


def test_nothing_is_moved_to_itself_to_a_released_one_or_into_another_product(
    version, manager, scope, shop, outsider, other_product
):
    old = create_version(shop, by=manager, name="2.3", state="released")
    strange = create_version(other_product, by=outsider, name="1.0")
    gone = create_version(shop, by=manager, name="gone")
    Version.objects.filter(pk=gone.pk).delete()
    before = everything()
    for target in (version, old, strange, gone):
        with pytest.raises(ValidationError):
            release(version, by=manager, choices=Choices(Fate(MOVE, target)))
    assert everything() == before


@pytest.mark.parametrize("state", ["released", "archived"])
def test_only_an_open_version_is_released(shop, manager, state):
    version = create_version(shop, by=manager, name="2.3", state=state)
    with pytest.raises(NotOpen, match="“2.3” has been released already"):
        release(version, by=manager)


def test_engineers_do_not_release(version, engineer):
    with pytest.raises(PermissionDenied):
        release(version, by=engineer)


def test_an_error_in_the_middle_leaves_everything_as_it_was(version, later, manager, scope):
    add_item(version, by=manager, text="Open")
    with connection.cursor() as cursor:  # the last thing that releasing writes fails
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE roadmaps_version ADD CONSTRAINT broken CHECK (state <> 'released' OR name <> '2.4')"
        )
    before = everything()
    with pytest.raises(Exception, match="broken"):
        release(version, by=manager, choices=Choices(Fate(MOVE, later), items_reason="x"))
    assert everything() == before


def test_a_version_is_not_released_past_the_guard(version, manager, scope):
    with pytest.raises(ValidationError, match="release page"):
        edit_version(version, by=manager, state="released")


def test_a_released_version_can_be_opened_again(version, manager):
    release(version, by=manager)
    edit_version(version, by=manager, state="archived")
    assert version.released_at
    edit_version(version, by=manager, state="active")
    version.refresh_from_db()
    assert (version.state, version.released_at, version.released_by) == ("active", None, None)
    release(version, by=manager)


@pytest.mark.django_db(transaction=True)
def test_two_people_press_at_once_and_it_is_released_once(version, later, manager, owner, scope):
    barrier, outcomes = threading.Barrier(2), []

    def press(person):
        try:
            barrier.wait()
            release(Version.objects.get(pk=version.pk), by=person, choices=Choices(Fate(MOVE, later)))
            outcomes.append("released")
        except NotOpen:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[person]) for person in (manager, owner)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "released"]
    assert Change.objects.filter(type="version", operation="release").count() == 1
    assert versions_of(scope) == ["2.4", "2.5", "2.5", "2.5"]


@pytest.mark.django_db(transaction=True)
def test_two_versions_that_move_to_each_other_do_not_wait_for_each_other(version, later, manager, make_requirement):
    make_requirement("a", version=version)
    make_requirement("b", version=later)
    barrier, outcomes = threading.Barrier(2), []

    def press(one, other):
        try:
            barrier.wait()
            release(Version.objects.get(pk=one.pk), by=manager, choices=Choices(Fate(MOVE, other)))
            outcomes.append("released")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    pairs = [(version, later), (later, version)]
    threads = [threading.Thread(target=press, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "released"]


def test_many_are_moved_in_few_statements(version, later, manager, make_requirement, django_assert_max_num_queries):
    for number in range(40):
        make_requirement(f"number {number}", version=version)
    with django_assert_max_num_queries(20):
        release(version, by=manager, choices=Choices(Fate(MOVE, later)))


@pytest.mark.parametrize(
    ("release_date", "at"),
    [("2026-03-31", "2026-03-31T12:00+08:00"), ("2026-02", "2026-02-28T12:00+08:00"), ("2999-Q1", None), (None, None)],
)
def test_one_that_is_made_as_released_was_so_on_its_release_day(shop, manager, release_date, at):
    began = timezone.now()
    promise = FuzzyDate.parse(release_date) if release_date else None
    made = create_version(shop, by=manager, name="1.0", state="released", release=promise)
    if at:
        assert made.released_at == datetime.fromisoformat(at)
    else:
        assert began <= made.released_at <= timezone.now()
    assert made.released_by is None
    (ledger,) = ledgers_of(shop, manager)
    assert (ledger.delivered_on <= timezone.localdate(timezone=ledger.zone), ledger.is_on_time) == (True, None)


def test_opened_again_and_undone_it_has_the_day_it_had(shop, manager):
    made = create_version(shop, by=manager, name="1.0", state="released", release=FuzzyDate.parse("2026-03-31"))
    day = made.released_at
    edit_version(made, by=manager, state="active")
    assert Version.objects.get(pk=made.pk).released_at is None
    undo_batch(Change.objects.latest("id").batch, by=manager)
    again = Version.objects.get(pk=made.pk)
    assert (again.state, again.released_at) == ("released", day)


def test_archiving_is_no_way_round_the_guard(version, manager, scope):
    edit_version(version, by=manager, state="archived")
    with pytest.raises(ValidationError, match="release page"):
        edit_version(version, by=manager, state="released")
    edit_version(version, by=manager, state="active")
    release(version, by=manager, choices=Choices(every=Fate(DROP)))
    edit_version(version, by=manager, state="archived")
    day = version.released_at
    edit_version(version, by=manager, state="released")
    assert version.released_at == day
