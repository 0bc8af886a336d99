"""The table of requirements: rows, filters in the address, order, pages, columns."""

import re
from datetime import date

import pytest
from django.urls import reverse

from pmhub.lib.fuzzy_dates import FuzzyDate
from requirements.models import ChosenColumns, ExternalPerson, Requirement
from requirements.operations.authoring import edit
from tests.requirements.conftest import HTMX, text_of


def rows_of(response):
    return re.findall(r'<tr id="row-(\d+)"', text_of(response))


def titles_of(response):
    return [row.title for row in response.context["rows"]]


@pytest.fixture
def many(make_requirement, engineer, statuses):
    """60 requirements with tags and people, the first ten of them planned."""
    return [
        make_requirement(
            f"Number {n}", tags=["even" if n % 2 == 0 else "odd", "all"], assignees=[engineer],
            status=statuses["planned"] if n < 10 else statuses["new"], priority=n % 5,
        )
        for n in range(60)
    ]  # fmt: skip


def test_a_row_shows_what_matters(web, support, pool, requirement):
    edit(requirement, by=requirement.author, due=FuzzyDate.parse("2026-Q1"))
    page = text_of(web(support).get(pool))
    assert requirement.title in page
    assert "SHOP-1" in page
    assert "To assess" in page
    assert 'data-level="1"' in page
    assert "checkout" in page
    assert "周子航" in page
    assert re.search(r'class="late">2026 Q1<', page)


def test_nobody_else_sees_the_list(web, outsider, pool):
    assert web(outsider).get(pool).status_code == 404
    assert web().get(pool).status_code == 302


def test_a_viewer_has_no_button_to_create(web, support, manager, pool):
    assert "requirements/new/" not in text_of(web(support).get(pool))
    assert "requirements/new/" in text_of(web(manager).get(pool))


def test_the_number_of_queries_does_not_depend_on_the_rows(
    web, manager, pool, many, make_requirement, django_assert_max_num_queries
):
    client = web(manager)
    client.get(pool)
    with django_assert_max_num_queries(10):  # two of them the session and its user, two for saved views
        assert len(rows_of(client.get(pool))) == 50


def test_pages_follow_each_other_without_gap(web, manager, pool, many):
    client, seen, address = web(manager), [], pool
    while address:
        response = client.get(address, headers=HTMX if seen else {})
        seen += rows_of(response)
        address = response.context["next"]
    assert sorted(map(int, seen)) == list(range(1, 61))


def test_a_cursor_of_another_list_is_named_and_the_list_goes_on(web, manager, pool, many):
    client = web(manager)
    following = client.get(f"{pool}?status=open").context["next"]
    response = client.get(following.replace("status=open", "status=planned"))
    assert "belongs to another list" in text_of(response)
    assert titles_of(response)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("colour=blue", "There is no filter “colour”."),
        ("sort=beauty", "“beauty” is no order."),
        ("priority=9", "Priority: “9” is not one of"),
        ("due=someday", "Due: “someday” is neither a date"),
        ("score=nan", "Score:"),
        ("score=1e999", "Score:"),
        ("assignee=zz", "Assignee: “zz” is not a number."),
        ("tag=a%00b", "Tag contains a NUL character."),
        ("created_since=yesterday", "Created since:"),
        ("cursor=rubbish", "This cursor is damaged"),
    ],
)
def test_what_is_not_understood_is_named_and_the_rest_works(web, manager, pool, requirement, query, sentence):
    response = web(manager).get(f"{pool}?{query}")
    assert response.status_code == 200
    assert sentence in text_of(response)
    assert titles_of(response) == [requirement.title]


@pytest.mark.parametrize("name", ["tag", "version", "milestone"])
def test_a_name_that_nothing_has_finds_nothing(web, manager, pool, requirement, name):
    response = web(manager).get(f"{pool}?{name}=Nothing")
    assert response.status_code == 200
    assert response.context["count"] == 0
    assert response.context["any"]


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 4000, "tag=" + "y" * 4000, "status=99999999999999999999999"])
def test_hostile_values_do_no_harm(web, manager, pool, requirement, query):
    assert web(manager).get(f"{pool}?{query}").status_code == 200


def test_filters_narrow_together(web, manager, pool, many, statuses):
    response = web(manager).get(f"{pool}?status={statuses['planned'].pk}&tag=even&sort=number")
    assert titles_of(response) == [f"Number {n}" for n in (0, 2, 4, 6, 8)]
    assert response.context["count"] == 5
    assert [chip.label for chip in response.context["active"]] == ["Status", "Tag"]
    assert [chip.chosen for chip in response.context["active"]] == [["Planned"], ["even"]]


def test_a_chip_leads_to_the_list_without_it(web, manager, pool, many):
    client = web(manager)
    chip = client.get(f"{pool}?tag=even&status=planned").context["active"][1]
    assert chip.label == "Tag"
    assert client.get(chip.without).context["count"] == 10


def test_a_menu_adds_and_takes_away(web, manager, pool, many):
    client = web(manager)
    tags = next(one for one in client.get(f"{pool}?tag=even").context["menu"] if one.name == "tag")
    both = next(option for option in tags.options if option.value == "odd")
    none = next(option for option in tags.options if option.value == "even")
    assert client.get(both.url).context["count"] == 60
    assert none.on
    assert none.url == f"{pool}?q="


def test_outside_people_are_named_in_their_chip(web, manager, pool, shop, make_requirement):
    marge = ExternalPerson.objects.create(product=shop, source="gitlab", external_id="1", name="Marge")
    make_requirement("Hers", assignees=[marge])
    response = web(manager).get(f"{pool}?assignee=person:{marge.pk}")
    assert titles_of(response) == ["Hers"]
    assert response.context["active"][0].chosen == ["Marge"]


def test_search_finds_chinese_and_keys(web, manager, pool, requirement, make_requirement):
    make_requirement("Something else")
    client = web(manager)
    assert titles_of(client.get(f"{pool}?q=优惠")) == [requirement.title]
    assert titles_of(client.get(f"{pool}?q=SHOP-1")) == [requirement.title]
    assert "Nothing matches" in text_of(client.get(f"{pool}?q=无此需求"))


def test_headers_sort_and_say_so(web, manager, pool, many):
    client = web(manager)
    page = text_of(client.get(pool))
    assert page.count('aria-sort="descending"') == 1
    heads = {head.column.name: head for head in client.get(f"{pool}?sort=priority").context["heads"]}
    assert heads["priority"].direction == "up"
    assert client.get(heads["priority"].url).context["rows"][0].priority == 4


def test_the_bar_is_relative_to_the_best_score(web, manager, pool, make_requirement):
    for title, score in [("best", 80), ("half", 40), ("none", None), ("below", -5)]:
        Requirement.objects.filter(pk=make_requirement(title).pk).update(score=score)
    shares = {row.title: row.share for row in web(manager).get(pool).context["rows"]}
    assert shares == {"best": 100, "half": 50, "none": 0, "below": 0}


def test_each_person_has_columns_of_their_own(web, manager, engineer, pool, shop, requirement):
    client = web(manager)
    response = client.post(f"{pool}columns/", {"column": ["status", "updated"], "here": "status=open&sort=due"})
    assert response["Location"] == f"{pool}?status=open&sort=due"
    assert client.get(pool).context["chosen"] == ["status", "updated"]
    assert "score" in web(engineer).get(pool).context["chosen"]
    assert ChosenColumns.objects.get().product == shop


def test_names_that_no_column_can_have_are_left_out(web, manager, pool, shop):
    response = web(manager).post(f"{pool}columns/", {"column": ["status", "a\x00b", "x" * 10_000]})
    assert response.status_code == 302
    assert ChosenColumns.objects.get(product=shop, user=manager).names == ["status"]


def test_custom_fields_are_columns(web, manager, owner, pool, shop, make_requirement):
    shop.custom_fields.create(key="market", name="Market", kind="multi_select", options=["CN", "DE"])
    make_requirement("Both", custom={"market": ["CN", "DE"]})
    client = web(manager)
    client.post(f"{pool}columns/", {"column": ["custom.market", "no such column"]})
    assert "CN, DE" in text_of(client.get(pool))


@pytest.mark.parametrize("view", ["list", "board", "matrix", "tree"])
def test_where_there_is_nothing_yet_a_page_offers_what_one_may_do(web, manager, engineer, support, shop, view):
    def offered(to):
        page = text_of(web(to).get(reverse(f"requirement_{view}", args=[shop.key])))
        assert "Write the first one" in page
        return [words in page for words in ("New requirement", f'href="{reverse("import_list", args=[shop.key])}"')]

    assert (offered(to=manager), offered(to=engineer), offered(to=support)) == ([True] * 2, [True, False], [False] * 2)


def test_htmx_gets_the_list_and_what_belongs_to_it(web, manager, pool, requirement):
    fragment = text_of(web(manager).get(pool, headers=HTMX))
    assert "<html" not in fragment
    for ident in ("list", "filters", "kept"):
        assert f'id="{ident}"' in fragment


def test_pages_and_fragments_are_not_mixed_up_by_caches(web, manager, pool):
    assert "HX-Request" in web(manager).get(pool)["Vary"]


def test_the_count_is_capped(web, manager, pool, many, monkeypatch):
    monkeypatch.setattr("requirements.reading.MOST_COUNTED", 20)
    monkeypatch.setattr("requirements.views.listing.MOST_COUNTED", 20)
    assert "20+ items" in text_of(web(manager).get(pool))


def test_due_dates_are_late_only_after_their_last_day(web, manager, pool, make_requirement, monkeypatch):
    monkeypatch.setattr("requirements.views.cells.timezone.localdate", lambda: date(2026, 11, 21))
    make_requirement("month", due=FuzzyDate.parse("2026-11"))
    make_requirement("day", due=FuzzyDate.parse("2026-11-20"))
    late = {row.title: row.is_late for row in web(manager).get(pool).context["rows"]}
    assert late == {"month": False, "day": True}


def test_the_menu_of_orders_names_any_order(web, manager, pool, requirement):
    for sort, label in (("title", "Title"), ("-votes", "Votes"), ("due", "Due"), ("-drivers.reach", "Reach")):
        assert f"Sort: {label}" in text_of(web(manager).get(f"{pool}?q=&sort={sort}"))
