"""One reader follows the stream over REST while many write, some in vain: it reads every change exactly once."""

import random
import threading
import time

import pytest
from django.db import connection, transaction

from changes.models import Change
from requirements.operations.authoring import create, edit

WRITERS, EACH = 8, 8


@pytest.mark.django_db(transaction=True)
def test_a_reader_misses_and_doubles_nothing(as_manager, shop, manager):
    rows = [create(shop, by=manager, title=f"Number {n}") for n in range(WRITERS)]
    done = threading.Event()
    found = []

    def write(place):
        dice = random.Random(place)
        for n in range(EACH):
            with transaction.atomic():
                edit(rows[place], by=manager, title=f"{place} {n}")
                create(shop, by=manager, title=f"New {place} {n}")
                time.sleep(dice.random() / 50)
                transaction.set_rollback(dice.random() < 0.3)
        connection.close()

    def follow():
        after = 0
        while True:
            last_round = done.is_set()
            page = as_manager.get(f"changes/?after={after}&limit=20").json()
            found.extend(page["results"])
            after = page["last_seq"]
            if last_round and not page["results"]:
                break
        connection.close()

    writers = [threading.Thread(target=write, args=(place,)) for place in range(WRITERS)]
    reader = threading.Thread(target=follow)
    for thread in [reader, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    seqs = [change["seq"] for change in found]
    assert seqs == sorted(set(seqs))
    assert seqs == list(Change.objects.order_by("seq").values_list("seq", flat=True))
    for place, row in enumerate(rows):
        titles = [each["diff"]["title"] for each in found if each["id"] == row.pk and each["action"] == "update"]
        assert all(earlier[1] == later[0] for earlier, later in zip(titles, titles[1:], strict=False)), place
