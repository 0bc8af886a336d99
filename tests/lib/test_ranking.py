"""Fractional ranks: always room, always in order, short in ordinary use."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmhub.lib.ranking import DIGITS, RankError, between, spread

keys = st.text(alphabet=DIGITS, min_size=1, max_size=12).filter(lambda key: not key.endswith("0"))


@given(st.lists(keys, min_size=2, max_size=2, unique=True).map(sorted), st.integers(1, 50))
def test_spread_lies_strictly_between_in_order(ends, count):
    before, after = ends
    found = spread(before, after, count)
    assert [before, *found, after] == sorted({before, *found, after})
    assert len(found) == count


@given(keys, st.integers(1, 50))
def test_either_end_may_be_open(key, count):
    above, below = spread(key, None, count), spread(None, key, count)
    assert [*below, key, *above] == sorted({*below, key, *above})
    assert len(above) == len(below) == count


@given(st.integers(0, 300))
def test_an_empty_list_takes_any_number(count):
    found = spread(None, None, count)
    assert found == sorted(set(found))
    assert len(found) == count


def test_keys_sort_by_bytes_as_postgres_collate_c():
    found = spread(None, None, 5_000)
    assert sorted(found, key=str.encode) == found


def test_twenty_clients_reordering_two_hundred_times_keep_a_valid_order():
    chance = random.Random(7)
    items = dict(zip(range(100), spread(None, None, 100), strict=True))
    for _turn in range(200):
        for _client in range(20):
            moved = chance.randrange(100)
            others = sorted(rank for item, rank in items.items() if item != moved)
            place = chance.randrange(len(others) + 1)
            before = others[place - 1] if place else None
            after = others[place] if place < len(others) else None
            items[moved] = between(before, after)
            assert (before or "") < items[moved] < (after or "~")
    assert len(set(items.values())) == 100
    assert max(map(len, items.values())) <= 16


def test_bulk_keys_are_short():
    assert max(map(len, spread(None, None, 100_000))) <= 5
    assert max(map(len, spread("V", "W", 2_796))) <= 4


def test_divided_keys_are_evenly_apart():
    assert spread("A", "C", 1) == ["B"]
    assert spread("1", "D", 3) == ["4", "7", "A"]


@pytest.mark.parametrize("at_start", [True, False])
def test_adding_at_an_end_does_not_lengthen_keys(at_start):
    key = between(None, None)
    for _turn in range(10_000):
        key = between(None, key) if at_start else between(key, None)
    assert len(key) <= 5


def test_the_counting_width_running_out_still_finds_room():
    above, below = between("zzzzz", None), between(None, "00001")
    assert above > "zzzzz"
    assert below < "00001"
    assert len(spread("zzzzy", None, 1_000)) == 1_000


def test_inserting_at_one_place_grows_by_one_character_in_six():
    before, after = "V", "W"
    for turn in range(200):
        key = between(before, after)
        before, after = (key, after) if turn % 2 else (before, key)
    assert len(key) <= 2 + 200 / 5.9


@pytest.mark.parametrize("key", ["", "A0", "0", "a-b", "é", "需", "a b", "A\x00"])
def test_what_is_no_rank_is_refused(key):
    with pytest.raises(RankError, match="is not a rank"):
        between(key, None)
    with pytest.raises(RankError, match="is not a rank"):
        between(None, key)


@pytest.mark.parametrize(("before", "after"), [("B", "A"), ("A", "A"), ("a", "Z")])
def test_neighbours_in_the_wrong_order_are_refused(before, after):
    with pytest.raises(RankError, match=f"“{before}” is not below “{after}”"):
        between(before, after)
