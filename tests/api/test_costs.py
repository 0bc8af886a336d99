"""The budget of queries: the same for five rows and for fifty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requirements.operations.authoring import create, edit
from requirements.operations.details import add_criterion, comment
from roadmaps.operations.planning import create_version

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
LIST, DETAIL, WRITE = 6, 8, 10


@pytest.fixture
def fill(shop, manager, engineer, version):
    """`fill(n)` gives SHOP n requirements that differ in everything that could cost a query each."""

    def make(count):
        for n in range(count):
            people = {"assignees": [engineer], "owner": engineer}
            row = create(shop, by=manager, title=f"Row {n}", tags=["a", f"tag {n}"], **people)
            edit(row, by=manager, version=create_version(shop, by=manager, name=f"Version {shop.pk} {row.pk}"))
            comment(row, by=manager, body="Words")

    return make


@pytest.fixture(autouse=True)
def used(as_manager):
    """The first use of a token is noted; later ones of the next minutes are not."""
    as_manager.get("me/")


def cost(send, *args, **kwargs):
    """How many queries a request makes."""
    with CaptureQueriesContext(connection) as captured:
        response = send(*args, **kwargs)
    assert response.status_code < 300, response.content
    return sum(not query["sql"].startswith(CONTROL) for query in captured)


LISTS = [
    "requirements/?product=SHOP", "requirements/?product=SHOP&status=open&priority=4&sort=-updated&count=true",
    "requirements/", "requirements/?q=row&tag=a&fields=key,description,criteria,links", "versions/?product=SHOP",
    "tags/?product=SHOP", "milestones/", "products/", "products/SHOP/members/", "requirements/SHOP-1/comments/",
    "requirements/SHOP-1/criteria/", "requirements/SHOP-1/links/",
]  # fmt: skip


def test_lists_cost_the_same_whatever_their_length(as_manager, fill):
    fill(5)
    for address in LISTS:
        as_manager.get(address)
    few = {address: cost(as_manager.get, address) for address in LISTS}
    fill(45)
    many = {address: cost(as_manager.get, address) for address in LISTS}
    assert few == many
    assert max(many.values()) <= LIST, many


def test_one_requirement_costs_the_same_whatever_hangs_on_it(as_manager, fill, shop, manager):
    fill(2)
    address = "requirements/SHOP-1/"
    bare = cost(as_manager.get, address)
    for n in range(20):
        add_criterion(shop.requirements.get(number=1), by=manager, text=f"Criterion {n}")
    assert cost(as_manager.get, address) == bare <= DETAIL


def test_not_modified_costs_less(as_manager, fill):
    fill(1)
    address = "requirements/SHOP-1/"
    tag = as_manager.get(address)["ETag"]
    with CaptureQueriesContext(connection) as captured:
        assert as_manager.get(address, **{"If-None-Match": tag}).status_code == 304
    assert len(captured) == 2


def test_writes_stay_within_their_budget(as_manager, fill, version):
    fill(3)
    new = {"product": "SHOP", "title": "New", "tags": ["a", "tag 1"], "description": "Text", "priority": 2}
    assert cost(as_manager.post, "requirements/", new) <= WRITE
    one = "requirements/SHOP-1/"
    tag = as_manager.get(one)["ETag"]
    assert cost(as_manager.patch, one, {"title": "Newer", "priority": 1}, tag) <= WRITE
    assert cost(as_manager.patch, one, {"votes": 3}, tag) <= WRITE
    assert cost(as_manager.post, f"{one}comments/", {"body": "x"}) <= WRITE
    assert cost(as_manager.patch, f"versions/{version.pk}/", {"name": "9.9"}) <= WRITE
