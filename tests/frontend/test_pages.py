"""Sign-in, security and error pages: whole, labelled, in both languages."""

from itertools import count

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from tests.frontend.markup import Page
from tests.world import PASSWORD

ENTRANCE = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/inactive/"]
OWN = [
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/sessions/",
    "/accounts/logout/",
]
LANGUAGES = {"en": "en", "zh-hans": "zh-hans"}
addresses = (f"10.1.{number // 250}.{number % 250 + 1}" for number in count())


@pytest.fixture
def signed_in():
    """`signed_in(user)`: a client that gave its password twice, as the security pages demand."""

    def client(user):
        client = Client(REMOTE_ADDR=next(addresses))  # the throttle of sign-ins counts by address
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return client

    return client


def problems_of(response, language):
    page = Page(response)
    assert page.of("html")[0]["lang"] == LANGUAGES[language]
    return list(page.problems())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ENTRANCE)
def test_entrance_page_is_whole(path, language, owner):
    response = Client(headers={"Accept-Language": language}).get(path)
    assert response.status_code == 200
    assert not problems_of(response, language)


def test_refused_sign_in_is_said_aloud(owner):
    response = Client(headers={"Accept-Language": "en"}).post(
        "/accounts/login/", {"login": "nobody@example.org", "password": "wrong"}
    )
    assert not problems_of(response, "en")
    assert any(tag.get("role") == "alert" for tag in Page(response).of("div"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", OWN)
def test_own_page_is_whole(path, language, owner, signed_in):
    owner.language = language
    owner.save(update_fields=["language"])
    response = signed_in(owner).get(path)
    assert response.status_code == 200
    assert not problems_of(response, language)


def test_qr_code_is_markup_that_the_policy_allows(owner, signed_in):
    text = signed_in(owner).get("/accounts/2fa/totp/activate/").content.decode()
    assert "<svg" in text
    assert "data:" not in text
    assert "style=" not in text


@pytest.mark.django_db
def test_missing_page_says_so():
    response = Client(headers={"Accept-Language": "en"}).get("/no/such/page/")
    assert response.status_code == 404
    assert not problems_of(response, "en")


def test_stale_form_says_that_nothing_is_lost():
    response = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"}).post("/accounts/login/", {})
    assert response.status_code == 403
    assert "your text is still there" in response.content.decode()


def test_broken_page_needs_neither_database_nor_person():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert len(Page(response).of("h1")) == 1
