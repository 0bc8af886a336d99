import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from changes.models import Change
from changes.operations.undoing import undo_batch
from feedback.models import Customer
from feedback.operations.customers import create_customer, edit_customer, merge_customers, separate_customer


@pytest.fixture
def four(shop, maya):
    return [create_customer(shop, by=maya, name=name) for name in "ABCD"]


def parts():
    """Who is part of whom, by name."""
    return dict(Customer.objects.exclude(merged_into=None).values_list("name", "merged_into__name"))


def test_a_merged_customer_is_part_of_another(four, make_voice, manager):
    a, b, *_rest = four
    voice = make_voice(customer=a)
    merge_customers(a, b, by=manager)
    assert parts() == {"A": "B"}
    voice.refresh_from_db()
    assert voice.customer == a
    assert list(Customer.objects.current().order_by("name").values_list("name", flat=True)) == ["B", "C", "D"]


def test_merging_twice_changes_nothing(four, manager):
    a, b, *_rest = four
    merge_customers(a, b, by=manager)
    before = Change.objects.count()
    merge_customers(a, b, by=manager)
    assert Change.objects.count() == before


def test_what_was_merged_into_it_comes_along(four, manager):
    a, b, c, _d = four
    merge_customers(a, b, by=manager)
    merge_customers(b, c, by=manager)
    assert parts() == {"A": "C", "B": "C"}


def test_taking_it_back_is_exact(four, manager):
    a, b, c, d = four
    merge_customers(a, b, by=manager)
    merge_customers(d, c, by=manager)
    merge_customers(b, c, by=manager)
    assert parts() == {"A": "C", "B": "C", "D": "C"}
    b.refresh_from_db()
    separate_customer(b, by=manager)
    assert parts() == {"A": "B", "D": "C"}
    a.refresh_from_db()
    separate_customer(a, by=manager)
    assert parts() == {"D": "C"}


def test_who_was_placed_elsewhere_since_stays_there(four, manager):
    a, b, c, _d = four
    merge_customers(a, b, by=manager)
    merge_customers(b, c, by=manager)
    separate_customer(a, by=manager)
    a.refresh_from_db()
    merge_customers(a, c, by=manager)
    separate_customer(b, by=manager)
    assert parts() == {"A": "C"}


def test_what_came_along_goes_with_it_for_who_read_it_before_the_merge_too(four, manager):
    a, b, c, _d = four
    read = Customer.objects.get(pk=b.pk)
    merge_customers(a, b, by=manager)
    merge_customers(b, c, by=manager)
    separate_customer(read, by=manager)
    assert parts() == {"A": "B"}


def test_who_was_deleted_meanwhile_is_named(four, manager):
    a, b, c, _d = four
    merge_customers(b, c, by=manager)
    Customer.objects.filter(pk__in=[a.pk, b.pk]).delete()
    for act in (
        lambda: merge_customers(a, c, by=manager), lambda: merge_customers(c, a, by=manager),
        lambda: edit_customer(a, by=manager, name="AA"), lambda: separate_customer(b, by=manager),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match="was deleted meanwhile"):
            act()


def test_undo_takes_it_back_as_well(four, manager):
    a, b, c, _d = four
    merge_customers(a, b, by=manager)
    merge_customers(b, c, by=manager)
    undo_batch(Change.objects.latest("id").batch, by=manager)
    assert parts() == {"A": "B"}


def test_one_of_those_that_came_along_may_leave_alone(four, manager):
    a, b, c, _d = four
    merge_customers(a, b, by=manager)
    merge_customers(b, c, by=manager)
    a.refresh_from_db()
    separate_customer(a, by=manager)
    assert parts() == {"B": "C"}
    b.refresh_from_db()
    separate_customer(b, by=manager)
    assert parts() == {}


def test_separating_what_is_not_merged_changes_nothing(four, manager):
    before = Change.objects.count()
    separate_customer(four[0], by=manager)
    assert Change.objects.count() == before


def test_no_circles_and_no_two_homes(four, manager):
    a, b, c, _d = four
    merge_customers(a, b, by=manager)
    for one, into in [(b, b), (c, a), (b, a), (a, c)]:
        with pytest.raises(ValidationError):
            merge_customers(one, into, by=manager)
    assert parts() == {"A": "B"}


def test_contributors_do_not_merge(four, maya):
    with pytest.raises(PermissionDenied):
        merge_customers(four[0], four[1], by=maya)


def test_what_it_becomes_part_of_is_picked_from_offers(web, four, manager):
    client, a = web(manager), four[0]
    page = client.get(f"/p/SHOP/customers/{a.pk}/merge/").content.decode()
    assert 'role="combobox"' in page
    assert 'id="merge-offers" role="listbox"' in page
    offered = client.get("/p/SHOP/feedback/suggestions/customers/?customer=b").content.decode()
    assert 'name="customer" value="B"' in offered
