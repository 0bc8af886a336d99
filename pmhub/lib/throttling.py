"""Limits for those who guess secrets, counted in Redis for all processes together."""

import ipaddress
import math
import time
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache


def client_of(request):
    """The address a request comes from, IPv6 by its /64.

    `X-Forwarded-For` is believed only as far as the configured number of own proxies wrote it.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        if len(hops) >= proxies:
            address = hops[-proxies]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(parsed if parsed.version == 4 else ipaddress.ip_network((parsed, 64), strict=False).network_address)


@dataclass(frozen=True)
class Throttle:
    """At most `limit` failures of one client in a window of `seconds`. While Redis is away nobody is stopped.

    Only failures ask Redis. Each process remembers whom it has seen reach the limit, so that those who do not guess
    pay nothing.
    """

    name: str
    limit: int
    seconds: int
    stopped: dict = field(default_factory=dict)

    def key(self, client):
        return f"throttle:{self.name}:{client}:{int(time.time() // self.seconds)}"

    def wait(self, client):
        """How many seconds the client must wait before the next attempt; 0 when it may try now."""
        until = self.stopped.get(client, 0)
        return max(0, math.ceil(until - time.time()))

    def claim(self, client):
        """Count an attempt before it is made: how many seconds to wait where there were `limit` already, else 0.

        The counting is what decides, so that no more attempts get through however many come at once, to whichever
        process. `give_back` when the attempt was no failure.
        """
        now, key = time.time(), self.key(client)
        cache.add(key, 0, timeout=2 * self.seconds)
        try:
            attempts = cache.incr(key)
        except ValueError:  # Redis was flushed between the two calls
            attempts = 1
        return math.ceil(self.seconds - now % self.seconds) if attempts > self.limit else 0

    def give_back(self, client):
        """An attempt that was claimed was right: it does not count."""
        with suppress(ValueError):  # flushed
            cache.decr(self.key(client))

    def count(self, client):
        """Remember one failure."""
        now = time.time()
        key = self.key(client)
        cache.add(key, 0, timeout=2 * self.seconds)
        try:
            failures = cache.incr(key)
        except ValueError:  # Redis was flushed between the two calls
            failures = 1
        if failures >= self.limit:
            for known in [known for known, until in list(self.stopped.items()) if until < now]:
                self.stopped.pop(known, None)
            self.stopped[client] = now + self.seconds - now % self.seconds
