"""The columns of the table: their order, what a view's address says of them, and orders by them."""

import re

import pytest

from products.operations.workflow import add_field
from tests.requirements.conftest import text_of


def heads(response):
    return re.findall(r'<th [^>]*data-field="([^"]+)"', text_of(response).replace("\n", " "))


def titles(response):
    return [row.title for row in response.context["rows"]]


@pytest.fixture
def fields(shop, manager, make_requirement):
    add_field(shop, by=manager, key="cost", name="Cost", kind="number")
    add_field(shop, by=manager, key="team", name="Team", kind="text")
    for title, cost, team in [("ten", 10, "b"), ("nine", 9, "a"), ("none", None, None), ("half", 9.5, "c")]:
        make_requirement(title, custom={"cost": cost, "team": team}, drivers={"reach": cost})


def test_columns_stand_in_the_order_they_were_chosen_in(web, manager, pool, requirement):
    client = web(manager)
    client.post(f"{pool}columns/", {"column": ["votes", "drivers.reach", "status"]})
    assert heads(client.get(pool)) == ["key", "title", "votes", "drivers.reach", "status"]


def test_the_address_of_a_view_names_its_columns(web, manager, pool, requirement):
    client = web(manager)
    client.post(f"{pool}columns/", {"column": ["votes"]})
    assert heads(client.get(f"{pool}?columns=due,status,nonsense,due")) == ["key", "title", "due", "status"]
    response = client.post(f"{pool}columns/", {"column": ["due", "kind"], "view": "1", "here": "status=open&columns=x"})
    assert response["Location"] == f"{pool}?status=open&columns=due%2Ckind"
    assert heads(client.get(pool)) == ["key", "title", "votes"]


def test_the_chooser_offers_inputs_of_the_score_and_own_fields(web, manager, pool, fields):
    page = text_of(web(manager).get(pool))
    for name in ("drivers.reach", "custom.cost", "custom.team", "start", "parent", "demand"):
        assert f'name="column" value="{name}"' in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("custom.cost", ["nine", "half", "ten", "none"]),
        ("-custom.cost", ["ten", "half", "nine", "none"]),
        ("-drivers.reach", ["ten", "half", "nine", "none"]),
        ("custom.team", ["nine", "ten", "half", "none"]),
        ("title", ["half", "nine", "none", "ten"]),
    ],
)
def test_own_columns_order_the_list_empty_ones_last(web, manager, pool, fields, sort, expected):
    assert titles(web(manager).get(f"{pool}?sort={sort}")) == expected


@pytest.mark.parametrize("sort", ["-custom.cost", "custom.team", "-estimate", "title"])
def test_pages_in_such_an_order_miss_nothing(web, manager, pool, make_requirement, fields, sort):
    for n in range(110):
        custom = {"cost": n % 7, "team": f"t{n % 5}"} if n % 4 else {}
        make_requirement(f"N{n}", custom=custom, estimate=n % 9 or None)
    client, seen, address = web(manager), [], f"{pool}?sort={sort}"
    while address:
        response = client.get(address)
        seen += [row.number for row in response.context["rows"]]
        address = response.context["next"]
    assert sorted(seen) == list(range(1, 115))


def test_an_order_by_a_field_that_is_gone_is_named(web, manager, pool, requirement):
    assert "is no order" in text_of(web(manager).get(f"{pool}?sort=custom.gone"))
