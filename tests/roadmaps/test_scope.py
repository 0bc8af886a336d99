"""What is in a version: moved in and out by one operation, refused in words, and measured against what was agreed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from changes.models import Change
from changes.operations.undoing import undo_batch
from requirements.operations.authoring import delete, edit
from requirements.operations.details import link
from roadmaps.models import Agreement
from roadmaps.operations.planning import create_version, edit_version
from roadmaps.operations.releasing import release
from roadmaps.operations.scoping import Elsewhere, agree, plan_into, take_out
from roadmaps.planning.scope import blockers_of, drift_of


@pytest.fixture
def later(shop, manager):
    return create_version(shop, by=manager, name="2.5")


def last_batch():
    return Change.objects.latest("id").batch


def test_several_come_in_as_one_change_that_can_be_undone(version, engineer, make_requirement):
    rows = [make_requirement(f"Item {n}") for n in range(3)]
    assert plan_into(version, [row.key for row in rows], by=engineer) == 3
    changes = Change.objects.filter(batch=last_batch(), type="requirement")
    assert {change.operation for change in changes} == {"plan_into"}
    assert [change.diff for change in changes] == [{"version": [None, version.pk]}] * 3
    undo_batch(last_batch(), by=engineer)
    for row in rows:
        row.refresh_from_db()
        assert row.version is None


def test_what_is_in_already_stays_and_what_is_out_already_too(version, engineer, make_requirement):
    planned, free = make_requirement("in", version=version), make_requirement("out")
    assert plan_into(version, [planned.key, free.key], by=engineer) == 1
    assert take_out(version, [free.key, planned.key, free.key], by=engineer) == 2
    assert take_out(version, [free.key], by=engineer) == 0


def test_a_single_one_lands_beside_its_neighbour_in_the_manual_order(version, engineer, make_requirement):
    first, second = make_requirement("first", version=version), make_requirement("second", version=version)
    third = make_requirement("third")
    plan_into(version, [third.key], by=engineer, before=second)
    ordered = [row.key for row in version.product.requirements.filter(version=version).order_by("rank")]
    assert ordered == [first.key, third.key, second.key]


def test_somebody_else_was_faster(version, later, engineer, manager, make_requirement):
    taken, free = make_requirement("taken"), make_requirement("free")
    plan_into(later, [taken.key], by=manager)
    with pytest.raises(Elsewhere) as refused:
        plan_into(version, [free.key, taken.key], by=engineer)
    assert refused.value.keys == [taken.key]
    assert f"{taken.key}: {manager.name} put it into 2.5" in refused.value.messages[0]
    with pytest.raises(Elsewhere):
        take_out(version, [taken.key], by=engineer)
    free.refresh_from_db()
    assert free.version is None


@pytest.mark.parametrize("state", ["released", "archived"])
@pytest.mark.parametrize("move", [plan_into, take_out])
def test_the_scope_of_a_released_version_is_frozen(version, manager, make_requirement, statuses, state, move):
    planned = make_requirement("in", version=version, status=statuses["done"])
    release(version, by=manager)
    if state == "archived":
        edit_version(version, by=manager, state=state)
    with pytest.raises(ValidationError, match="its scope is frozen"):
        move(version, [planned.key], by=manager)
    with pytest.raises(ValidationError, match="its scope is frozen"):
        agree(version, by=manager)
    assert not Agreement.objects.exists()


def test_requirements_of_another_product_do_not_exist_here(version, engineer, other_requirement, make_requirement):
    own = make_requirement("own")
    with pytest.raises(ValidationError, match="There is no OTHER-1 in this product"):
        plan_into(version, [own.key, other_requirement.key], by=engineer)
    own.refresh_from_db()
    assert own.version is None


@pytest.mark.parametrize("keys", [[], ["x"] * 2, [f"SHOP-{n}" for n in range(900)]])
def test_nothing_and_too_much_are_refused(version, engineer, keys):
    with pytest.raises(ValidationError):
        plan_into(version, keys, by=engineer)


def test_who_only_reads_moves_nothing_and_who_contributes_does_not_agree(version, support, engineer, make_requirement):
    row = make_requirement("row")
    with pytest.raises(PermissionDenied):
        plan_into(version, [row.key], by=support)
    with pytest.raises(PermissionDenied):
        agree(version, by=engineer)


def keys(rows):
    return [row.key for row in rows]


def test_what_was_added_and_removed_since_the_agreement_and_by_whom(
    version, later, manager, engineer, maya, make_requirement
):
    stays, goes, gone = [make_requirement(name, version=version) for name in ("stays", "goes", "gone")]
    comes = make_requirement("comes")
    assert drift_of(version, manager) is None
    agree(version, by=manager)
    assert drift_of(version, manager).count == 0
    plan_into(version, [comes.key], by=engineer)
    edit(goes, by=maya, version=later)
    delete(gone, by=manager)
    drift = drift_of(version, manager)
    assert (drift.agreement.by, keys(drift.added), keys(drift.removed)) == (manager, [comes.key], [goes.key, gone.key])
    assert (drift.added[0].by, drift.removed[0].by) == (engineer.name, maya.name)
    assert (drift.removed[0].into, drift.removed[1].number) == ("2.5", None)
    assert stays.key not in keys(drift.added)


def test_what_left_and_came_back_is_no_difference_and_agreeing_again_moves_the_line(
    version, manager, engineer, make_requirement
):
    row, other = make_requirement("row", version=version), make_requirement("other")
    agree(version, by=manager)
    take_out(version, [row.key], by=engineer)
    plan_into(version, [row.key], by=engineer)
    plan_into(version, [other.key], by=engineer)
    assert keys(drift_of(version, manager).added) == [other.key]
    assert drift_of(version, manager).removed == []
    agree(version, by=manager)
    again = last_batch()
    assert drift_of(version, manager).count == 0
    undo_batch(again, by=manager)
    assert keys(drift_of(version, manager).added) == [other.key]


def test_an_open_blocker_is_named_whether_it_is_in_the_version_or_not(
    version, manager, engineer, make_requirement, statuses
):
    blocked, inside = make_requirement("blocked", version=version), make_requirement("inside", version=version)
    outside, done = make_requirement("outside"), make_requirement("done", status=statuses["done"])
    for blocker in (inside, outside, done):
        link(blocker, blocked, by=engineer, kind="blocks")
    link(outside, inside, by=engineer, kind="relates")
    found = {(row.source.key, row.target.key, row.is_inside) for row in blockers_of(version, manager)}
    assert found == {(inside.key, blocked.key, True), (outside.key, blocked.key, False)}
