"""The first administrator: every page leads there while nobody is here, once, also under a race."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.models import User
from accounts.operations.people import create_first_administrator

ADMIN = {
    "name": "Ada",
    "email": "Ada@Example.org",
    "password": "correct horse battery staple",
    "time_zone": "Asia/Tokyo",
}


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/products/", "/p/SHOP/", "/accounts/password/reset/"])
def test_every_page_of_an_empty_installation_leads_to_setup(db, client, path):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, "/setup/")


def test_health_checks_answer_before_anybody_is_here(db, client):
    assert client.get("/healthz").status_code == 200


def test_the_first_person_becomes_administrator_and_is_signed_in(db, client):
    response = client.post("/setup/", ADMIN)
    assert (response.status_code, response["Location"]) == (302, "/products/new/")
    person = User.objects.people().get()
    assert (person.email, person.is_admin, person.time_zone) == ("ada@example.org", True, "Asia/Tokyo")
    page = client.get("/products/new/")
    assert page.context["user"] == person
    assert "Welcome" in page.content.decode()


def test_an_unknown_time_zone_becomes_utc(db, client):
    client.post("/setup/", ADMIN | {"time_zone": "Mars/Olympus"})
    assert User.objects.people().get().time_zone == "UTC"


@pytest.mark.parametrize("wrong", [{"password": "short"}, {"password": "password1"}, {"email": "no"}, {"name": ""}])
def test_bad_input_keeps_what_was_typed_and_makes_nobody(db, client, wrong):
    response = client.post("/setup/", ADMIN | wrong)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == wrong.keys()
    if "email" not in wrong:
        assert 'value="Ada@Example.org"' in response.content.decode()
    assert "correct horse" not in response.content.decode()
    assert not User.objects.people().exists()


def test_setup_is_offered_once(client, admin):
    assert client.get("/setup/")["Location"] == "/"
    assert client.post("/setup/", ADMIN)["Location"] == "/"
    assert User.objects.people().count() == 1


def test_two_people_who_race_make_one_administrator(transactional_db):
    start, results = threading.Barrier(2), []

    def run(number):
        start.wait()
        try:
            create_first_administrator(email=f"a{number}@example.org", name="A", password="correct horse battery")
            results.append("made")
        except PermissionDenied:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["made", "refused"]
    assert User.objects.people().count() == 1
