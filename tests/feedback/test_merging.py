"""What asks for the same is one group; taking it back leaves no trace."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from changes.models import Change
from changes.operations.undoing import undo_batch
from changes.stream import catch_up
from feedback.models import Contact, Customer, Feedback, Merge, Vote
from feedback.operations.bulk import mark_duplicates
from feedback.operations.merging import merge, take_back
from feedback.operations.reporting import report
from feedback.operations.triaging import accept
from feedback.operations.voting import vote

OF_THE_EDIT = {"lock_version", "updated_at"}  # they count edits, and taking back is one: clients must read anew
ASKED_FOR = {"demand_due_at"}  # when a worker was last told to look: it will find what was there before


def checksums():
    """Of every table of feedback, the digest of all its rows."""
    return {model._meta.db_table: checksum(model) for model in apps.get_app_config("feedback").get_models()}


def checksum(model):
    columns = [field.attname for field in model._meta.concrete_fields if field.name not in OF_THE_EDIT | ASKED_FOR]
    rows = model.objects.order_by("pk").values_list(*columns)
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


@pytest.fixture
def items(shop, maya):
    """F1 … F4, of which F2 is declined and F3 put off until tomorrow."""
    made = [report(shop, by=maya, title=title) for title in ["one", "two", "three", "four"]]
    Feedback.objects.filter(title="two").update(state="declined", decline_reason="Too dear")
    Feedback.objects.filter(title="three").update(snoozed_until=timezone.now() + timedelta(days=1))
    catch_up()  # the clocks follow
    for item in made:
        item.refresh_from_db()
    return made


def groups():
    found = Feedback.objects.exclude(duplicate_of=None).order_by("pk")
    return {row.title: row.duplicate_of.title for row in found.select_related("duplicate_of")}


def fresh(item):
    return Feedback.objects.get(pk=item.pk)


def crowd(product, by):
    """30 items of 10 customers with 200 votes, some contacts with votes for several; some closed, some put off."""
    customers = Customer.objects.bulk_create(Customer(product=product, name=f"Customer {n}") for n in range(10))
    contacts = Contact.objects.bulk_create(Contact(product=product, name=f"Contact {n}") for n in range(60))
    made = [report(product, by=by, title=f"Item {n}", customer=customers[n % 10]) for n in range(31)]
    pairs = [(made[n % 31], contacts[(n * 7) % 60]) for n in range(200)]
    Vote.objects.bulk_create(Vote(product=product, feedback=item, contact=contact) for item, contact in set(pairs))
    short = 200 - len(set(pairs))
    extra = Contact.objects.bulk_create(Contact(product=product, name=f"Extra {n}") for n in range(short))
    Vote.objects.bulk_create(Vote(product=product, feedback=made[5], contact=contact) for contact in extra)
    numbers = [item.pk for item in made]
    Feedback.objects.filter(pk__in=numbers[3:6]).update(state="declined", decline_reason="No")
    Feedback.objects.filter(pk__in=numbers[6:9]).update(state="waiting")
    Feedback.objects.filter(pk__in=numbers[9:12]).update(snoozed_until=timezone.now() + timedelta(days=2))
    merge(made[20], [made[21], made[22]], by=by)
    catch_up()
    return [fresh(item) for item in made]


def test_thirty_items_with_200_votes_and_back(shop, maya):
    first, *others = crowd(shop, maya)
    assert Vote.objects.count() == 200
    before = checksums()
    own = [item for item in others if not item.duplicate_of_id]
    merge(first, own, by=maya)
    assert set(first.duplicates.all()) == set(others)
    assert fresh(first).votes == Vote.objects.values("contact").distinct().count()
    assert checksums()["feedback_feedback"] != before["feedback_feedback"]
    for item in reversed(own):
        take_back(item, by=maya)
    assert checksums() == before


def test_undoing_the_merge_leaves_no_trace_either(shop, maya):
    first, *others = crowd(shop, maya)
    before = checksums()
    merge(first, [item for item in others if not item.duplicate_of_id], by=maya)
    batch = Change.objects.filter(operation="merge").order_by("-id").first().batch
    undo_batch(batch, by=maya)
    catch_up()
    assert checksums() == before


def test_the_clock_of_what_was_merged_runs_again_at_once(items, maya):
    first, *_others, last = items
    before = Feedback.objects.values("solved_at", "next_due_at", "state").get(pk=last.pk)
    merge(first, [last], by=maya)
    assert Feedback.objects.get(pk=last.pk).solved_at
    undo_batch(Change.objects.filter(operation="merge").latest("id").batch, by=maya)
    assert Feedback.objects.values("solved_at", "next_due_at", "state").get(pk=last.pk) == before


def test_many_that_are_marked_at_once_leave_no_trace_after_one_undo(shop, maya):
    """More than 200 of them, some part of others already, some closed, some put off; then all of it taken back."""
    first, *_others = crowd(shop, maya)
    more = [Feedback(product=shop, number=n, key=f"SHOP-F{n}", title="没有送水", author=maya) for n in range(100, 320)]
    Feedback.objects.bulk_create(more)
    catch_up()
    before, numbers = checksums(), list(Feedback.objects.exclude(pk=first.pk).values_list("number", flat=True))
    many = mark_duplicates(shop, dict.fromkeys(numbers), by=maya, of=first)
    assert (many.changed, many.left) == (250, {})
    assert fresh(first).votes == Vote.objects.values("contact").distinct().count()
    (batch,) = set(Change.objects.filter(operation="mark_duplicates").values_list("batch", flat=True))
    undo_batch(batch, by=maya)
    catch_up()
    assert checksums() == before


def test_undoing_the_taking_back_merges_again(items, maya):
    one, two, *_rest = items
    merge(one, [two], by=maya)
    merged = checksums()
    take_back(two, by=maya)
    undo_batch(Change.objects.filter(operation="take_back").latest("id").batch, by=maya)
    catch_up()
    assert checksums() == merged


def test_what_was_part_of_it_comes_along_and_goes_with_it(items, maya):
    one, two, three, four = items
    merge(two, [three], by=maya)
    merge(one, [two], by=maya)
    merge(three, [four], by=maya)
    assert groups() == {"two": "one", "three": "one", "four": "one"}
    take_back(two, by=maya)
    assert groups() == {"three": "two", "four": "two"}
    take_back(three, by=maya)
    assert groups() == {"four": "three"}


def test_it_is_what_it_was_before(items, maya):
    one, two, three, _four = items
    merge(one, [two, three], by=maya)
    assert (fresh(two).state, fresh(two).decline_reason, fresh(three).snoozed_until) == ("duplicate", "", None)
    take_back(two, by=maya)
    take_back(three, by=maya)
    assert (fresh(two).state, fresh(two).decline_reason) == ("declined", "Too dear")
    assert fresh(three).snoozed_until == three.snoozed_until


def test_what_was_done_to_a_duplicate_meanwhile_stays(items, maya, engineer):
    one, _two, _three, four = items
    merge(one, [four], by=maya)
    Feedback.objects.filter(pk=four.pk).update(assignee=engineer)
    take_back(four, by=maya)
    assert (fresh(four).state, fresh(four).assignee) == ("new", engineer)


def test_opening_a_duplicate_ends_the_merge(items, maya):
    one, two, three, _four = items
    merge(two, [three], by=maya)
    merge(one, [two], by=maya)
    accept(fresh(two), by=maya)
    assert groups() == {"three": "two"}
    assert [row.feedback for row in Merge.objects.all()] == [three]


def test_merging_again_changes_nothing(items, maya):
    one, two, *_rest = items
    assert merge(one, [two], by=maya) == 1
    before = checksums()
    assert merge(one, [two], by=maya) == 0
    assert checksums() == before


def test_from_one_group_into_another(items, maya):
    one, two, three, _four = items
    merge(one, [two], by=maya)
    merge(three, [two], by=maya)
    assert groups() == {"two": "three"}
    take_back(two, by=maya)
    assert fresh(two).state == "declined"


def test_the_first_of_a_group_cannot_be_part_of_it(items, maya):
    one, two, *_rest = items
    merge(one, [two], by=maya)
    for into in (one, two):
        with pytest.raises(ValidationError, match="own duplicate"):
            merge(into, [one], by=maya)


def test_what_is_no_duplicate_cannot_be_taken_back(items, maya):
    with pytest.raises(ValidationError, match="no duplicate"):
        take_back(items[0], by=maya)


def test_votes_are_people_and_not_clicks(shop, items, maya):
    one, two, *_rest = items
    ann, bob = Contact.objects.bulk_create(Contact(product=shop, name=name) for name in ["Ann", "Bob"])
    for item, contact in [(one, ann), (two, ann), (two, bob)]:
        vote(item, contact, by=maya)
    merge(one, [two], by=maya)
    assert (fresh(one).votes, fresh(two).votes) == (2, 2)
    take_back(two, by=maya)
    assert (fresh(one).votes, fresh(two).votes) == (1, 2)


def test_viewers_do_not_merge(items, maya, support):
    one, two, *_rest = items
    with pytest.raises(PermissionDenied):
        merge(one, [two], by=support)
    merge(one, [two], by=maya)
    with pytest.raises(PermissionDenied):
        take_back(fresh(two), by=support)


def test_nothing_is_merged_across_products(items, other_product, outsider, maya):
    strange = report(other_product, by=outsider, title="Strange")
    with pytest.raises(SuspiciousOperation):
        merge(items[0], [strange], by=maya)


def test_the_database_itself_refuses_chains(items):
    one, two, three, _four = items
    Feedback.objects.filter(pk=one.pk).update(duplicate_of=two, state="duplicate")
    Feedback.objects.filter(pk=two.pk).update(duplicate_of=three, state="duplicate")
    with pytest.raises(IntegrityError, match="duplicate of a duplicate"), transaction.atomic():
        connection.check_constraints()
    Feedback.objects.filter(pk=two.pk).update(duplicate_of=None, state="new")


@pytest.mark.django_db(transaction=True)
def test_merges_at_the_same_moment_make_no_chains(shop, maya):
    system = User.objects.system()
    made = [report(shop, by=system, title=f"Item {n}") for n in range(6)]
    jobs = [(made[a], made[b]) for a in range(6) for b in range(6) if a != b]

    def go(pair):
        into, other = pair
        try:
            return merge(into, [other], by=system)
        except ValidationError:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(go, jobs)) >= 5
    firsts = set(Feedback.objects.exclude(duplicate_of=None).values_list("duplicate_of", flat=True))
    assert len(firsts) == 1
    assert not Feedback.objects.filter(pk__in=firsts).exclude(duplicate_of=None).exists()
    assert Feedback.objects.exclude(duplicate_of=None).count() == 5
