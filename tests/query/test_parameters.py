"""The language of filters, which pages, REST and exports share."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from pmhub.lib.fuzzy_dates import FuzzyDate
from requirements.models import Requirement
from requirements.query import SORTS, filtered, sort_named
from requirements.search import query_of


@pytest.fixture
def found(manager):
    """`found("status=open&tag=a")`: the titles that a query string leaves, as one person sees them."""

    def titles(query, user=manager):
        rows = filtered(Requirement.objects.visible_to(user), QueryDict(query), user)
        return sorted(rows.values_list("title", flat=True))

    return titles


@pytest.fixture
def three(make_requirement, statuses, engineer, manager, version):
    """new (tags a b, engineer, P1), planned (tag b, version), declined."""
    return [
        make_requirement("new", tags=["a", "b"], assignees=[engineer], priority=1, owner=manager),
        make_requirement("planned", tags=["b"], status=statuses["planned"], version=version, kind="technical"),
        make_requirement("declined", status=statuses["declined"], decline_reason="No", level="feature"),
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["declined", "new", "planned"]),
        ("status=open", ["new", "planned"]),
        ("status=closed", ["declined"]),
        ("status=planned&status=declined", ["declined", "planned"]),
        ("status=To assess", ["new"]),
        ("priority=P1", ["new"]),
        ("priority=1&priority=4", ["declined", "new", "planned"]),
        ("kind=technical", ["planned"]),
        ("level=feature", ["declined"]),
        ("tag=B", ["new", "planned"]),
        ("tag=a&tag=b", ["new", "planned"]),
        ("tag=none", ["declined"]),
        ("not_tag=a", ["declined", "planned"]),
        ("tag=b&not_tag=a", ["planned"]),
        ("assignee=none", ["declined", "planned"]),
        ("assignee=me", []),
        ("owner=me", ["new"]),
        ("owner=none", ["declined", "planned"]),
        ("author=me", ["declined", "new", "planned"]),
        ("version=none", ["declined", "new"]),
        ("due=none", ["declined", "new", "planned"]),
        ("score=none", ["declined", "new", "planned"]),
        ("score=some", []),
        ("parent=none", ["declined", "new", "planned"]),
        ("q=plan", ["planned"]),
        ("q=SHOP-1", ["new"]),
        ("created_since=2020-01-01&updated_before=2020-01-01", []),
    ],
)
def test_what_a_query_string_leaves(three, found, query, titles):
    assert found(query) == titles


def test_people_and_plans_by_id_name_and_address(three, found, engineer, version):
    assert found(f"assignee={engineer.pk}") == ["new"]
    assert found(f"assignee={engineer.email.upper()}") == ["new"]
    assert found(f"version={version.pk}") == ["planned"]
    assert found(f"version={version.name}") == ["planned"]


def test_due_dates(make_requirement, found):
    today = timezone.localdate()
    make_requirement("late", due=FuzzyDate(today - timedelta(days=1)))
    make_requirement("soon", due=FuzzyDate(today + timedelta(days=6)))
    make_requirement("later", due=FuzzyDate(today + timedelta(days=60)))
    assert found("due=overdue") == ["late"]
    assert found("due=week") == ["soon"]
    assert found(f"due={today + timedelta(days=7)}") == ["late", "soon"]


def test_nothing_of_a_product_one_does_not_see(three, found, outsider, support):
    assert found("", outsider) == []
    assert found("q=plan", outsider) == []
    assert len(found("", support)) == 3


@pytest.mark.parametrize(
    "query",
    ["priority=9", "kind=other", "assignee=x", "assignee=person:x", "due=soon", "score=much", "score=nan", "score=inf",
     "score=1e400", "created_since=31.12.2026", "created_since=9999-99-99"],
)  # fmt: skip
def test_bad_values_are_named(three, found, query):
    with pytest.raises(ValidationError) as refusal:
        found(query)
    assert list(refusal.value.message_dict) == [query.partition("=")[0]]


def test_orders_are_known_by_name():
    assert sort_named("-score").descending
    assert sort_named("number").field == "number"
    with pytest.raises(ValidationError, match="is no order"):
        sort_named("beauty")
    assert all(sort_named(name) for name in SORTS)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Checkout page", "'checkout':* & 'page':*"),
        ("结算页", "('结算' | '結算') & ('算页' | '算頁')"),
        ("頁", "('页':* | '頁':*)"),
        ("ＣＨＥＣＫ", "'check':*"),
        ("支付 checkout", "'支付' & 'checkout':*"),
        ("损\ufffd坏\udc80", "('损坏' | '损壞' | '損坏' | '損壞')"),
        ("!!! --- \x00", ""),
        ("a' | 'b", "'a':* & 'b':*"),
    ],
)
def test_what_is_searched_for(typed, query):
    assert query_of(typed) == query
