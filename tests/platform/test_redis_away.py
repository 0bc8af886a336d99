"""Redis is a hint: while it is away pages stay up, and nothing waits for it longer than a second."""

import os
import signal
import time

import pytest
from kombu.exceptions import OperationalError

from pmhub.celery import app
from pmhub.lib import caching
from pmhub.lib.embedded import EmbeddedServices
from pmhub.tasks import heartbeat
from tests.platform.processes import Home

pytestmark = pytest.mark.drill


@pytest.fixture
def valkey():
    """A Valkey of this test's own, with the cache over it."""
    home = Home()
    services = EmbeddedServices(home.path, postgres=False)
    services.hold()
    params = {"KEY_PREFIX": "away", "OPTIONS": {"socket_timeout": 0.8, "socket_connect_timeout": 0.8}}
    services.cache = caching.ForgivingRedisCache(f"unix://{services.valkey.socket}", params)
    caching.ForgivingRedisCache.away_until = 0
    yield services
    caching.ForgivingRedisCache.away_until = 0
    services.release()
    home.clean()


def test_a_cache_that_is_away_misses_every_key(valkey):
    valkey.cache.set("key", 1)
    assert valkey.cache.get("key") == 1
    valkey.valkey.stop()
    assert valkey.cache.get("key", "gone") == "gone"
    assert valkey.cache.get_many(["key"]) == {}
    assert valkey.cache.add("key", 1) is True
    assert valkey.cache.incr("key") == 1
    assert valkey.cache.delete("key") is False


def test_a_cache_that_hangs_costs_one_time_out_and_not_one_per_call(valkey):
    pid = int(valkey.valkey.pid_file.read_text())
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    assert [valkey.cache.get("key") for _ in range(20)] == [None] * 20
    assert time.monotonic() - began < 2
    os.kill(pid, signal.SIGCONT)


def test_the_cache_comes_back_after_a_pause(valkey):
    valkey.valkey.stop()
    valkey.cache.get("key")
    valkey.revive()
    caching.ForgivingRedisCache.away_until = 0
    valkey.cache.set("key", 2)
    assert valkey.cache.get("key") == 2


def test_publishing_to_a_hanging_broker_fails_within_a_second(valkey):
    url = f"redis+socket://{valkey.valkey.socket}"
    pid = int(valkey.valkey.pid_file.read_text())
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    with app.connection_for_write(url) as broker, pytest.raises(OperationalError):
        heartbeat.apply_async(connection=broker)
    assert time.monotonic() - began < 1.5
    os.kill(pid, signal.SIGCONT)
