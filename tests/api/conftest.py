"""What the tests of the REST API share."""

import json
from uuid import uuid4

import pytest

from pmhub.lib.api.problems import KINDS, TYPE
from pmhub.lib.throttling import Throttle

V1 = "/api/v1/"


class Rest:
    """A client that speaks to the API as one person: addresses below /api/v1/, bodies and answers as data."""

    def __init__(self, client):
        self.client = client

    def send(self, method, address, body=None, *, match=None, **headers):
        if match is not None:
            headers["If-Match"] = match
        url = address if address.startswith(("/", "http")) else V1 + address
        options = {"headers": headers}
        if body is not None:
            options |= {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(self.client, method)(url, **options)

    def get(self, address, **headers):
        return self.send("get", address, **headers)

    def post(self, address, body=None, **headers):
        return self.send("post", address, {} if body is None else body, **headers)

    def patch(self, address, body, match="*", **headers):
        return self.send("patch", address, body, match=match, **headers)

    def delete(self, address, match="*", **headers):
        return self.send("delete", address, match=match, **headers)

    def pages(self, address):
        """All results of a list, page by page."""
        while address:
            page = self.get(address).json()
            yield page["results"]
            address = page["next"]


@pytest.fixture
def rest(api):
    """`rest(user, …)`: the API as that person sees it; `rest()` has no token."""
    return lambda user=None, **token: Rest(api(user, **token))


@pytest.fixture
def as_manager(rest, manager, shop):
    return rest(manager)


@pytest.fixture
def as_viewer(rest, support, shop):
    return rest(support)


@pytest.fixture
def as_outsider(rest, outsider, other_product):
    return rest(outsider)


@pytest.fixture(autouse=True)
def nobody_is_stopped(monkeypatch):
    """Each test begins with nobody having guessed."""
    from accounts.api import authentication

    fresh = Throttle(f"test-{uuid4()}", limit=5, seconds=3600)
    monkeypatch.setattr(authentication, "GUESSES", fresh)


def refused(response, kind):
    """The problem that the response is, after checking that it is one of that kind."""
    body = response.json()
    assert (response.status_code, body["type"]) == (KINDS[kind][0], f"/api/docs/#problem-{kind}"), body
    assert response["Content-Type"] == TYPE
    assert body["status"] == response.status_code
    assert body["title"]
    return body


def at_fault(response):
    """Field or parameter to message of a 422."""
    body = refused(response, "invalid")
    return {error.get("field") or error.get("parameter") or "": error["message"] for error in body["errors"]}
