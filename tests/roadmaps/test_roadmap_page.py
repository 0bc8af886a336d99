"""The roadmap's page: what its address asks for, what it shows."""

import pytest
from django.utils import timezone

from pmhub.lib.fuzzy_dates import FuzzyDate
from products.models import Goal
from requirements.models import Link
from roadmaps.operations.planning import create_milestone, create_version

ROADMAP = "/p/SHOP/roadmap/"


@pytest.fixture
def planned(shop, manager):
    """Two versions of one goal and a version without; a milestone of the first."""
    goal = Goal.objects.create(product=shop, name="Lift checkout conversion", owner=manager)
    goal.key_results.create(name="Conversion", start=0, target=20, current=12, unit="%")

    def make(name, start, release, **more):
        dates = {"start": start and FuzzyDate.parse(start), "release": release and FuzzyDate.parse(release)}
        return create_version(shop, by=manager, name=name, **dates, **more)

    made = [
        make("2.4", "2026-10-06", "2026-11-08", objective=goal),
        make("2.5", "2026-11-20", "2027-Q1"),
        make("9", None, None),
    ]
    create_milestone(shop, by=manager, name="GA", version=made[0], due=FuzzyDate.parse("2026-11-15"))
    return made


def show(client, query="from=2026-10"):
    response = client.get(f"{ROADMAP}?{query}")
    assert response.status_code == 200
    return response


def lanes_of(response):
    return {band.lane.name: [item.name for item in band.lane.items] for band in response.context["drawn"].bands}


def test_lanes_are_goals(web, manager, planned):
    response = show(web(manager))
    assert lanes_of(response) == {"Lift checkout conversion": ["2.4", "GA"], "Without a goal": ["2.5", "9"]}
    html = response.content.decode()
    assert "Conversion 12 → 20 %" in html
    assert [item.name for item in response.context["drawn"].unplaced] == ["9"]


@pytest.mark.parametrize(
    ("query", "names"),
    [("lanes=owner", ["Nobody"]), ("lanes=version", ["2.4", "2.5", "9"]), ("zoom=year", None), ("zoom=half", None)],
)
def test_other_lanes_and_zooms(web, manager, planned, query, names):
    response = show(web(manager), query)
    assert not response.context["problems"]
    assert names is None or list(lanes_of(response)) == names


@pytest.mark.parametrize(
    "query",
    [
        "lanes=field.gone",
        "lanes=x",
        "zoom=decade",
        "as=gantt",
        "bars=all",
        "from=2026-13",
        "from=Q3",
        "with=OTHER",
        "with=%00",
        "q=due:",
    ],
)
def test_what_is_not_understood_is_told(web, manager, planned, other_product, query):
    response = show(web(manager), query)
    assert response.context["problems"]
    assert "OTHER" not in "".join(response.context["problems"]).replace("OTHER:", "")


def test_a_field_makes_lanes_of_requirements(web, manager, planned, make_requirement, shop):
    shop.custom_fields.create(key="area", name="Area", kind="select", options=["Pay", "Find"])
    make_requirement("Instalments", level="feature", custom={"area": "Pay"}, due=FuzzyDate.parse("2026-12"))
    response = show(web(manager), "lanes=field.area")
    assert lanes_of(response)["Pay"] == ["SHOP-1 Instalments"]


def test_a_query_leaves_versions_that_hold_what_fits(web, manager, planned, make_requirement):
    make_requirement("Instalments", version=planned[0], tags=["pay"])
    response = show(web(manager), "q=tag:pay")
    assert lanes_of(response) == {"Lift checkout conversion": ["2.4", "GA"]}


def test_a_query_that_means_nothing_any_more_shows_nothing_and_is_told(web, manager, planned, make_requirement):
    make_requirement("Instalments", version=planned[0], tags=["pay"])
    response = show(web(manager), "q=tag:gone&bars=both")
    assert not any(lanes_of(response).values())
    assert len(response.context["problems"]) == 1


def test_what_is_declined_is_not_on_it_and_what_is_over_blocks_nothing(
    web, manager, planned, make_requirement, statuses
):
    first, second = (
        make_requirement(name, level="feature", due=FuzzyDate.parse(due))
        for name, due in (("A", "2027-02"), ("B", "2026-12"))
    )
    Link.objects.create(source=first, target=second, kind="blocks")
    type(first).objects.filter(pk=first.pk).update(status=statuses["declined"], decline_reason="No")
    response = show(web(manager), "from=2026-10&bars=items")
    assert not response.context["conflicts"]
    assert "SHOP-1 A" not in sum(lanes_of(response).values(), [])
    assert "SHOP-2 B" in sum(lanes_of(response).values(), [])
    type(first).objects.filter(pk=first.pk).update(status=statuses["done"], decline_reason="")
    response = show(web(manager), "from=2026-10&bars=items")
    assert not response.context["conflicts"]
    assert "SHOP-1 A" in sum(lanes_of(response).values(), [])


def test_a_blocker_that_ends_too_late_is_a_conflict(web, manager, planned, make_requirement):
    first, second = (make_requirement(f"R{n}", version=planned[n]) for n in (1, 0))
    Link.objects.create(source=first, target=second, kind="blocks")
    response = show(web(manager))
    [conflict] = response.context["conflicts"]
    assert conflict.text == "2.5 ends 2027 Q1, after what it blocks: 2.4 ends 8 Nov 2026."
    assert conflict.links == "SHOP-1 → SHOP-2"
    assert "data-conflict" in response.content.decode()


def test_a_cycle_is_drawn(web, manager, planned, make_requirement):
    first, second = (make_requirement(f"R{n}", version=planned[n]) for n in (0, 1))
    Link.objects.create(source=first, target=second, kind="blocks")
    Link.objects.create(source=second, target=first, kind="blocks")
    response = show(web(manager))
    assert len(response.context["drawn"].edges) == 2
    assert len(response.context["conflicts"]) == 1


def test_several_products_as_far_as_one_may_see_them(web, manager, planned, help_desk, other_product):
    create_version(help_desk, by=manager, name="H1", release=FuzzyDate.parse("2026-12"))
    response = show(web(manager), "with=HELP&lanes=product")
    assert list(lanes_of(response)) == ["拾光商城", "Help centre"]
    assert not response.context["problems"]


def test_the_number_of_queries_does_not_grow(web, manager, planned, shop, django_assert_max_num_queries):
    for n in range(20):
        create_version(shop, by=manager, name=f"v{n}", release=FuzzyDate.parse("2026-12"))
    client = web(manager)
    show(client)
    with django_assert_max_num_queries(18):
        show(client, "from=2026-10&bars=both")


def test_chinese_headings(web, manager, planned):
    manager.language = "zh-hans"
    manager.save(update_fields=["language"])
    assert "10 月" in show(web(manager)).content.decode()


def test_a_version_serves_a_goal_by_form_and_by_rest(web, api, manager, shop, version):
    goal = Goal.objects.create(product=shop, name="Lift")
    form = {"name": "2.4", "state": "planned", "release": "2026-12-11", "objective": goal.pk}
    web(manager).post(f"/p/SHOP/versions/{version.pk}/edit/", form)
    client, page = api(manager), f"/api/v1/versions/{version.pk}/"
    read = client.get(page)
    assert read.json()["objective"] == goal.pk
    freed = client.patch(page, {"objective": None}, headers={"If-Match": read["ETag"]})
    assert freed.json()["objective"] is None
    named = client.patch(page, {"objective": "Lift"}, headers={"If-Match": freed["ETag"]})
    assert named.json()["objective"] == goal.pk


def test_a_requirement_inside_a_version_does_not_conflict_with_it(web, manager, planned, make_requirement):
    story = make_requirement("Story", version=planned[0])
    feature = make_requirement("F", level="feature", version=planned[0], start=FuzzyDate.parse("2026-10-10"))
    Link.objects.create(source=story, target=feature, kind="blocks")
    assert not show(web(manager), "from=2026-10&bars=both").context["conflicts"]


@pytest.fixture
def past(shop, manager):
    """Two versions of long ago."""
    for name, start, release in (("1.0", "2019-03-08", "2019-04-22"), ("1.1", "2021-11-18", "2021-12-17")):
        create_version(shop, by=manager, name=name, start=FuzzyDate.parse(start), release=FuzzyDate.parse(release))


def axis_of(response):
    axis = response.context["axis"]
    return axis.zoom, f"{axis.start:%Y-%m}"


def test_where_nothing_stands_around_today_everything_is_shown(web, manager, past):
    response = show(web(manager), "")
    assert axis_of(response) == ("half", "2019-01")
    assert [len(band.bars) for band in response.context["drawn"].bands] == [2]
    assert not response.context["whole"]


def test_a_zoom_that_is_asked_for_shows_the_nearest_things(web, manager, past):
    assert axis_of(show(web(manager), "zoom=month")) == ("month", "2021-04")


def test_today_and_everything_are_one_click_away(web, manager, past):
    client = web(manager)
    response = show(client, "zoom=month")
    today = show(client, response.context["at_today"].partition("?")[2])
    assert (today.context["drawn"].today is not None, today.context["drawn"].beyond) == (True, (2, 0))
    assert axis_of(show(client, today.context["whole"].partition("?")[2])) == ("half", "2019-01")
    earlier = show(client, today.context["earlier"].partition("?")[2])
    assert [placed.item.name for band in earlier.context["drawn"].bands for placed in band.bars] == ["1.1"]


def test_around_today_is_shown_where_something_stands_there(web, manager, past, shop):
    day = timezone.localdate()
    create_version(shop, by=manager, name="now", release=FuzzyDate(day))
    assert show(web(manager), "").context["drawn"].today is not None
