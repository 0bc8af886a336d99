"""The list of requirements: filters, orders, pages, and what is refused."""

import itertools

import pytest

from changes.models import Change
from products.models import Product
from requirements.models import Requirement
from requirements.operations.authoring import create, delete, edit
from requirements.query import FILTERS, SORTS
from tests.api.conftest import at_fault, refused


@pytest.fixture
def many(shop, manager, engineer, version):
    """SHOP-1 to SHOP-12 with scores, owners and priorities that repeat, two of them without a score."""
    rows = [
        create(shop, by=manager, title=f"Number {n}", priority=n % 4, owner=engineer if n % 2 else None)
        for n in range(1, 13)
    ]
    for n, row in enumerate(rows):
        Requirement.objects.filter(pk=row.pk).update(score=None if n > 9 else n // 2)
    return rows


def keys(response):
    return [row["key"] for row in response.json()["results"]]


def numbers(response):
    return [row["number"] for row in response.json()["results"]]


def test_rows_have_no_long_texts_unless_asked(as_manager, requirement):
    row = as_manager.get("requirements/").json()["results"][0]
    assert {"key", "title", "status", "score", "lock_version"} <= set(row)
    assert "description" not in row
    row = as_manager.get("requirements/?fields=key,description,criteria").json()["results"][0]
    assert row == {"key": "SHOP-1", "description": "Three pages become **one**.", "criteria": []}


def test_one_sees_only_what_one_may(as_manager, as_outsider, requirement, other_requirement):
    assert keys(as_manager.get("requirements/")) == ["SHOP-1"]
    assert keys(as_outsider.get("requirements/")) == ["OTHER-1"]
    assert as_outsider.get("requirements/?count=true").json()["count"] == 1
    refused(as_outsider.get("requirements/?product=SHOP"), "not-found")


def test_an_internal_product_is_read_by_everybody(as_outsider, help_desk, manager):
    create(help_desk, by=manager, title="For all")
    assert keys(as_outsider.get("requirements/?product=HELP")) == ["HELP-1"]


ORDERS = [*SORTS, *(f"-{name}" for name in SORTS)]


@pytest.mark.parametrize("product", ["&product=SHOP", ""])
def test_pages_in_any_order_give_every_row_once_and_end(as_manager, many, other_requirement, product):
    for sort in ORDERS:
        address = f"requirements/?sort={sort}&limit=5{product}"
        pages = list(itertools.islice(as_manager.pages(address), 10))
        assert [len(page) for page in pages] == [5, 5, 2], sort
        found = [row["number"] for page in pages for row in page]
        assert sorted(found) == list(range(1, 13)), sort
        whole = as_manager.get(f"requirements/?sort={sort}&limit=200{product}")
        assert numbers(whole) == found, sort
        assert whole.json()["next"] is None, sort


@pytest.mark.parametrize("product", ["&product=SHOP", ""])
def test_one_comes_back_the_way_one_went(as_manager, many, product):
    for sort in ORDERS:
        first = as_manager.get(f"requirements/?sort={sort}&limit=5{product}").json()
        second = as_manager.get(first["next"]).json()
        third = as_manager.get(second["next"]).json()
        assert first["previous"] is None, sort
        assert as_manager.get(third["previous"]).json()["results"] == second["results"], sort
        assert as_manager.get(second["previous"]).json()["results"] == first["results"], sort


def test_best_scores_come_first_and_none_last(as_manager, many):
    scores = [row["score"] for row in as_manager.get("requirements/?product=SHOP").json()["results"]]
    assert scores == [4, 4, 3, 3, 2, 2, 1, 1, 0, 0, None, None]


def test_rows_of_several_products_are_in_one_order(rest, admin, many, other_requirement):
    Requirement.objects.filter(pk=other_requirement.pk).update(score=2.5)
    rows = rest(admin).get("requirements/?limit=6&count=true").json()
    assert [row["score"] for row in rows["results"]] == [4, 4, 3, 3, 2.5, 2]
    assert rows["count"] == 13


FILTERED = [
    ("owner=none&sort=number", [2, 4, 6, 8, 10, 12]),
    ("priority=P1&priority=2&sort=number", [1, 2, 5, 6, 9, 10]),
    ("priority=1&owner=me", []),
    ("score=3&sort=number", [7, 8, 9, 10]),
    ("score=none&sort=number", [11, 12]),
    ("q=number 12", [12]),
    ("status=open&limit=2&sort=-number", [12, 11]),
    ("status=done", []),
    ("version=none&sort=number&limit=1", [1]),
    ("tag=", [9, 10, 7, 8, 5, 6, 3, 4, 1, 2, 11, 12]),
]


def test_filters_are_those_of_the_pages(as_manager, many):
    for query, found in FILTERED:
        assert numbers(as_manager.get(f"requirements/?product=SHOP&{query}")) == found, query


def test_counting_is_honest(as_manager, many):
    page = as_manager.get("requirements/?product=SHOP&owner=none&limit=2&count=true").json()
    assert (len(page["results"]), page["count"]) == (2, 6)
    assert "count" not in as_manager.get("requirements/?product=SHOP&count=false").json()


def test_updated_since(as_manager, many, manager):
    moment = many[4].updated_at.isoformat().replace("+00:00", "Z")
    assert sorted(numbers(as_manager.get(f"requirements/?updated_since={moment}"))) == list(range(5, 13))
    assert numbers(as_manager.get("requirements/?updated_since=2999-01-01")) == []


def test_an_unknown_parameter_names_the_known_ones(as_manager):
    message = at_fault(as_manager.get("requirements/?colour=red"))["colour"]
    assert "colour" in message
    assert all(name in message for name in FILTERS)


def test_an_unknown_order_names_the_known_ones(as_manager):
    message = at_fault(as_manager.get("requirements/?sort=price"))["sort"]
    assert all(name in message for name in SORTS)


BAD = [
        "limit=0", "limit=201", "limit=-1", "limit=ten", "limit=1e2", "limit=" + "9" * 5_000, "limit=%D9%A3",
        "count=maybe", "fields=nope", "priority=9", "kind=nope", "owner=somebody", "owner=" + "9" * 40,
        "author=%00", "q=%00", "tag=a%00b", "status=" + "9" * 30, "score=high", "score=nan", "score=inf",
        "score=1e400", "due=someday", "created_since=yesterday", "updated_since=2026-99-99",
        "updated_before=0000-00-00", "assignee=person:x", "cursor=nonsense", "cursor=%00", "cursor=.", "cursor=e30.e30",
        "sort=%00", "product=%00", "%00=x", "sort=--score", "sort=-", "q=" + "a+" * 3_000, "q=*:!|", "q=(", "q=state:",
]  # fmt: skip


def test_bad_queries_are_refused_by_name(as_manager, many, caplog):
    for query in BAD:
        name = query.split("=")[0].replace("%00", "\x00")
        assert name in at_fault(as_manager.get(f"requirements/?{query}")), query
    assert not [record for record in caplog.records if record.exc_info]


STRANGE = [
    "q=%FF%FE", "q=" + "a+" * 150, "q=''&tag='", "version=" + "9" * 25, "parent=%F0%9F%98%80", "q=*:!",
    "score=1e30", "fields=key,",
]  # fmt: skip


def test_strange_queries_break_nothing(as_manager, many):
    for query in STRANGE:
        assert as_manager.get(f"requirements/?{query}").status_code == 200, query


def test_a_cursor_works_only_in_its_list(as_manager, rest, admin, many):
    cursor = as_manager.get("requirements/?limit=5&product=SHOP").json()["next"].partition("cursor=")[2]
    for other in ("sort=rank&product=SHOP", "priority=1&product=SHOP", ""):
        assert "another list" in at_fault(as_manager.get(f"requirements/?{other}&cursor={cursor}"))["cursor"]
    assert "cursor" in at_fault(as_manager.get(f"versions/?cursor={cursor}"))
    assert "cursor" in at_fault(rest(admin).get(f"requirements/?product=SHOP&cursor={cursor}"))
    assert as_manager.get(f"requirements/?product=SHOP&limit=3&fields=key&cursor={cursor}").status_code == 200


def test_a_cursor_that_somebody_wrote_is_refused(as_manager, many):
    cursor = as_manager.get("requirements/?limit=5").json()["next"].partition("cursor=")[2]
    assert "damaged" in at_fault(as_manager.get(f"requirements/?cursor=A{cursor}"))["cursor"]
    assert "damaged" in at_fault(as_manager.get(f"requirements/?cursor={cursor[:-1]}"))["cursor"]


def test_paging_survives_deletion_of_the_row_at_the_cursor(as_manager, many, manager):
    first = as_manager.get("requirements/?sort=number&limit=5").json()
    delete(many[4], by=manager)
    assert numbers(as_manager.get(first["next"])) == [6, 7, 8, 9, 10]


def test_rows_show_what_lists_show(as_manager, many, manager, version):
    edit(many[0], by=manager, version=version, tags=["a", "b"])
    row = next(row for row in as_manager.get("requirements/").json()["results"] if row["number"] == 1)
    detail = as_manager.get("requirements/SHOP-1/").json()
    assert row == {name: detail[name] for name in row}
    assert (row["tags"], row["version"]["name"]) == (["a", "b"], "2.4")


def test_reading_changes_nothing(as_manager, many):
    before = Change.objects.count(), Product.objects.get(key="SHOP").lock_version
    as_manager.get("requirements/?count=true")
    assert before == (Change.objects.count(), Product.objects.get(key="SHOP").lock_version)
