"""My work: what is assigned to me in all products, the most urgent first, and what others did to it."""

from datetime import UTC, date, datetime

import pytest

from pmhub.lib.fuzzy_dates import FuzzyDate
from requirements.operations.authoring import create, edit
from requirements.operations.details import comment
from requirements.operations.ordering import move
from requirements.views.home import sections


@pytest.fixture
def work(make_requirement, maya, monkeypatch):
    """Makes requirements assigned to Maya on Saturday, 2026-11-21."""
    monkeypatch.setattr("requirements.views.home.timezone.localdate", lambda: date(2026, 11, 21))

    def make(title, due=None, **fields):
        return make_requirement(title, assignees=[maya], due=due and FuzzyDate.parse(due), **fields)

    return make


def titles(response):
    return {str(part.title): [row.title for row in part.rows] for part in response.context["sections"]}


def test_each_requirement_stands_in_the_first_part_that_fits(web, maya, work, statuses):
    active = statuses["active"]
    work("late", "2026-11-20", status=active)
    work("today", "2026-11-21")
    work("sunday", "2026-11-22", status=active)
    work("monday", "2026-11-23", status=active)
    work("this month", "2026-11")
    work("last quarter", "2026-Q3")
    work("undated")
    assert titles(web(maya).get("/")) == {
        "Overdue": ["last quarter", "late"],
        "Due this week": ["today", "sunday"],
        "In progress": ["monday"],
        "Later": ["this month", "undated"],
    }


def test_what_is_done_or_declined_or_somebody_elses_is_not_my_work(web, maya, work, statuses, requirement):
    work("done", status=statuses["done"])
    work("declined", status=statuses["declined"], decline_reason="no")
    assert titles(web(maya).get("/")) == {}


def test_work_of_all_products_but_only_of_those_one_still_sees(web, maya, work, shop, help_desk, manager):
    work("in SHOP")
    create(help_desk, by=manager, title="in HELP", assignees=[maya])
    assert titles(web(maya).get("/")) == {"Later": ["in HELP", "in SHOP"]}
    shop.memberships.filter(user=maya).delete()
    assert titles(web(maya).get("/")) == {"Later": ["in HELP"]}


def test_today_is_today_where_the_person_is(web, maya, make_requirement, monkeypatch):
    late_evening = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late_evening)
    make_requirement("due on Saturday", assignees=[maya], due=FuzzyDate.parse("2026-11-21"))
    for zone, part in [("Pacific/Pago_Pago", "Due this week"), ("Asia/Tokyo", "Overdue")]:
        maya.time_zone = zone
        maya.save(update_fields=["time_zone"])
        assert list(titles(web(maya).get("/"))) == [part]


def test_news_are_the_latest_of_others_on_my_work(web, maya, manager, engineer, work):
    first, second = work("first"), work("second")
    edit(first, by=manager, priority=0)
    edit(second, by=maya, priority=0)
    comment(second, by=engineer, body="Done when?")
    edit(first, by=maya, title="first, renamed")
    news = web(maya).get("/").context["news"]
    assert [(row.title, change.actor.name, str(what)) for row, change, what, _ago in news] == [
        ("second", "周子航", "commented"),
        ("first, renamed", "陈牧", "priority"),
    ]


def test_ranking_is_no_news(web, maya, manager, work):
    first, second = work("first"), work("second")
    move(second, by=manager, before=first)
    news = web(maya).get("/").context["news"]
    assert {str(what) for _row, _change, what, _ago in news} <= {"created", "assignees"}


def test_the_page_costs_the_same_for_much_work(web, maya, work, django_assert_max_num_queries):
    for number in range(15):
        work(f"Number {number}", tags=["a", "b"])
    client = web(maya)
    client.get("/")
    with django_assert_max_num_queries(11):
        client.get("/")


def test_an_empty_page_has_one_action(web, support, outsider, shop):
    assert "Look at 拾光商城" in web(support).get("/").content.decode()
    assert "New product" in web(outsider).get("/").content.decode()


def test_parts_are_complete_and_disjoint(work):
    rows = [work(f"{number}", due) for number, due in enumerate(["2026-11-01", "2026-11-22", None, "2027"])]
    parts = sections(rows, date(2026, 11, 21))
    assert sorted(row.pk for part in parts for row in part.rows) == sorted(row.pk for row in rows)
