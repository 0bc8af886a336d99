"""A consumer whose process dies in the middle of a batch starts the batch again, and its effects happen once."""

import signal
import subprocess
import sys
import time

import pytest

from changes import stream
from changes.models import Cursor
from products.models import Tag

CONSUMER = """
import sys, time
import django
django.setup()
from django.db import connection
from changes import stream

@stream.consumer("echo", on=["tag"])
def echo(changes):
    with connection.cursor() as cursor:
        for change in changes:
            cursor.execute("INSERT INTO echoes VALUES (%s)", [change.diff["name"][1]])
    print("effects written", flush=True)
    if "stall" in sys.argv:
        time.sleep(60)

stream.settle()
while stream.consume("echo"):
    pass
"""


@pytest.fixture
def echoes(transactional_db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE echoes (name text)")

        def names():
            cursor.execute("SELECT name FROM echoes ORDER BY name")
            return [row[0] for row in cursor.fetchall()]

        yield names
        cursor.execute("DROP TABLE echoes")


@pytest.mark.slow
@pytest.mark.drill
def test_kill_in_the_middle_of_a_batch(echoes, shop, process_env):
    for name in ("a", "b", "c"):
        Tag.objects.create(product=shop, name=name)
    process = subprocess.Popen(
        [sys.executable, "-c", CONSUMER, "stall"], env=process_env, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "effects written\n"
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    assert echoes() == []
    deadline = time.monotonic() + 10
    while echoes() == [] and time.monotonic() < deadline:  # until the server has noticed that the client is gone
        subprocess.run([sys.executable, "-c", CONSUMER], env=process_env, check=True, timeout=30, capture_output=True)
    assert echoes() == ["a", "b", "c"]
    subprocess.run([sys.executable, "-c", CONSUMER], env=process_env, check=True, timeout=30, capture_output=True)
    assert echoes() == ["a", "b", "c"]
    assert Cursor.objects.get(consumer="echo").seq > 0
    assert stream.settle() == 0
