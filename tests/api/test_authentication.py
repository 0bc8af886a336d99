"""Who may call: tokens with scopes, product and end; the browser's session; guesses are slowed down."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken
from accounts.operations.people import disable
from tests.api.conftest import refused


def test_without_a_token_nobody_gets_in(rest, shop):
    response = rest().get("requirements/")
    refused(response, "unauthenticated")
    assert response["WWW-Authenticate"] == 'Token realm="PMHub"'


@pytest.mark.parametrize("header", ["Token nonsense", "Token ", "Token pmh_" + "x" * 5000, "Bearer abc", "Basic YTpi"])
def test_a_wrong_token_is_refused(rest, shop, header):
    refused(rest().get("me/", Authorization=header), "unauthenticated")


def test_me_says_who_and_what_the_token_may(rest, engineer, shop):
    me = rest(engineer, scopes=["read"], product=shop).get("me/").json()
    assert (me["id"], me["name"], me["email"]) == (engineer.pk, engineer.name, engineer.email)
    assert me["token"]["scopes"] == ["read"]
    assert me["token"]["product"] == shop.pk


def test_an_expired_token_opens_nothing(rest, engineer):
    expired = rest(engineer, expires_at=timezone.now() - timedelta(seconds=1))
    refused(expired.get("me/"), "unauthenticated")


def test_a_disabled_person_is_out_at_once(rest, engineer, admin):
    client = rest(engineer)
    assert client.get("me/").status_code == 200
    disable(engineer, by=admin)
    refused(client.get("me/"), "unauthenticated")


def test_a_reading_token_changes_nothing(rest, manager, requirement):
    reader = rest(manager, scopes=["read"])
    assert reader.get("requirements/SHOP-1/").status_code == 200
    assert "write" in refused(reader.patch("requirements/SHOP-1/", {"title": "x"}), "refused")["detail"]
    refused(reader.post("requirements/", {"product": "SHOP", "title": "x"}), "refused")
    refused(reader.delete("requirements/SHOP-1/"), "refused")


@pytest.mark.parametrize("scope", ["write", "admin"])
def test_a_higher_scope_reads_and_writes(rest, manager, requirement, scope):
    client = rest(manager, scopes=[scope])
    assert client.get("requirements/SHOP-1/").status_code == 200
    assert client.patch("requirements/SHOP-1/", {"title": "Newer"}).status_code == 200


def test_a_token_of_one_product_reaches_no_other(rest, manager, requirement, help_desk):
    client = rest(manager, product=help_desk)
    assert [row["key"] for row in client.get("products/").json()["results"]] == ["HELP"]
    refused(client.get("requirements/SHOP-1/"), "not-found")
    refused(client.get("requirements/?product=SHOP"), "not-found")
    assert client.get("requirements/").json()["results"] == []
    refused(client.post("products/", {"key": "NEW", "name": "New"}), "refused")


def test_the_use_of_a_token_is_noted(rest, engineer):
    rest(engineer).get("me/")
    assert ApiToken.objects.get(user=engineer).last_used_at is not None


def test_the_session_of_the_browser_reads(web, manager, requirement):
    assert web(manager).get("/api/v1/requirements/SHOP-1/").json()["key"] == "SHOP-1"


def test_the_session_changes_something_only_with_the_csrf_token(manager, requirement):
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    change = {"data": '{"title": "Newer"}', "content_type": "application/json", "headers": {"If-Match": "*"}}
    refused(client.patch("/api/v1/requirements/SHOP-1/", **change), "refused")
    client.get("/api/docs/")
    change["headers"]["X-CSRFToken"] = next(
        cookie.value for name, cookie in client.cookies.items() if "csrf" in name
    )  # fmt: skip
    assert client.patch("/api/v1/requirements/SHOP-1/", **change).json()["title"] == "Newer"


def test_whoever_guesses_tokens_has_to_wait_with_the_right_one_too(rest, engineer):
    right = rest(engineer)
    assert right.get("me/").status_code == 200
    for _ in range(5):
        refused(rest().get("me/", Authorization="Token pmh_guess"), "unauthenticated")
    response = right.get("me/")
    refused(response, "throttled")
    assert 0 < int(response["Retry-After"]) <= 3600


def test_others_are_not_stopped_by_the_one_who_guesses(rest, engineer):
    for _ in range(6):
        rest().get("me/", Authorization="Token pmh_guess")
    right = rest(engineer)
    right.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert right.get("me/").status_code == 200
