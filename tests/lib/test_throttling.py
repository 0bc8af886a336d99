"""Counting failures by client, over all processes."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.test import RequestFactory

from pmhub.lib.caching import ForgivingRedisCache
from pmhub.lib.throttling import Throttle, client_of


def came(address, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return client_of(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers))


def test_a_client_is_its_address():
    assert came("192.0.2.7") == "192.0.2.7"


def test_ipv6_counts_by_the_network_that_one_customer_gets():
    assert came("2001:db8:1:2::1") == came("2001:db8:1:2:ffff::9") != came("2001:db8:1:3::1")


def test_ipv4_within_ipv6_is_ipv4():
    assert came("::ffff:192.0.2.7") == "192.0.2.7"


def test_nobody_chooses_their_own_address(settings):
    settings.TRUSTED_PROXIES = 0
    assert came("192.0.2.7", "198.51.100.1") == "192.0.2.7"


def test_own_proxies_are_believed_as_far_as_they_wrote(settings):
    settings.TRUSTED_PROXIES = 1
    assert came("10.0.0.1", "6.6.6.6, 198.51.100.1") == "198.51.100.1"
    settings.TRUSTED_PROXIES = 2
    assert came("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2") == "198.51.100.1"


@pytest.mark.parametrize("address", ["", "nonsense", "unix:"])
def test_an_address_that_is_none_counts_as_unknown(address):
    assert came(address) == "unknown"


@pytest.fixture
def throttle(servers):
    return Throttle(f"test-{uuid4()}", limit=3, seconds=3600)


def test_the_limit_stops_one_client(throttle):
    for _ in range(3):
        assert throttle.wait("a") == 0
        throttle.count("a")
    assert 0 < throttle.wait("a") <= 3600
    assert throttle.wait("b") == 0


def test_processes_count_together(throttle):
    other = Throttle(throttle.name, limit=3, seconds=3600)
    throttle.count("a")
    other.count("a")
    throttle.count("a")
    assert throttle.wait("a") > 0
    other.count("a")
    assert other.wait("a") > 0


def test_no_failure_is_lost_when_many_count_at_once(throttle):
    wide = Throttle(throttle.name, limit=40, seconds=3600)
    threads = [threading.Thread(target=lambda: [wide.count("a") for _ in range(10)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wide.wait("a") > 0


def test_nobody_is_stopped_while_redis_is_away(throttle, monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "away_until", float("inf"))
    for _ in range(10):
        throttle.count("a")
    assert throttle.wait("a") == 0


def test_claims_let_no_more_than_the_limit_through(throttle):
    assert [throttle.claim("a") for _n in range(3)] == [0, 0, 0]
    assert 0 < throttle.claim("a") <= 3600
    assert throttle.claim("b") == 0


def test_claims_at_once_let_no_more_through_than_claims_one_by_one(throttle):
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _n: throttle.claim("a"), range(40)))
    assert waits.count(0) == 3


def test_what_is_given_back_does_not_count(throttle):
    for _n in range(10):
        assert throttle.claim("a") == 0
        throttle.give_back("a")


def test_nothing_is_given_back_where_nothing_was_claimed(throttle):
    throttle.give_back("nobody")
    assert throttle.claim("nobody") == 0
