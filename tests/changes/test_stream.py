"""The cursor loses nothing: settled changes come exactly once, each subject's in order, whatever commits when."""

import random
import threading
import time
from collections import Counter, defaultdict

import pytest
from django.db import connection, transaction

from accounts.models import User
from changes import stream
from changes.models import Change
from products.models import Tag
from requirements.models import Requirement

WRITERS = 8
SECONDS = 4


class Rollback(Exception):
    pass


def in_thread(work, *args):
    def run():
        try:
            work(*args)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def write_at_random(keys, seed, until, committed):
    """Transactions of one to three updates with pauses between; a third of them is rolled back."""
    chance = random.Random(seed)
    while time.monotonic() < until:
        marks = []
        try:
            with transaction.atomic():
                for pk in sorted(chance.sample(keys, chance.randint(1, 3))):
                    mark = f"{seed}/{chance.random()}"
                    Requirement.objects.filter(pk=pk).update(title=mark)
                    marks.append((pk, mark))
                    time.sleep(chance.random() / 100)
                if chance.random() < 0.33:
                    raise Rollback
        except Rollback:
            continue
        committed.extend(marks)


def tail(read, done):
    """Read the stream as a client does, while others write."""
    seq = 0
    while True:
        finished = done.is_set()
        stream.settle()
        for change in Change.objects.after(seq)[:200]:
            read.append(change)
            seq = change.seq
        if finished and stream.settle() == 0 and not Change.objects.after(seq).exists():
            return
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.drill
def test_eight_writers_with_rollbacks_lose_double_and_disorder_nothing(transactional_db, make_requirement):
    keys = [make_requirement(f"Item {n}").pk for n in range(5)]
    stream.catch_up()
    start = Change.objects.count()
    committed, read, done = [], [], threading.Event()
    until = time.monotonic() + SECONDS
    writers = [in_thread(write_at_random, keys, seed, until, committed) for seed in range(WRITERS)]
    readers = [in_thread(tail, read, done), in_thread(tail, [], done)]  # the second is a competing settler
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join(30)
    news = [change for change in read if change.seq > start]
    seen = Counter((change.object_id, change.diff["title"][1]) for change in news)
    assert len(committed) > 100
    assert seen == Counter(committed)
    assert [change.seq for change in read] == list(range(1, len(read) + 1))
    last = defaultdict(lambda: None)
    for change in news:
        before, after = change.diff["title"]
        assert last[change.object_id] in (None, before), "a subject's changes are out of order"
        last[change.object_id] = after


def test_a_long_write_comes_when_it_is_committed_and_holds_nobody_up(transactional_db, shop):
    stream.catch_up()
    wrote, go_on = threading.Event(), threading.Event()

    def hold_open():
        with transaction.atomic():
            Tag.objects.create(product=shop, name="slow")
            wrote.set()
            go_on.wait(10)

    thread = in_thread(hold_open)
    wrote.wait(10)
    Tag.objects.create(product=shop, name="quick")
    assert stream.settle() == 1
    seq = Change.objects.get(type="tag").seq
    go_on.set()
    thread.join()
    assert stream.settle() == 1
    slow = Change.objects.after(seq).get()
    assert slow.diff["name"] == [None, "slow"]
    assert slow.id < Change.objects.get(seq=seq).id, "a reader who trusts ids would have missed it"


def test_the_unsettled_are_found_by_an_index(db):
    settled = [Change(seq=n, object_id=n, type="tag", key="", action="insert", diff={}) for n in range(1, 2001)]
    Change.objects.bulk_create(settled)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE changes_change")
        cursor.execute("EXPLAIN " + stream.SETTLE, [10])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "change_unsettled" in plan
    assert "Seq Scan on changes_change" not in plan


def test_a_consumer_reads_its_types_in_order_and_once(transactional_db, shop, monkeypatch):
    got = []
    monkeypatch.setitem(
        stream.consumers, "probe", stream.Consumer("probe", frozenset(["tag"]), lambda changes: got.extend(changes))
    )
    for name in ("a", "b", "c"):
        Tag.objects.create(product=shop, name=name)
    stream.catch_up()
    stream.catch_up()
    assert [change.diff["name"][1] for change in got] == ["a", "b", "c"]
    assert {change.type for change in got} == {"tag"}


def test_a_failing_consumer_keeps_its_place_and_its_effects_are_undone(transactional_db, shop, monkeypatch):
    def fail(changes):
        User.objects.create_user("effect@sample.pmhub.example")
        raise Rollback

    monkeypatch.setitem(stream.consumers, "probe", stream.Consumer("probe", frozenset(["product"]), fail))
    stream.settle()
    with pytest.raises(Rollback):
        stream.consume("probe")
    assert not User.objects.filter(email="effect@sample.pmhub.example").exists()
    assert "probe" in stream.lagging()


def test_while_one_process_reads_for_a_consumer_another_has_nothing_to_do(transactional_db, shop, monkeypatch):
    inside, go_on, calls = threading.Event(), threading.Event(), []

    def slow(changes):
        calls.append(len(changes))
        inside.set()
        go_on.wait(10)

    monkeypatch.setitem(stream.consumers, "probe", stream.Consumer("probe", frozenset(["product"]), slow))
    stream.settle()
    thread = in_thread(stream.consume, "probe")
    inside.wait(10)
    assert stream.consume("probe") is False
    go_on.set()
    thread.join()
    assert len(calls) == 1
