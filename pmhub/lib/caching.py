"""A cache that is only a hint: while Redis is away every key is missing, and pages go on."""

import logging
import time
from itertools import islice

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property

logger = logging.getLogger(__name__)
AT_A_TIME = 1_000
PAUSE = 3  # seconds without a further attempt, so that a hanging Redis costs one time-out and not one per call


class KeptClient(RedisCacheClient):
    """One client for all calls: making one for each, as Django does, costs more than asking Redis."""

    @cached_property
    def kept(self):
        return super().get_client(write=True)

    def get_client(self, key=None, *, write=False):
        return self.kept


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, answering "not there" when the server cannot be reached."""

    away_until = 0.0

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = KeptClient

    def _try(self, otherwise, method, *args, **kwargs):
        if time.monotonic() < ForgivingRedisCache.away_until:
            return otherwise
        try:
            return method(*args, **kwargs)
        except (redis.ConnectionError, redis.TimeoutError) as error:
            ForgivingRedisCache.away_until = time.monotonic() + PAUSE
            logger.warning("The cache is away: %s", error)
            return otherwise

    def add(self, *args, **kwargs):
        return self._try(True, super().add, *args, **kwargs)

    def get(self, key, default=None, version=None):
        return self._try(default, super().get, key, default, version)

    def set(self, *args, **kwargs):
        return self._try(None, super().set, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._try(False, super().touch, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._try(False, super().delete, *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._try({}, super().get_many, *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._try(False, super().has_key, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return self._try(delta, super().incr, key, delta, version)

    def set_many(self, data, *args, **kwargs):
        return self._try(list(data), super().set_many, data, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._try(None, super().delete_many, *args, **kwargs)

    def clear(self):
        """Forget what this cache holds; Django's would flush the server, with the workers' queues and others' keys."""
        return self._try(False, self._clear)

    def _clear(self):
        client = self._cache.get_client(write=True)
        keys = client.scan_iter(self.make_key("*"), count=AT_A_TIME)
        while some := list(islice(keys, AT_A_TIME)):
            client.unlink(*some)
        return True
