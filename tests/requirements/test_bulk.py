"""The same change to many requirements: all or none, one undo, and quick."""

import time

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changes.models import Change
from changes.operations.undoing import undo_batch
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.operations import one_batch
from requirements.models import Requirement
from requirements.operations.authoring import edit
from requirements.operations.bulk import SomeRefused, delete_many, edit_many


@pytest.fixture
def three(make_requirement):
    return [make_requirement(title) for title in "abc"]


def ids(requirements):
    return [requirement.pk for requirement in requirements]


def column(name):
    return list(Requirement.objects.order_by("number").values_list(name, flat=True))


def test_every_kind_of_field_is_set_on_all(three, shop, manager, engineer, statuses, version, milestone):
    changed = edit_many(
        shop, ids(three), by=manager, status=statuses["planned"], priority=0, owner=engineer, version=version,
        milestone=milestone, due=FuzzyDate.parse("2026-Q4"), estimate="3.5", drivers={"reach": 500},
        add_tags=["later", "new one"], add_assignees=[engineer, "Nadia Outside"],
    )  # fmt: skip
    assert changed == 3
    for row in Requirement.objects.all():
        assert (row.status, row.priority, row.owner, row.version) == (statuses["planned"], 0, engineer, version)
        assert (str(row.due), str(row.estimate), row.drivers) == ("2026-Q4", "3.50", {"reach": 500})
        assert set(row.tags.values_list("name", flat=True)) == {"later", "new one"}
        assert {str(one) for one in row.assignments.all()} == {engineer.name, "Nadia Outside"}


def test_what_is_so_already_is_not_touched(three, shop, manager):
    edit(three[0], by=manager, priority=1)
    versions = column("lock_version")
    assert edit_many(shop, ids(three), by=manager, priority=1) == 2
    assert column("lock_version") == [versions[0], versions[1] + 1, versions[2] + 1]
    assert edit_many(shop, ids(three), by=manager, priority=1) == 0


def test_tags_and_people_are_taken_away(three, shop, manager, engineer):
    edit_many(shop, ids(three), by=manager, add_tags=["x", "y"], add_assignees=[engineer])
    assert edit_many(shop, ids(three[:2]), by=manager, remove_tags=["x"], remove_assignees=[engineer]) == 2
    assert [sorted(row.tags.values_list("name", flat=True)) for row in three] == [["y"], ["y"], ["x", "y"]]
    assert [row.assignments.count() for row in three] == [0, 0, 1]
    edit_many(shop, ids(three), by=manager, remove_tags=["never heard of"])
    assert not shop.tags.filter(name="never heard of").exists()


def test_one_undo_takes_all_of_it_back(three, shop, manager, engineer, statuses):
    before = [column(name) for name in ("status", "priority")]
    with one_batch() as batch:
        edit_many(shop, ids(three), by=manager, status=statuses["active"], priority=0, add_tags=["x"])
    undo_batch(batch, by=manager)
    assert [column(name) for name in ("status", "priority")] == before
    assert not any(row.tags.exists() for row in three)


def test_one_row_that_may_not_leaves_all_as_they_were(three, shop, manager):
    a, b, c = three
    edit(b, by=manager, parent=a)
    count = Change.objects.count()
    with pytest.raises(SomeRefused) as refusal:
        edit_many(shop, ids(three), by=manager, parent=b, priority=0)
    assert set(refusal.value.refused) == {a.key, b.key}
    assert Change.objects.count() == count
    assert edit_many(shop, [c.pk], by=manager, parent=b) == 1


def test_a_due_date_before_a_start_is_named(three, shop, manager):
    edit(three[1], by=manager, start=FuzzyDate.parse("2026-12-01"))
    with pytest.raises(SomeRefused) as refusal:
        edit_many(shop, ids(three), by=manager, due=FuzzyDate.parse("2026-11-01"))
    assert list(refusal.value.refused) == [three[1].key]
    assert column("due_on") == [None, None, None]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"priority": 9}, "priority"),
        ({"nonsense": 1}, "nonsense"),
        ({"title": "x"}, "title"),
        ({"drivers": {"reach": "many"}}, "drivers.reach"),
    ],
)
def test_bad_values_name_their_field(three, shop, manager, changes, where):
    with pytest.raises(ValidationError) as error:
        edit_many(shop, ids(three), by=manager, **changes)
    assert any(where.endswith(name) or name.endswith(where) for name in error.value.message_dict)


def test_declining_many_needs_a_reason(three, shop, manager, statuses):
    with pytest.raises(ValidationError):
        edit_many(shop, ids(three), by=manager, status=statuses["declined"])
    edit_many(shop, ids(three), by=manager, status=statuses["declined"], decline_reason="Nobody asked.")
    assert column("decline_reason") == ["Nobody asked."] * 3


def test_ids_of_another_product_are_left_alone(three, shop, manager, other_requirement):
    assert edit_many(shop, [*ids(three), other_requirement.pk], by=manager, priority=0) == 3
    other_requirement.refresh_from_db()
    assert other_requirement.priority == 4


def test_values_of_another_product_are_refused(three, shop, manager, other_product, other_requirement):
    for changes in ({"status": other_product.statuses.first()}, {"parent": other_requirement}):
        with pytest.raises(SuspiciousOperation):
            edit_many(shop, ids(three), by=manager, **changes)


def test_readers_change_nothing(three, shop, support, outsider):
    for person in (support, outsider):
        with pytest.raises(PermissionDenied):
            edit_many(shop, ids(three), by=person, priority=0)
        with pytest.raises(PermissionDenied):
            delete_many(shop, ids(three), by=person)


def test_contributors_delete_their_own_only(three, make_requirement, shop, engineer):
    own = make_requirement("mine", by=engineer)
    with pytest.raises(SomeRefused) as refusal:
        delete_many(shop, [own.pk, three[0].pk], by=engineer)
    assert list(refusal.value.refused) == [three[0].key]
    assert delete_many(shop, [own.pk], by=engineer) == 1
    assert Requirement.objects.count() == 3


def test_the_number_of_statements_does_not_grow_with_the_rows(make_requirement, shop, manager, engineer):
    def statements(count):
        some = [make_requirement(f"{n}") for n in range(count)]
        with CaptureQueriesContext(connection) as seen:
            edit_many(shop, ids(some), by=manager, priority=2, add_tags=["x"], add_assignees=[engineer])
        return len(seen)

    statements(1)  # makes the tag
    assert statements(2) == statements(20)


def test_five_hundred_take_less_than_two_seconds(shop, manager, statuses):
    rows = [
        Requirement(
            product=shop,
            number=n,
            key=f"SHOP-{n}",
            title=f"{n}",
            author=manager,
            status=statuses["new"],
            rank=f"a{n:06}",
        )
        for n in range(1, 501)
    ]
    Requirement.objects.bulk_create(rows)
    began = time.perf_counter()
    assert edit_many(shop, column("id"), by=manager, status=statuses["planned"], add_tags=["x"]) == 500
    assert time.perf_counter() - began < 2
