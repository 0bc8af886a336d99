"""Moving: the manual order, fields and place as one change, and many movers at once."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import connections

from changes.models import Change
from changes.operations.undoing import undo_batch
from requirements.models import Requirement
from requirements.operations.authoring import Stale, create
from requirements.operations.ordering import LONGEST, move, relocate


def ranked():
    return list(Requirement.objects.order_by("rank", "id").values_list("title", flat=True))


@pytest.fixture
def abc(make_requirement):
    return [make_requirement(title) for title in "abc"]


def test_something_is_put_after_another(abc, manager):
    a, b, c = abc
    move(a, by=manager, after=b)
    assert ranked() == ["b", "a", "c"]
    move(b, by=manager, after=c)
    assert ranked() == ["a", "c", "b"]


def test_beside_itself_nothing_moves(abc, manager):
    before = Change.objects.count()
    move(abc[0], by=manager, before=abc[0])
    assert ranked() == ["a", "b", "c"]
    assert Change.objects.count() == before


def test_field_and_place_are_one_change_that_one_undo_takes_back(abc, manager, statuses):
    a, b, c = abc
    relocate(c, by=manager, before=a, status=statuses["planned"], priority=0)
    c.refresh_from_db()
    assert (ranked(), c.status, c.priority) == (["c", "a", "b"], statuses["planned"], 0)
    batches = set(Change.objects.filter(key=c.key, action="update").values_list("batch", flat=True))
    assert len(batches) == 1
    undo_batch(batches.pop(), by=manager)
    c.refresh_from_db()
    assert (ranked(), c.status, c.priority) == (["a", "b", "c"], statuses["new"], 4)


def test_a_refused_field_moves_nothing(abc, manager, statuses):
    with pytest.raises(ValidationError) as refusal:
        relocate(abc[2], by=manager, before=abc[0], status=statuses["declined"])
    assert list(refusal.value.message_dict) == ["decline_reason"]
    assert ranked() == ["a", "b", "c"]


def test_who_has_read_an_old_status_is_refused_and_who_has_read_an_old_rank_is_not(abc, manager, engineer, statuses):
    a, b, c = abc
    read = c.lock_version
    move(c, by=engineer, before=a)
    relocate(c, by=manager, before=b, lock_version=read, status=statuses["review"])
    with pytest.raises(Stale):
        relocate(c, by=engineer, before=a, lock_version=read, status=statuses["done"])
    assert ranked() == ["a", "c", "b"]


def test_parents_are_never_finer_than_their_children_nor_below_them(make_requirement, manager):
    initiative = make_requirement("initiative", level="initiative")
    feature = make_requirement("feature", level="feature", parent=initiative)
    story = make_requirement("story")
    relocate(story, by=manager, parent=feature)
    with pytest.raises(ValidationError, match="can lie below"):
        relocate(feature, by=manager, parent=story)
    with pytest.raises(ValidationError, match="can lie below"):
        relocate(initiative, by=manager, parent=feature)
    deeper = make_requirement("deeper", level="feature", parent=feature)
    with pytest.raises(ValidationError, match="lies below this requirement"):
        relocate(feature, by=manager, parent=deeper)
    story.refresh_from_db()
    assert story.parent == feature


def test_readers_move_nothing_and_nobody_moves_beside_what_is_theirs(abc, support, manager, other_requirement):
    with pytest.raises(PermissionDenied):
        relocate(abc[0], by=support, after=abc[1])
    with pytest.raises(SuspiciousOperation):
        move(abc[0], by=manager, after=other_requirement)
    with pytest.raises(SuspiciousOperation):
        relocate(abc[0], by=manager, parent=other_requirement)


def test_beside_what_is_gone_is_refused(abc, manager):
    a, b, c = abc
    b.delete()
    b.pk = 10**9
    with pytest.raises(ValidationError, match="not here any more"):
        move(a, by=manager, after=b)


def test_a_crowded_place_makes_room_and_keeps_the_order(make_requirement, manager):
    items = [make_requirement(f"{n}") for n in range(40)]
    for n in range(300):
        move(items[n % 38 + 2], by=manager, before=items[1])
        assert Requirement.objects.of(items[0].product).order_by("rank").first() == items[0]
    order = ranked()
    assert order[0] == "0"
    assert order[order.index("1") - 1] == items[299 % 38 + 2].title
    assert len(set(order)) == 40
    assert max(map(len, Requirement.objects.values_list("rank", flat=True))) <= LONGEST


def test_moving_costs_the_same_wherever_and_however_many(abc, make_requirement, manager, django_assert_max_num_queries):
    for n in range(30):
        make_requirement(f"more {n}")
    with django_assert_max_num_queries(8):  # a savepoint and the four settings of the stream among them
        move(abc[2], by=manager, before=abc[0])


def client(number, person, keys, turns):
    """One client with a connection of its own moves random requirements beside random others."""
    chance = random.Random(number)
    try:
        for _turn in range(turns):
            moved, place = (Requirement.objects.get(pk=pk) for pk in chance.sample(keys, 2))
            move(moved, by=person, **{chance.choice(["before", "after"]): place})
    finally:
        connections.close_all()


def crowd(shop, manager, clients, turns):
    """Let clients move at once; returns the length of the longest rank afterwards."""
    keys = [create(shop, by=manager, title=f"{n}").pk for n in range(30)]
    with ThreadPoolExecutor(clients) as pool:
        for future in [pool.submit(client, number, manager, keys, turns) for number in range(clients)]:
            future.result()
    ranks = list(Requirement.objects.order_by("rank").values_list("rank", flat=True))
    assert sorted(Requirement.objects.values_list("pk", flat=True)) == sorted(keys)
    assert len(set(ranks)) == 30
    return max(map(len, ranks))


@pytest.mark.django_db(transaction=True)
def test_four_clients_reordering_at_once_keep_a_valid_order(shop, manager):
    assert crowd(shop, manager, clients=4, turns=15) <= 8


@pytest.mark.drill
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_clients_reordering_at_once_lose_nothing(shop, manager, is_drill):
    """In `make drill` 200 times each; twenty wait for each other just as well in 40 turns."""
    assert crowd(shop, manager, clients=20, turns=200 if is_drill else 40) <= LONGEST
