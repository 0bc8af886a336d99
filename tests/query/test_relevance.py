"""The order of relevance: by default where words are searched on the page, on request by REST, page by page."""

import itertools

import pytest
from django.urls import reverse

from requirements.operations.details import comment


@pytest.fixture
def pool(make_requirement, engineer, shop):
    """Five requirements that mention refunds, the best last."""
    make_requirement("Third", description="a refund")
    said = make_requirement("Second")
    comment(said, by=engineer, body="about a refund")
    make_requirement("Unrelated", drivers={"reach": 9, "impact": 3, "confidence": 100, "effort": 1})
    make_requirement("Refund")
    return reverse("requirement_list", args=[shop.key])


def shown(page):
    return [row.title for row in page.context["rows"]]


def test_the_table_puts_the_best_first(pool, web, manager):
    page = web(manager).get(pool, {"q": "refund"})
    assert shown(page) == ["Refund", "Second", "Third"]
    assert "Relevance" in page.content.decode()


def test_another_order_may_be_asked_for(pool, web, manager):
    assert shown(web(manager).get(pool, {"q": "refund", "sort": "number"})) == ["Third", "Second", "Refund"]
    assert shown(web(manager).get(pool, {"q": "is:open", "sort": "-number"}))[0] == "Refund"
    assert "Relevance" not in web(manager).get(pool, {"q": "is:open"}).content.decode()


def test_the_other_views_take_the_order_too(pool, web, manager, shop):
    for name in ("requirement_list", "requirement_board"):
        answer = web(manager).get(reverse(name, args=[shop.key]), {"q": "refund", "sort": "relevance"})
        assert answer.status_code == 200


@pytest.mark.parametrize("product", ["&product=SHOP", ""])
def test_rest_pages_by_relevance(pool, api, manager, product):
    client, address, titles = api(manager), f"/api/v1/requirements/?q=refund&sort=relevance&limit=1{product}", []
    for _page in itertools.count():
        answer = client.get(address).json()
        titles += [row["title"] for row in answer["results"]]
        if not (address := answer["next"]):
            break
    assert titles == ["Refund", "Second", "Third"]
    worst = client.get(f"/api/v1/requirements/?q=refund&sort=-relevance{product}").json()["results"]
    assert [row["title"] for row in worst] == ["Third", "Second", "Refund"]


def test_without_words_the_newest_come_first(pool, api, manager):
    rows = api(manager).get("/api/v1/requirements/?sort=relevance").json()["results"]
    assert [row["number"] for row in rows] == [4, 3, 2, 1]


def test_words_that_are_excluded_do_not_rank(pool, api, manager):
    rows = api(manager).get("/api/v1/requirements/?q=-refund&sort=relevance").json()["results"]
    assert [row["title"] for row in rows] == ["Unrelated"]
