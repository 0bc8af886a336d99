"""Taking back: exactly what the batch did, by whoever may still do it, unless somebody has built upon it."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from changes.models import Change
from changes.operations.undoing import UndoConflict, undo_batch
from pmhub.lib.operations import one_batch, recorded
from products.models import Tag
from products.operations.members import add_member, change_member
from products.operations.tags import add_tag
from requirements.models import Comment, Link, Requirement
from requirements.operations.authoring import create, delete, edit
from requirements.operations.details import add_criterion, comment, link


def batch_of(operation):
    return Change.objects.filter(operation=operation).order_by("-id").first().batch


def state(requirement):
    """All that people wrote on it."""
    row = Requirement.objects.get(pk=requirement.pk)
    fields = {k: v for k, v in row.__dict__.items() if k not in ("_state", "lock_version", "updated_at", "search")}
    return {
        **fields,
        "tags": sorted(row.tags.values_list("name", flat=True)),
        "assigned": sorted(row.assignments.values_list("user", "person")),
        "criteria": list(row.criteria.values_list("text", "done")),
        "comments": list(row.comments.values_list("body", "author", "created_at")),
        "links": list(row.links.values_list("target", "kind")),
    }


def test_undoing_an_edit_restores_every_field_tag_and_assignee(requirement, engineer, maya):
    before = state(requirement)
    edit(
        requirement, by=engineer, title="Other", priority=4, estimate="3.5", tags=["x", "y"], assignees=[maya],
        drivers={"reach": None, "impact": 1}, custom={},
    )  # fmt: skip
    assert state(requirement) != before
    undo_batch(batch_of("edit"), by=engineer)
    assert state(requirement) == before
    assert Requirement.objects.get().lock_version > requirement.lock_version


def test_undo_is_itself_recorded_and_can_be_undone(requirement, engineer):
    edit(requirement, by=engineer, title="Other")
    undone = batch_of("edit")
    undo_batch(undone, by=engineer)
    change = Change.objects.filter(operation="undo").get()
    assert (change.undoes, change.actor, change.diff) == (undone, engineer, {"title": ["Other", requirement.title]})
    undo_batch(change.batch, by=engineer)
    assert Requirement.objects.get().title == "Other"


def test_undoing_a_deletion_brings_everything_back(requirement, make_requirement, manager, engineer):
    other = make_requirement("Coupons")
    child = make_requirement("Child", parent=requirement)
    add_criterion(requirement, by=engineer, text="Back keeps what was typed")
    comment(requirement, by=engineer, body="Ship it")
    link(requirement, other, by=engineer, kind="blocks")
    link(other, requirement, by=engineer, kind="relates")
    before, links = state(requirement), Link.objects.count()
    delete(Requirement.objects.get(pk=requirement.pk), by=manager)
    assert Requirement.objects.get(pk=child.pk).parent is None
    assert not Comment.objects.exists()
    undo_batch(batch_of("delete"), by=manager)
    assert state(requirement) == before
    assert Link.objects.count() == links
    assert Requirement.objects.get(pk=child.pk).parent_id == requirement.pk


def test_a_restored_requirement_keeps_its_number_and_nobody_else_gets_it(requirement, make_requirement, manager):
    delete(Requirement.objects.get(), by=manager)
    assert make_requirement("Next").key == "SHOP-2"
    undo_batch(batch_of("delete"), by=manager)
    assert Requirement.objects.get(pk=requirement.pk).key == "SHOP-1"


def test_undoing_a_creation_takes_exactly_what_it_made(shop, make_requirement, manager):
    make_requirement("Stays")
    tags = Tag.objects.count()
    create(shop, by=manager, title="Goes", tags=["fresh"])
    undo_batch(Change.objects.filter(key="SHOP-2", type="requirement").get().batch, by=manager)
    assert [r.title for r in Requirement.objects.all()] == ["Stays"]
    assert Tag.objects.count() == tags


def test_what_others_changed_since_stands_in_the_way(requirement, engineer, manager):
    edit(requirement, by=engineer, title="Mine", priority=0)
    mine = batch_of("edit")
    edit(requirement, by=manager, title="Theirs")
    with pytest.raises(UndoConflict) as caught:
        undo_batch(mine, by=engineer)
    assert caught.value.conflicts == [("SHOP-1", "title")]
    assert "SHOP-1 title" in caught.value.messages[0]
    assert Requirement.objects.get().title == "Theirs"
    assert Requirement.objects.get().priority == 0


def test_other_fields_of_the_same_row_do_not_stand_in_the_way(requirement, engineer, manager):
    edit(requirement, by=engineer, title="Mine", drivers={"reach": 1})
    mine = batch_of("edit")
    edit(requirement, by=manager, priority=3, drivers={"impact": 2})
    undo_batch(mine, by=engineer)
    row = Requirement.objects.get()
    assert (row.title, row.priority) == (requirement.title, 3)
    assert (row.drivers["reach"], row.drivers["impact"]) == (1800, 2)


def test_a_creation_others_have_commented_on_is_not_taken_away(requirement, manager, engineer):
    comment(requirement, by=engineer, body="My thoughts of an hour")
    with pytest.raises(UndoConflict):
        undo_batch(Change.objects.get(type="requirement").batch, by=manager)
    assert Comment.objects.get().body == "My thoughts of an hour"


def test_permission_is_asked_again_at_undo_time(shop, requirement, engineer, owner):
    edit(requirement, by=engineer, title="Mine")
    change_member(shop.memberships.get(user=engineer), by=owner, role=10, title="")
    with pytest.raises(PermissionDenied):
        undo_batch(batch_of("edit"), by=engineer)


def test_contributors_take_back_their_own_and_managers_anybodys(requirement, engineer, maya, manager):
    comment(requirement, by=maya, body="Mine alone")
    said = batch_of("comment")
    with pytest.raises(PermissionDenied):
        undo_batch(said, by=engineer)
    undo_batch(said, by=manager)
    assert not Comment.objects.exists()


def test_outsiders_undo_nothing(requirement, engineer, outsider):
    edit(requirement, by=engineer, title="Mine")
    with pytest.raises(PermissionDenied):
        undo_batch(batch_of("edit"), by=outsider)


def test_contributors_do_not_undo_what_owners_decide(shop, owner, outsider, engineer):
    add_member(shop, by=owner, user=outsider, role=20)
    with pytest.raises(PermissionDenied):
        undo_batch(batch_of("add_member"), by=engineer)


def test_an_unknown_batch_is_refused(shop, owner):
    with pytest.raises(PermissionDenied):
        undo_batch(uuid.uuid4(), by=owner)


def test_what_needs_something_gone_is_refused_whole(requirement, manager, shop, owner):
    from products.operations.workflow import add_status, remove_status

    status = add_status(shop, by=owner, name="Extra", category="new")
    edit(requirement, by=manager, status=status)
    delete(Requirement.objects.get(), by=manager)
    gone = batch_of("delete")
    remove_status(status, by=owner)
    with pytest.raises(ValidationError):
        undo_batch(gone, by=manager)
    assert not Requirement.objects.exists()


def test_a_refusal_shows_nothing_of_the_database(requirement, engineer, shop):
    tag = add_tag(shop, by=engineer, name="used")
    edit(requirement, by=engineer, tags=[tag.name])
    with pytest.raises(ValidationError) as refusal:
        undo_batch(batch_of("add_tag"), by=engineer)
    assert "gone or taken" in refusal.value.messages[0]
    assert "requirement tag" in refusal.value.messages[0]
    assert "_" not in refusal.value.messages[0]


def test_the_trash_is_kept_for_thirty_days(requirement, manager):
    delete(Requirement.objects.get(), by=manager)
    assert Change.objects.in_trash().filter(type="requirement").count() == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE changes_change SET at = at - %s", [timedelta(days=31)])
    assert not Change.objects.in_trash().exists()


def test_a_large_batch_is_undone_by_a_constant_number_of_statements(shop, manager, django_assert_max_num_queries):
    with one_batch() as batch:
        for n in range(30):
            create(shop, by=manager, title=f"Item {n}", tags=["many"])
    with django_assert_max_num_queries(25):
        undo_batch(batch, by=manager)
    assert not Requirement.objects.exists()


def read_of_changes():
    """How many rows of the table of changes this transaction has read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'changes_change'"
        )
        return cursor.fetchone()[0]


def test_a_large_batch_is_not_compared_row_with_row(shop, manager, statuses):
    """Also where the planner knows nothing of it yet: right after an import its statistics are of what was before."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE changes_change")
    with one_batch() as batch, recorded(manager, "create"):
        Requirement.objects.bulk_create(
            Requirement(
                product=shop, author=manager, status=statuses["new"],
                title="Item", number=n, key=f"SHOP-{n}", rank=f"a{n:04}",
            )
            for n in range(1, 801)
        )  # fmt: skip
    before = read_of_changes()
    undo_batch(batch, by=manager)
    assert not Requirement.objects.exists()
    assert read_of_changes() - before < 30 * 800
