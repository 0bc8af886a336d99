"""The table in groups: counts and sums right under any filter, in one statement, whatever the groups."""

import re

import pytest
from django.db.models import F

from pmhub.lib.fuzzy_dates import FuzzyDate
from products.operations.workflow import add_field
from requirements.grouping import dimensions_of, tallies
from requirements.models import Requirement
from requirements.reading import frame_of
from tests.requirements.conftest import HTMX, text_of


@pytest.fixture
def fields(shop, manager):
    for key, kind, options in [
        ("market", "multi_select", ["CN", "DE"]), ("size", "select", ["S", "XL"]), ("risk", "rating", []),
        ("sponsor", "person", []), ("cost", "number", []),
    ]:  # fmt: skip
        add_field(shop, by=manager, key=key, name=key.title(), kind=kind, options=options)


@pytest.fixture
def some(make_requirement, fields, statuses, engineer, maya, version, milestone):
    """Thirty, with something of everything."""
    parent = make_requirement("Parent", level="initiative")
    for n in range(30):
        make_requirement(
            f"Number {n}", status=statuses["planned" if n % 3 else "new"], priority=n % 5, estimate=n or None,
            tags=[["pay"], ["pay", "search"], []][n % 3], assignees=[[engineer], [engineer, maya], []][n % 3],
            owner=maya if n % 2 else None, version=version if n % 4 == 0 else None,
            milestone=milestone if n % 8 == 0 else None, parent=parent if n < 5 else None,
            due=FuzzyDate.parse(f"2026-{1 + n % 3:02}-05") if n % 2 else None, drivers={"reach": n},
            custom={"market": [["CN"], ["CN", "DE"], []][n % 3], "size": ["S", "XL", None][n % 3],
                    "risk": 1 + n % 5, "sponsor": "Ada" if n % 2 else None, "cost": n * 10},
        )  # fmt: skip


ALL = ["status", "priority", "assignee", "owner", "version", "milestone", "tag", "parent", "due", "kind", "level",
       "custom.market", "custom.size", "custom.risk", "custom.sponsor"]  # fmt: skip


def counted(shop, user, names, found=None):
    seen = Requirement.objects.visible_to(user).of(shop)
    found = seen if found is None else found
    known = {dimension.name: dimension for dimension in dimensions_of(frame_of(shop, user, found))}
    chosen = [known[name] for name in names]
    return found, chosen, tallies(found, chosen, [F("estimate")])


PAIRS = [["status", "priority"], ["tag", "assignee"], ["assignee", "custom.market"], ["custom.market", "due"]]


@pytest.mark.parametrize("names", [*([name] for name in ALL), *PAIRS])
def test_counts_and_sums_are_those_of_the_groups(shop, manager, some, names, django_assert_num_queries):
    found, chosen, groups = counted(shop, manager, names)
    assert len(groups) > 1
    for keys, tally in groups.items():
        rows = found
        for dimension, key in zip(chosen, keys, strict=False):
            rows = rows.filter(dimension.condition(key))
        estimates = [row.estimate for row in rows if row.estimate is not None]
        assert (tally.count, tally.sums) == (len(rows), [(sum(estimates), len(estimates))]), keys


def test_all_groups_cost_one_statement(shop, manager, some, django_assert_num_queries):
    found = Requirement.objects.visible_to(manager).of(shop)
    known = {d.name: d for d in dimensions_of(frame_of(shop, manager, found))}
    for names in (["status", "version"], ["tag", "assignee"]):
        with django_assert_num_queries(1):
            tallies(found, [known[name] for name in names], [F("score"), F("estimate")])


def heads(response):
    """The headers as `[(level, label, count)]`."""
    head = r'class="group" data-level="(\d)".*?<b>(.*?)</b>.*?group-count">([\d,]+)<'
    found = re.findall(head, text_of(response), re.DOTALL)
    return [(int(level), label, int(count)) for level, label, count in found]


def test_groups_stand_in_the_order_of_the_workflow(web, manager, pool, some):
    response = web(manager).get(f"{pool}?group=status")
    assert heads(response) == [(1, "To assess", 11), (1, "Planned", 20)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("group=priority", ["P0 critical", "P1 high", "P2 medium", "P3 low", "P4 none"]),
        ("group=version", ["2.4", "Unplanned"]),
        ("group=due", ["Jan 2026", "Feb 2026", "Mar 2026", "No date"]),
        ("group=custom.size", ["S", "XL", "None"]),
        ("group=custom.risk", ["★★★★★", "★★★★", "★★★", "★★", "★", "None"]),
        ("group=tag", ["pay", "search", "None"]),
        ("group=assignee", ["Maya Fischer", "周子航", "Nobody"]),
        ("group=parent", ["SHOP-1 Parent", "None"]),
    ],
)
def test_groups_have_an_order_that_means_something(web, manager, pool, some, query, expected):
    assert [label for _level, label, _count in heads(web(manager).get(f"{pool}?{query}"))] == expected


def test_counts_hold_under_any_filter(web, manager, pool, some):
    response = web(manager).get(f"{pool}?group=priority&subgroup=tag&tag=search&status=planned")
    assert {count for _level, _label, count in heads(response)} == {2}
    assert sum(count for level, _label, count in heads(response) if level == 1) == 10


def test_a_group_shows_its_first_rows_and_then_more(web, manager, pool, some):
    client = web(manager)
    response = client.get(f"{pool}?group=kind&sort=number")
    rows = re.findall(r'id="row-(\d+)"', text_of(response))
    assert rows == [str(n) for n in range(1, 21)]
    address = re.search(r'hx-get="([^"]*cursor[^"]*)"', text_of(response))[1].replace("&amp;", "&")
    more = client.get(address, headers=HTMX)
    assert re.findall(r'id="row-(\d+)"', text_of(more)) == [str(n) for n in range(21, 32)]
    assert "<thead" not in text_of(more)


def test_far_groups_are_asked_for_when_they_come_near(web, manager, pool, some):
    client = web(manager)
    page = text_of(client.get(f"{pool}?group=assignee&subgroup=tag&sort=-custom.cost"))
    far = re.findall(r'group-ahead".*?hx-get="([^"]*)"', page)
    assert far
    found = client.get(far[-1].replace("&amp;", "&"), headers=HTMX)
    assert re.findall(r'id="row-(\d+)"', text_of(found))


def test_sums_are_chosen_and_averages_too(web, manager, pool, some):
    page = text_of(web(manager).get(f"{pool}?group=owner&sum=estimate&sum=avg:custom.cost&sum=drivers.reach"))
    assert "Estimate 435" in page
    assert "average of Cost 145" in page
    assert "Reach 435" in page


def test_a_list_says_what_its_scores_add_up_to(web, manager, pool, some):
    Requirement.objects.filter(number__lte=3).update(score=12.5)
    assert "Score 37.5" in text_of(web(manager).get(pool))


@pytest.mark.parametrize(
    "query", ["group=nonsense", "group=custom.gone", "group=status&subgroup=zzz", "sum=nonsense", "group=",
              "group=status&within=%3Dabc", "group=tag&within=%3D1e9", "group=due&within=%3D2026-99",
              "group=assignee&within=%3Dperson%3Ax", "group=custom.market&subgroup=custom.market"],
)  # fmt: skip
def test_rubbish_does_no_harm(web, manager, pool, some, query):
    assert web(manager).get(f"{pool}?{query}").status_code == 200
    assert web(manager).get(f"{pool}?{query}", headers=HTMX).status_code == 200


def test_what_cannot_be_grouped_by_is_named(web, manager, pool, some):
    assert "“nonsense” is nothing to group by." in text_of(web(manager).get(f"{pool}?group=nonsense"))


def test_the_number_of_queries_does_not_depend_on_the_groups(web, manager, pool, some, django_assert_max_num_queries):
    client = web(manager)
    client.get(pool)
    with django_assert_max_num_queries(10):
        client.get(f"{pool}?group=tag&subgroup=assignee")
