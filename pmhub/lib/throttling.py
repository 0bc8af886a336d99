"""Limits for those who guess secrets, counted in Redis for all processes together."""

import ipaddress
import math
import time
from dataclasses import dataclass

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
    """At most `limit` failures of one client in a window of `seconds`. While Redis is away nobody is stopped."""

    name: str
    limit: int
    seconds: int

    def key(self, client):
        return f"throttle:{self.name}:{client}:{int(time.time() // self.seconds)}"

    def wait(self, client):
        """How many seconds the client must wait before the next attempt; 0 when it may try now."""
        if (cache.get(self.key(client)) or 0) < self.limit:
            return 0
        return math.ceil(self.seconds - time.time() % self.seconds)

    def count(self, client):
        """Remember one failure."""
        key = self.key(client)
        if not cache.add(key, 1, timeout=2 * self.seconds):
            try:
                cache.incr(key)
            except ValueError:  # it expired between the two calls
                cache.add(key, 1, timeout=2 * self.seconds)
