"""A product that a person may not see looks exactly like one that does not exist."""

import re

import pytest

HIDDEN, NONE = "SHOP", "NOPE"
PLACES = [
    "/p/{key}/", "/p/{key}/requirements/", "/p/{key}/requirements/1/", "/{key}-1", "/p/{key}/versions/",
    "/p/{key}/settings/members/", "/p/{key}/requirements/suggestions/?target=a", "/p/{key}/imports/", "/p/{key}/trash/",
    "/api/v1/products/{key}/", "/api/v1/requirements/{key}-1/", "/api/v1/requirements/?product={key}",
    "/api/v1/requirements/?parent={key}-1", "/api/v1/requirements/?q={key}-1", "/api/v1/versions/?product={key}",
    "/api/v1/milestones/?product={key}", "/p/{key}/reviews/", "/p/{key}/reviews/1/",
    "/api/v1/products/{key}/reviews/", "/api/v1/products/{key}/reviews/attendance/",
    "/api/v1/tags/?product={key}", "/api/v1/changes/?product={key}",
]  # fmt: skip
OF_THE_REQUEST = re.compile(r'"instance": *"[^"]*"|csrf\w*["\']? ?(value|:)? ?=?["\' :]+\w+|\w{64}')


def said(client, place, key):
    """Status and text of the answer, without what differs by the request itself."""
    response = client.get(place.format(key=key), headers={"X-Request-ID": "the-same-one"})
    text = OF_THE_REQUEST.sub("", response.content.decode()).replace(key, "KEY")
    return response.status_code, text


@pytest.fixture
def secrets(shop, requirement, version, milestone):
    return ["拾光商城", requirement.title, "Code freeze", "checkout"]


@pytest.mark.parametrize("place", PLACES)
def test_hidden_and_missing_answer_alike(web, outsider, secrets, place):
    client = web(outsider)
    assert said(client, place, HIDDEN) == said(client, place, NONE)


@pytest.mark.parametrize(
    "place",
    [
        "/", "/products/", "/people/", "/api/v1/requirements/?limit=200", "/api/v1/requirements/?q=结算",
        "/api/v1/products/", "/api/v1/versions/", "/api/v1/milestones/", "/api/v1/tags/",
        "/api/v1/changes/?limit=1000", "/api/v1/me/",
    ],
)  # fmt: skip
def test_nothing_of_a_hidden_product_is_listed(web, outsider, other_requirement, secrets, place):
    text = web(outsider).get(place).content.decode()
    assert [secret for secret in [*secrets, "SHOP"] if secret in text] == []


def test_a_product_that_turned_private_is_hidden_at_once(web, outsider, manager, help_desk, secrets):
    client = web(outsider)
    assert client.get("/p/HELP/settings/").status_code == 200
    help_desk.privacy = "private"
    help_desk.save(update_fields=["privacy"])
    assert client.get("/p/HELP/settings/").status_code == 404
    assert "Help centre" not in client.get("/products/").content.decode()


def test_a_token_of_one_product_reaches_no_other(api, manager, shop, help_desk, secrets):
    client = api(manager, product=help_desk)
    assert client.get("/api/v1/products/HELP/").status_code == 200
    assert client.get("/api/v1/products/SHOP/").status_code == 404
    assert client.get("/api/v1/requirements/SHOP-1/").status_code == 404
    assert client.post("/api/v1/requirements/", {"product": "SHOP", "title": "x"}).status_code == 404
    assert client.post("/api/v1/products/", {"key": "NEW", "name": "New"}).status_code == 403
    lists = [
        client.get(f"/api/v1/{name}/").content.decode() for name in ("products", "requirements", "changes", "tags")
    ]
    assert [secret for secret in secrets if any(secret in text for text in lists)] == []


def test_a_token_that_reads_changes_nothing(api, manager, shop):
    client = api(manager, scopes=("read",))
    assert client.post("/api/v1/requirements/", {"product": "SHOP", "title": "x"}).status_code == 403
    assert shop.requirements.count() == 0


@pytest.mark.parametrize(
    "place",
    ["/p/SHOP%00/", "/p/%00/requirements/", "/p/SHOP/requirements/1/parts/custom.%00/", "/invitation/%00/", "/api/%00"],
)
def test_an_address_with_a_nul_character_is_of_no_page(web, manager, requirement, place):
    assert web(manager).get(place).status_code == 404
