"""The operations behind the pages: what they keep, what they refuse, and that a refusal changes nothing."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError

from changes.models import Change
from pmhub.lib.fuzzy_dates import FuzzyDate
from requirements.models import ChosenColumns, Requirement
from requirements.operations.authoring import Stale, create, delete, edit
from requirements.operations.details import add_criterion, comment, link
from requirements.operations.ordering import move
from requirements.operations.people import watch
from requirements.operations.viewing import choose_columns


def ranked():
    return list(Requirement.objects.order_by("rank").values_list("title", flat=True))


def test_numbers_count_per_product(make_requirement, other_product, outsider):
    assert [make_requirement(f"{n}").key for n in range(3)] == ["SHOP-1", "SHOP-2", "SHOP-3"]
    assert create(other_product, by=outsider, title="Theirs").key == "OTHER-1"


def test_a_new_one_begins_in_the_first_status_and_last_in_order(make_requirement, statuses):
    make_requirement("first")
    make_requirement("second")
    assert ranked() == ["first", "second"]
    assert Requirement.objects.first().status == statuses["new"]


def test_moving_puts_one_before_another(make_requirement, manager):
    a, b, c = (make_requirement(title) for title in "abc")
    move(c, by=manager, before=a)
    assert ranked() == ["c", "a", "b"]
    move(c, by=manager)
    assert ranked() == ["a", "b", "c"]
    move(a, by=manager, before=c)
    assert ranked() == ["b", "a", "c"]


def test_readers_and_strangers_change_nothing(requirement, support, outsider, shop):
    before = Change.objects.count()
    for person in (support, outsider):
        for attempt in (
            lambda by: create(shop, by=by, title="No"),
            lambda by: edit(requirement, by=by, title="No"),
            lambda by: delete(requirement, by=by),
            lambda by: add_criterion(requirement, by=by, text="No"),
            lambda by: comment(requirement, by=by, body="No"),
            lambda by: move(requirement, by=by),
        ):
            with pytest.raises(PermissionDenied):
                attempt(person)
    with pytest.raises(PermissionDenied):
        watch(requirement, by=outsider)
    with pytest.raises(PermissionDenied):
        choose_columns(shop, by=outsider, names=["status"])
    assert Change.objects.count() == before


def test_nothing_of_another_product_gets_in(requirement, other_product, other_requirement, manager):
    for fields in (
        {"status": other_product.statuses.first()},
        {"version": other_product.versions.create(name="Theirs")},
        {"parent": other_requirement},
        {"tags": [other_product.tags.create(name="theirs")]},
    ):
        with pytest.raises(SuspiciousOperation):
            edit(requirement, by=manager, **fields)
    with pytest.raises(SuspiciousOperation):
        link(requirement, other_requirement, by=manager, kind="blocks")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"description": "x" * 200_001}, "description"),
        ({"kind": "other"}, "kind"),
        ({"priority": 5}, "priority"),
        ({"estimate": "12345678901"}, "estimate"),
        ({"drivers": {"charm": 3}}, "drivers.charm"),
        ({"custom": {"nothing": 3}}, "custom.nothing"),
        ({"score": 3}, "score"),
        ({"start": FuzzyDate.parse("2027"), "due": FuzzyDate.parse("2026-Q4")}, "start"),
    ],
)
def test_a_refusal_names_the_field_and_changes_nothing(requirement, manager, fields, named):
    with pytest.raises(ValidationError) as refusal:
        edit(requirement, by=manager, **fields)
    assert named in refusal.value.message_dict
    assert Requirement.objects.get().lock_version == requirement.lock_version


def test_a_start_within_the_due_period_is_fine(requirement, manager):
    due = FuzzyDate.parse("2026-Q4")
    assert edit(requirement, by=manager, start=FuzzyDate.parse("2026-12-01"), due=due).due == due


def test_nothing_is_born_declined_without_a_reason(make_requirement, statuses):
    with pytest.raises(ValidationError) as caught:
        make_requirement("Dark mode", status=statuses["declined"])
    assert list(caught.value.message_dict) == ["decline_reason"]
    assert make_requirement("Dark mode", status=statuses["declined"], decline_reason="Later").key == "SHOP-1"


def test_declining_needs_a_reason(requirement, manager, statuses):
    with pytest.raises(ValidationError) as refusal:
        edit(requirement, by=manager, status=statuses["declined"])
    assert "decline_reason" in refusal.value.message_dict
    edit(requirement, by=manager, status=statuses["declined"], decline_reason="Not now")


def test_the_tree_has_no_circles(make_requirement, manager):
    a = make_requirement("a")
    b = make_requirement("b", parent=a)
    c = make_requirement("c", parent=b)
    for parent in (a, b, c):
        with pytest.raises(ValidationError):
            edit(a, by=manager, parent=parent)
    assert edit(c, by=manager, parent=a).parent == a


def test_links_make_no_circles(make_requirement, manager):
    a, b, c = (make_requirement(title) for title in "abc")
    link(a, b, by=manager, kind="blocks")
    link(b, c, by=manager, kind="blocks")
    with pytest.raises(ValidationError):
        link(c, a, by=manager, kind="blocks")
    link(c, a, by=manager, kind="relates")
    assert link(a, b, by=manager, kind="blocks").pk == a.links.get(kind="blocks").pk


def test_stale_edits_of_the_same_field_are_refused(requirement, manager, engineer):
    read = requirement.lock_version
    edit(requirement, by=engineer, title="Theirs", drivers={"reach": 2})
    with pytest.raises(Stale) as conflict:
        edit(requirement, by=manager, lock_version=read, title="Mine", priority=0)
    assert conflict.value.fields == ["title"]
    assert Requirement.objects.get().title == "Theirs"
    assert edit(requirement, by=manager, lock_version=read, drivers={"effort": 9}).drivers["reach"] == 2
    with pytest.raises(Stale):
        edit(requirement, by=manager, lock_version=read, drivers={"reach": 3})


def test_an_edit_without_a_change_is_none(requirement, manager):
    before = Change.objects.count()
    same = edit(requirement, by=manager, title=requirement.title, tags=["CHECKOUT"], priority=requirement.priority)
    assert same.lock_version == requirement.lock_version
    assert Change.objects.count() == before


def test_people_from_outside_are_remembered_by_name(requirement, manager, shop):
    edit(requirement, by=manager, outside_requester="  Marge ", assignees=["marge", "Homer"])
    assert sorted(shop.external_people.values_list("name", flat=True)) == ["Homer", "Marge"]
    assert requirement.assignments.count() == 2


def test_columns_are_replaced(shop, support):
    choose_columns(shop, by=support, names=["status"])
    choose_columns(shop, by=support, names=["score", "due"])
    assert ChosenColumns.objects.get().names == ["score", "due"]
