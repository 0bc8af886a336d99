"""Every refusal is a problem that says what is wrong; none is a page, and none shows our insides."""

import logging

import pytest
from django.db import OperationalError
from django.test import Client

from requirements.api.views import requirements
from tests.api.conftest import at_fault, refused


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v2/me/", "nowhere/", "requirements/shop-1/", "me"])
def test_an_address_that_is_none(as_manager, address):
    refused(as_manager.get(address), "not-found")


def test_a_method_that_is_not_offered(as_manager):
    response = as_manager.send("put", "products/", {})
    refused(response, "method")
    assert {"GET", "POST"} <= set(response["Allow"].replace(" ", "").split(","))


@pytest.mark.parametrize("method", ["options", "trace"])
def test_unusual_methods(as_manager, method):
    refused(as_manager.send(method, "products/"), "method")


def test_head_is_get_without_a_body(as_manager, requirement):
    response = as_manager.send("head", "requirements/SHOP-1/")
    assert (response.status_code, response["ETag"], response.content) == (200, '"1"', b"")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "text/xml", "nonsense"])
def test_a_body_that_is_not_json(as_manager, content_type):
    client = as_manager.client
    refused(client.post("/api/v1/requirements/", data=b"title=x", content_type=content_type), "media-type")


@pytest.mark.parametrize(
    "body, place",
    [
        (b'{"title": "x",}', "Line 1, column 14"),
        (b'{"title":\n "x"', "Line 2, column 5"),
        (b'{"title": NaN}', "Line 1, column 11"),
        (b'{"title": "\\ud800"}', "Line 1, column 12"),
        (b'{"estimate": 1e999}', "Line 1, column 14"),
        (b"[" * 5_000, "Line 1, column"),
        (b'{"title": "\xff"}', "Line 1"),
    ],
)
def test_json_that_is_none_names_the_place(as_manager, body, place):
    response = as_manager.client.post("/api/v1/requirements/", data=body, content_type="application/json")
    assert refused(response, "malformed")["detail"].startswith(place)


@pytest.mark.parametrize("body", ["[]", '"text"', "5", "null", "true", '[{"title": "x"}]'])
@pytest.mark.parametrize("method, address", [("patch", "requirements/SHOP-1/"), ("post", "products/")])
def test_json_that_is_no_object(as_manager, requirement, method, address, body):
    send = getattr(as_manager.client, method)
    response = send(f"/api/v1/{address}", body, content_type="application/json", headers={"If-Match": "*"})
    assert at_fault(response) == {"": "Send a JSON object."}


def test_a_body_of_more_than_ten_megabytes(as_manager, requirement):
    refused(as_manager.patch("requirements/SHOP-1/", {"description": "x" * 11_000_000}), "too-large")


def test_what_one_may_not_see_is_like_what_is_not_there(as_manager, other_requirement):
    unseen = as_manager.get("requirements/OTHER-1/").json()
    assert unseen == as_manager.get("requirements/OTHER-2/").json()


def test_what_one_may_see_but_not_change_is_refused(as_viewer, requirement):
    refused(as_viewer.patch("requirements/SHOP-1/", {"title": "x"}), "refused")
    refused(as_viewer.post("requirements/", {"product": "SHOP"}), "refused")


def test_an_error_of_ours_is_recorded_once_and_shows_nothing(manager, requirement, token_of, monkeypatch, caplog):
    def broken(*args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(requirements, "rows", broken)
    client = Client(raise_request_exception=False, headers={"Authorization": f"Token {token_of(manager)}"})
    with caplog.at_level(logging.ERROR):
        response = client.get("/api/v1/requirements/SHOP-1/")
    refused(response, "failed")
    assert b"secret detail" not in response.content
    assert len(caplog.records) == 1
    assert caplog.records[0].exc_info


def test_a_database_that_is_away_is_no_error_of_ours(as_manager, requirement, monkeypatch, caplog):
    def away(*args):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(requirements, "rows", away)
    with caplog.at_level(logging.ERROR):
        response = as_manager.get("requirements/SHOP-1/")
    refused(response, "unavailable")
    assert response["Retry-After"] == "1"
    assert not caplog.records


@pytest.mark.parametrize("address, shown", [("/api/v1/me/", "application/problem+json"), ("/p/", "text/html")])
def test_what_breaks_before_the_view_is_a_problem_only_for_programs(web, manager, monkeypatch, address, shown):
    def broken(*args):
        raise RuntimeError("secret detail")

    client = web(manager)
    client.raise_request_exception = False
    monkeypatch.setattr("accounts.middleware.zone", broken)
    response = client.get(address)
    assert (response.status_code, response["Content-Type"].partition(";")[0]) == (500, shown)
    assert b"secret detail" not in response.content


def test_a_host_that_is_not_ours(as_manager):
    refused(as_manager.get("me/", Host="evil.example"), "malformed")
