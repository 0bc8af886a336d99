"""Sign-in: throttled where secrets are guessed, open for sign-up only where the installation says so."""

import threading
import uuid

import pytest
from allauth.account import app_settings
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.world import PASSWORD, person

SIGN_UP = {"email": "new@example.org", "password1": "correct horse battery", "password2": "correct horse battery"}


def address():
    """An address of its own for each test, so that limits of other tests do not count."""
    return f"10.{uuid.uuid4().int % 250}.{uuid.uuid4().int % 250}.{uuid.uuid4().int % 250}"


@pytest.fixture
def guessed(db):
    """Somebody whose sign-in is stopped for minutes afterwards, in this test and in no other."""
    return person(f"{uuid.uuid4().hex}@example.org", "Somebody")


def sign_in(email, password, **extra):
    return Client(**extra).post("/accounts/login/", {"login": email, "password": password})


def test_the_limits_are_on():
    limits = app_settings.RATE_LIMITS
    assert {"login", "login_failed", "reset_password", "reset_password_from_key", "signup", "reauthenticate"} <= set(
        limits
    )
    assert all(limits[name] for name in ("login", "login_failed", "reset_password"))


def test_guessing_one_persons_password_is_stopped(guessed):
    ip = address()
    for _ in range(5):
        assert sign_in(guessed.email, "wrong", REMOTE_ADDR=ip).status_code == 200
    response = sign_in(guessed.email, PASSWORD, REMOTE_ADDR=address())
    assert response.status_code == 200
    assert "too many" in response.content.decode().lower()


def test_ipv6_counts_by_network(owner):
    network = f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}"
    codes = [
        sign_in(f"nobody{n}@example.org", "wrong", REMOTE_ADDR=f"{network}::{n + 1:x}").status_code for n in range(31)
    ]
    assert codes[-1] == 429


def test_a_proxy_header_of_nobodys_proxy_is_not_believed(owner):
    ip = address()
    codes = [
        sign_in(f"someone{n}@example.org", "wrong", REMOTE_ADDR=ip, HTTP_X_FORWARDED_FOR=address()).status_code
        for n in range(31)
    ]
    assert codes[-1] == 429


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_against_parallel_guesses(guessed):
    ip, answers, start = address(), [], threading.Barrier(16)

    def guess():
        start.wait()
        answers.append("too many" in sign_in(guessed.email, "wrong", REMOTE_ADDR=ip).content.decode().lower())
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(False) <= 5


def test_signing_up_is_closed_unless_it_is_open(client, owner):
    client.post("/accounts/signup/", SIGN_UP | {"name": "New"}, REMOTE_ADDR=address())
    assert not User.objects.filter(email=SIGN_UP["email"]).exists()


def test_open_sign_up_asks_for_a_name(client, owner, settings):
    settings.SIGNUP = "open"
    refused = client.post("/accounts/signup/", SIGN_UP, REMOTE_ADDR=address())
    assert "name" in refused.context["form"].errors
    client.post("/accounts/signup/", SIGN_UP | {"name": "Neu Hier"}, REMOTE_ADDR=address())
    assert User.objects.get(email=SIGN_UP["email"]).name == "Neu Hier"


def test_an_invited_person_without_a_password_cannot_sign_in(db, admin):
    User.objects.create_user("ida@example.org")
    for guess in ("!", "password"):
        assert "Location" not in sign_in("ida@example.org", guess, REMOTE_ADDR=address())
