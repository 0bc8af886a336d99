"""The OpenAPI document and its page agree with what the views do."""

import re

import pytest
from django.conf import settings
from django.urls import get_resolver

from accounts.api.serializers import Me
from changes.api.feed import hidden
from changes.api.serializers import ChangeShown
from pmhub.lib.api.views import Endpoint
from pmhub.views.api_docs import as_yaml, document
from products.api.serializers import ProductShown
from requirements.api.parameters import MEANING
from requirements.api.rows import ALL, IN_LIST
from requirements.api.serializers import RequirementFields, RequirementRow, RequirementShown, ScoreShown
from requirements.operations.authoring import EDITABLE
from requirements.query import FILTERS


def test_the_committed_document_is_the_one_the_views_declare():
    committed = (settings.BASE_DIR / "docs" / "openapi.yaml").read_text(encoding="utf-8")
    assert committed == as_yaml(), "Run `manage.py openapi` and commit docs/openapi.yaml."


def test_the_document_can_be_read_as_yaml_and_json(web, manager):
    client = web(manager)
    assert client.get("/api/schema/").content.decode() == as_yaml()
    assert client.get("/api/schema/?format=json").json()["openapi"].startswith("3.1")


def test_the_page_lives_with_the_strict_policy(web, manager):
    response = web(manager).get("/api/docs/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", page)
    for path in document()["paths"]:
        assert path in page


def endpoints(patterns=None, prefix=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from endpoints(pattern.url_patterns, route)
        elif issubclass(getattr(pattern.callback, "cls", object), Endpoint):
            yield re.sub(r"<\w+:(\w+)>", r"{\1}", f"/{route}"), pattern.callback.cls


def test_every_method_of_every_endpoint_is_described():
    for path, view in endpoints():
        if view.schema is None:  # no part of the REST interface
            continue
        offered = {name for name in ("get", "post", "put", "patch", "delete") if name in view.http_method_names}
        offered = {name for name in offered if hasattr(view, name)}
        described = document()["paths"][path]
        assert offered == set(described), path
        for method in offered:
            assert described[method]["description"], (path, method)
            assert described[method]["tags"][0], path


def test_every_operation_has_an_id_of_its_own():
    ids = [operation["operationId"] for methods in document()["paths"].values() for operation in methods.values()]
    assert len(ids) == len(set(ids))


def test_representations_have_the_members_that_are_declared(as_manager, requirement, version, milestone):
    as_manager.post("requirements/SHOP-1/comments/", {"body": "x"})
    as_manager.post("requirements/SHOP-1/criteria/", {"text": "x"})
    for address, view in [
        ("products/SHOP/", ProductShown), ("requirements/SHOP-1/", RequirementShown), ("me/", Me),
        ("requirements/SHOP-1/score/", ScoreShown),
    ]:  # fmt: skip
        assert set(as_manager.get(address).json()) == set(view().fields), address
    views = {path.removeprefix("/api/v1/"): view for path, view in endpoints()}
    for address in (
        "tags/",
        "versions/",
        "milestones/",
        "requirements/SHOP-1/comments/",
        "requirements/SHOP-1/criteria/",
    ):
        declared = views[address.replace("SHOP-1", "{requirement}")].reads
        assert set(as_manager.get(address).json()["results"][0]) == set(declared().fields), address


def test_rows_and_details_have_the_members_that_are_declared():
    assert set(IN_LIST) == set(RequirementRow().fields)
    assert set(ALL) == set(RequirementShown().fields)
    row = (1, None, None, None, "", "", None, None, "", 1, "SHOP", "", "{}", 1)
    assert set(hidden(row)) == set(ChangeShown().fields)


def test_whatever_can_be_edited_can_be_sent():
    assert set(RequirementFields().fields) | {"outside_requester"} == EDITABLE


def test_every_filter_is_explained():
    assert set(FILTERS) == set(MEANING)


@pytest.mark.parametrize("path", ["/api/schema/", "/api/docs/"])
def test_only_those_who_are_signed_in_read_about_it(web, manager, path):
    response = web().get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")
