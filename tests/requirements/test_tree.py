"""The tree: what lies below what, what adds up, and what a filter leaves."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requirements.models import Requirement
from requirements.outline import Rollup, rollups
from tests.requirements.conftest import HTMX, text_of


@pytest.fixture
def tree(pool):
    return f"{pool}tree/"


@pytest.fixture
def family(make_requirement, statuses):
    """SHOP-1 initiative › SHOP-2 feature › SHOP-3 (done) and SHOP-4; SHOP-5 is a story on its own."""
    top = make_requirement("Conversion", level="initiative")
    feature = make_requirement("One page", level="feature", parent=top)
    make_requirement("Address", parent=feature, status=statuses["done"], estimate="6")
    make_requirement("Coupons", parent=feature, estimate="2")
    make_requirement("Night mode")
    Requirement.objects.filter(number=3).update(score=10)
    Requirement.objects.filter(number=4).update(score=30)


def rows(response):
    """`(key, level, expanded, dim)` of every row."""
    found = re.findall(r'<tr id="row-.*?>', text_of(response))
    return [
        (
            re.search(r'data-key="(.*?)"', row)[1],
            int(re.search(r'aria-level="(.*?)"', row)[1]),
            (re.search(r'aria-expanded="(.*?)"', row) or [None, ""])[1],
            "data-dim" in row,
        )
        for row in found
    ]


def shape(response):
    return [row[:2] for row in rows(response)]


def test_roots_are_open_and_stories_without_a_parent_stand_apart(web, manager, tree, family):
    response = web(manager).get(tree)
    assert rows(response) == [
        ("SHOP-1", 1, "true", False), ("SHOP-2", 2, "false", False), ("SHOP-5", 1, "", False),
    ]  # fmt: skip
    assert text_of(response).index("Stories without a parent") < text_of(response).index('id="row-5"')


def test_what_is_open_is_in_the_address(web, manager, tree, family):
    assert shape(web(manager).get(f"{tree}?open=1,2&sort=number")) == [
        ("SHOP-1", 1), ("SHOP-2", 2), ("SHOP-3", 3), ("SHOP-4", 3), ("SHOP-5", 1),
    ]  # fmt: skip
    assert shape(web(manager).get(f"{tree}?open=")) == [("SHOP-1", 1), ("SHOP-5", 1)]


def test_a_row_that_is_opened_brings_its_children(web, manager, tree, family):
    answer = web(manager).get(f"{tree}?under=2&sort=number", headers=HTMX)
    assert shape(answer) == [("SHOP-3", 3), ("SHOP-4", 3)]
    assert "<html" not in text_of(answer)


def test_leaves_add_up(web, manager, tree, family, make_requirement, statuses):
    parent = Requirement.objects.get(number=2)
    make_requirement("Not now", parent=parent, status=statuses["declined"], decline_reason="No", estimate="50")
    total = rollups([Requirement.objects.get(number=1).pk])
    assert list(total.values()) == [Rollup(leaves=2, done=1, percent=75, score=40, best=30, due=None)]
    make_requirement("Unestimated", parent=parent)
    assert rollups([parent.pk])[parent.pk].percent == 50  # it weighs what the others do on average
    page = text_of(web(manager).get(tree))
    assert "1 / 3" in page
    assert "1 of 3 below are done, 50 % weighted by estimate" in page
    assert "The scores below add up to 40.0; the best is 30.0" in page


def test_a_filter_keeps_what_lies_above_its_hits_dimmed(web, manager, tree, family, make_requirement):
    make_requirement("Other", level="initiative")
    assert rows(web(manager).get(f"{tree}?q=Coupons")) == [
        ("SHOP-1", 1, "true", True), ("SHOP-2", 2, "true", True), ("SHOP-4", 3, "", False),
    ]  # fmt: skip
    assert shape(web(manager).get(f"{tree}?level=feature")) == [("SHOP-1", 1), ("SHOP-2", 2)]
    assert "Nothing matches" in text_of(web(manager).get(f"{tree}?q=nowhere"))


def test_long_lists_come_in_pages(web, manager, tree, make_requirement):
    for n in range(70):
        make_requirement(f"{n}", level="feature" if n % 2 else "story")
    client = web(manager)
    response = client.get(f"{tree}?sort=number")
    assert len(rows(response)) == 60
    for address in re.findall(r'hx-get="([^"]*cursor=[^"]*)"', text_of(response)):
        assert len(rows(client.get(address.replace("&amp;", "&"), headers=HTMX))) == 5


def test_children_come_in_pages(web, manager, tree, make_requirement):
    parent = make_requirement("parent", level="feature")
    for n in range(105):
        make_requirement(f"{n}", parent=parent)
    client = web(manager)
    answer = client.get(f"{tree}?under=1&sort=number", headers=HTMX)
    assert len(rows(answer)) == 100
    following = re.search(r'hx-get="([^"]*)"', text_of(answer))[1].replace("&amp;", "&")
    assert [level for _key, level in shape(client.get(following, headers=HTMX))] == [2] * 5


def test_moving_below_another_is_checked(web, manager, pool, family):
    client = web(manager)
    story, feature, top = (Requirement.objects.get(number=n) for n in (4, 2, 1))

    def under(requirement, parent):
        return client.post(f"{pool}{requirement.number}/move/", {"set.parent": parent}, headers=HTMX)

    assert under(top, "SHOP-4").status_code == 422
    assert "can lie below" in under(feature, "SHOP-4")["HX-Trigger"]
    assert under(story, "SHOP-1").status_code == 204
    assert under(story, "5").status_code == 204
    assert under(story, "").status_code == 204
    story.refresh_from_db()
    assert story.parent is None


@pytest.mark.parametrize(
    "query", ["open=x,99999999999999999999", "under=999999999", "under=%00", "cursor=x", "under=2&cursor=damaged"]
)
def test_what_is_not_understood_does_no_harm(web, manager, tree, family, query):
    for headers in ({}, HTMX):
        assert web(manager).get(f"{tree}?{query}", headers=headers).status_code == 200


def test_the_tree_costs_the_same_however_many_rows(web, manager, tree, make_requirement):
    client, counts = web(manager), []
    client.get(tree)
    for _round in range(2):
        for n in range(4):
            top = make_requirement(f"top {n}", level="initiative")
            below = make_requirement(f"middle {n}", level="feature", parent=top)
            make_requirement(f"leaf {n}", parent=below)
        for query in ("", "?q=leaf"):
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{tree}{query}")
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 16


def test_another_products_tree_stays_hidden(web, manager, outsider, tree, family, other_requirement):
    assert "Secret plan" not in text_of(web(manager).get(f"{tree}?open=1"))
    assert web(outsider).get(tree).status_code == 404
