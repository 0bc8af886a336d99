"""The cache forgets its own keys and no others: queues and other installations share the server."""

from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.core.cache import cache

pytestmark = pytest.mark.usefixtures("servers")


def test_clearing_leaves_the_queues_and_the_keys_of_others():
    server = redis.from_url(settings.REDIS_URL)
    prefix = settings.REDIS_PREFIX
    others = [f"{prefix}:queue-{uuid4()}", f"{prefix}2:1:{uuid4()}", f"elsewhere:1:{uuid4()}"]
    for key in others:
        server.set(key, "kept", ex=60)
    cache.set_many({"one": 1, "two": 2})
    cache.clear()
    assert cache.get_many(["one", "two"]) == {}
    assert server.mget(others) == [b"kept"] * 3
    cache.clear()  # nothing is there any more


def test_a_key_is_forgotten_by_its_name_alone():
    cache.set("one", 1)
    cache.set("two", 2)
    cache.delete("one")
    assert (cache.get("one"), cache.get("two")) == (None, 2)


def test_very_many_keys_go_in_batches():
    server = redis.from_url(settings.REDIS_URL)
    before = server.info("commandstats").get("cmdstat_unlink", {}).get("calls", 0)
    keys = [str(number) for number in range(2_500)]
    cache.set_many(dict.fromkeys(keys, 1))
    cache.clear()
    assert cache.get_many(keys) == {}
    assert server.info("commandstats")["cmdstat_unlink"]["calls"] >= before + 3
