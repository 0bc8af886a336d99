"""What every answer of the web carries, and the pages for machines."""

import time

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from pmhub.tasks import HEARTBEAT, heartbeat

PRIVATE = "/accounts/2fa/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return User.objects.create_user(email="pia@example.org", password="a long password", name="Pia")


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)


def test_alive_and_ready_are_public(client):
    heartbeat()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "redis": "ok", "beat": "ok"}


def test_a_silent_clock_is_not_ready(client):
    cache.set(HEARTBEAT, time.time() - 600)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["beat"] == "last heartbeat 600 s ago"


def test_every_other_page_asks_for_a_sign_in(client, person):
    answer = client.get(PRIVATE)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_the_policy_allows_our_own_files_only(client, person):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts.pop("default-src") == parts.pop("frame-ancestors") == "'none'"
    assert set(parts.values()) == {"'self'"}


def test_answers_carry_an_id_and_keep_a_usable_given_one(client):
    assert len(client.get("/healthz").headers["X-Request-ID"]) == 32
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-12345"}).headers["X-Request-ID"] == "proxy-12345"
    assert client.get("/healthz", headers={"X-Request-ID": "a\nb" * 9}).headers["X-Request-ID"] != "a\nb" * 9


def test_the_log_has_the_path_without_the_query(client, person, caplog):
    with caplog.at_level("INFO", logger="pmhub.web"):
        client.get("/accounts/login/?next=/secret/")
    [line] = caplog.records
    assert (line.method, line.path, line.status) == ("GET", "/accounts/login/", 200)
    assert "secret" not in str(vars(line))


def test_a_session_ends_at_its_absolute_age(client, signed_in):
    client.get(PRIVATE)
    session = client.session
    session["started"] = int(time.time()) - 31 * 24 * 3600
    session.save()
    assert client.get(PRIVATE).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_visit_renews_the_idle_time_at_most_once_an_hour(client, signed_in):
    client.get(PRIVATE)
    session = client.session
    session["seen"] = int(time.time()) - 2 * 3600
    session.set_expiry(3600)
    session.save()
    client.get(PRIVATE)
    seen = client.session["seen"]
    assert seen >= int(time.time()) - 5
    client.get(PRIVATE)
    assert client.session["seen"] == seen
    assert client.session.get_expiry_date() > timezone.now()
