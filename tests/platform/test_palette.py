"""What the palette offers before anything is typed."""

import pytest

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


def offered(client, user, **asked):
    client.force_login(user)
    groups = client.get("/palette/", asked, headers=HTMX).context["groups"]
    return {group.name: [entry.name for entry in group.entries] for group in groups}


def test_what_is_of_the_product_comes_first_and_looks_come_last(client, manager, shop):
    groups = offered(client, manager, at="/p/SHOP/requirements/")
    assert groups["actions"][0] == "/p/SHOP/requirements/new/"
    assert groups["actions"][-1] == "?"
    assert groups["pages"][0] == "/p/SHOP/requirements/"
    assert "/p/SHOP/requirements/lab/" in groups["pages"]


def test_what_was_chosen_lately_comes_before_all(client, manager, requirement):
    groups = offered(client, manager, at="/p/SHOP/requirements/", recent=f"{requirement.key},/")
    assert next(iter(groups)) == "recent"
    assert groups["recent"] == [requirement.key, "/"]
