"""Nobody can forget the stream: whoever writes a row, the trigger records it."""

from django.db import connection

from changes.models import Change
from pmhub.lib.operations import one_batch, source
from products.models import Tag
from products.operations.products import edit_product
from requirements.models import Requirement
from requirements.operations.authoring import create, delete, edit
from requirements.operations.details import comment


def last(type="requirement"):
    return Change.objects.filter(type=type).order_by("-id").first()


def test_insert_says_who_when_why_and_what(requirement, manager):
    change = Change.objects.get(type="requirement", action="insert")
    assert (change.key, change.product, change.actor) == (requirement.key, requirement.product, manager)
    assert (change.operation, change.source, change.version) == ("create", "system", 1)
    assert change.diff["title"] == [None, requirement.title]
    assert change.diff["drivers.reach"] == [None, 1800]
    assert "score" not in change.diff
    assert "due_on" not in change.diff


def test_update_records_only_the_fields_that_differ(requirement, engineer):
    with source("api"):
        edit(requirement, by=engineer, title="One page", priority=requirement.priority, drivers={"reach": 9})
    change = last()
    assert change.diff == {"title": [requirement.title, "One page"], "drivers.reach": [1800, 9]}
    assert (change.actor, change.operation, change.source, change.version) == (engineer, "edit", "api", 2)


def test_an_edit_that_changes_nothing_is_no_change(requirement, engineer):
    before = Change.objects.count()
    same = edit(requirement, by=engineer, title=requirement.title, tags=["Checkout"], assignees=[engineer])
    assert Change.objects.count() == before
    assert same.lock_version == requirement.lock_version


def test_emptying_one_driver_keeps_the_others(requirement, engineer):
    edit(requirement, by=engineer, drivers={"impact": None})
    assert last().diff == {"drivers.impact": [3, None]}
    assert Requirement.objects.get().drivers == {"reach": 1800, "confidence": 80, "effort": 5}


def test_bulk_updates_and_raw_sql_are_recorded_too(requirement):
    Requirement.objects.filter(pk=requirement.pk).update(priority=0)
    assert last().diff == {"priority": [1, 0]}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE requirements_requirement SET title = 'Raw' WHERE id = %s", [requirement.pk])
    assert last().diff == {"title": [requirement.title, "Raw"]}
    assert Requirement.objects.get().lock_version == 3


def test_raw_sql_outside_an_operation_has_no_actor(transactional_db, requirement):
    Tag.objects.create(product=requirement.product, name="raw")
    change = last("tag")
    assert (change.actor, change.source, change.batch) == (None, "sql", None)


def test_derived_columns_leave_no_trace(requirement):
    before = Change.objects.count()
    Requirement.objects.update(score="12.5", score_problem="", demand=3)
    assert Change.objects.count() == before
    assert Requirement.objects.get().lock_version == 1


def test_what_hangs_on_a_requirement_carries_its_key(requirement, engineer):
    comment(requirement, by=engineer, body="Ship it")
    assert last("comment").key == last("assignment").key == last("requirement_tag").key == requirement.key


def test_deleting_records_every_row_that_goes(requirement, manager, engineer):
    comment(requirement, by=engineer, body="Ship it")
    delete(requirement, by=manager)
    gone = Change.objects.filter(action="delete")
    assert {change.type for change in gone} == {"requirement", "requirement_tag", "assignment", "comment"}
    assert {change.key for change in gone} == {"SHOP-1"}
    assert len({change.batch for change in gone}) == 1


def test_an_operation_inside_another_shares_its_name_and_batch(shop, manager):
    create(shop, by=manager, title="Coupons", tags=["new tag"])
    assert last("tag").operation == "create"
    assert last("tag").batch == last().batch


def test_one_batch_binds_several_operations(shop, manager):
    with one_batch() as batch:
        create(shop, by=manager, title="First")
        create(shop, by=manager, title="Second")
    assert Change.objects.filter(batch=batch, type="requirement").count() == 2


def test_outsiders_do_not_see_the_changes_of_a_private_product(requirement, outsider, support):
    assert Change.objects.visible_to(support).exists()
    assert not Change.objects.visible_to(outsider).exists()


def test_settings_of_a_product_are_recorded(shop, owner):
    edit_product(shop, by=owner, vision="Shopping without a thought")
    assert last("product").diff == {"vision": ["", "Shopping without a thought"]}
