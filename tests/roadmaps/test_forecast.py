"""When a version may be done: throughput from the stream, draws by hand and in a worker, and when they are due again.

By hand: a team that finished 2 items in each of its twelve weeks has no choice; 5 open items take 2.5 weeks, so every
draw needs 7 × 2.5 = 17.5, that is 18 days. A team whose weeks were 1 and 3, half of each, finishes 3 items in its
first week with a chance of one half (7 days), or in its second with a quarter (a 1, then 3: 7 + ⌈7 × 2/3⌉ = 12 days),
or in its third (1, 1, then 1 or 3: 14 + 7 = 21 or 14 + ⌈7/3⌉ = 17 days, an eighth each).
"""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changes.models import Change
from changes.stream import catch_up
from requirements.operations.authoring import delete, edit
from roadmaps.forecasting.chart import ForecastChart, in_words
from roadmaps.forecasting.simulation import HORIZON, drawn, seed_of
from roadmaps.forecasting.throughput import today_in, weekly_finished
from roadmaps.models import Forecast, Version
from roadmaps.operations.forecasting import ask_for_all_forecasts, ask_for_forecasts, forecast_if_due
from roadmaps.operations.planning import create_version, edit_version
from tests.roadmaps.promising import day, set_back

MONDAY = date(2026, 11, 23)


def test_a_steady_team_needs_what_arithmetic_says():
    assert drawn([2] * 12, 5, seed=1, draws=100) == [[18, 100]]
    assert drawn([2] * 12, 4, seed=1, draws=100) == [[14, 100]]


def test_an_uneven_team_is_drawn_as_often_as_it_was():
    found = dict(drawn([1, 3], 3, seed=7, draws=10_000))
    assert set(found) == {7, 12, 17, 21}
    for days, share in [(7, 0.5), (12, 0.25), (17, 0.125), (21, 0.125)]:
        assert found[days] / 10_000 == pytest.approx(share, abs=0.015)


def exactly(weeks, items, until):
    """The chance to have finished so many items after each whole week, worked out without a draw: sums of weeks."""
    left, chances = {items: 1.0}, []
    for _week in range(until):
        after = defaultdict(float)
        for open_, chance in left.items():
            for finished in weeks:
                after[max(open_ - finished, 0)] += chance / len(weeks)
        left = after
        chances.append(left[0])
    return chances


@pytest.mark.parametrize(
    ("weeks", "items"),
    [([3, 0, 5, 2, 2, 7, 0, 1, 4, 4, 3, 6], 40), ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6], 12), ([1, 20], 100),
     ([12, 9, 15, 11, 8, 14, 10, 13, 9, 12, 11, 10], 8)],
)  # fmt: skip
def test_the_draws_agree_with_the_chances_worked_out_exactly(weeks, items):
    found = dict(drawn(weeks, items, seed=11, draws=20_000))
    for number, chance in enumerate(exactly(weeks, items, 60), start=1):
        share = sum(count for days, count in found.items() if days <= 7 * number) / 20_000
        assert share == pytest.approx(chance, abs=0.015), f"after {number} weeks"


def test_the_same_seed_gives_the_same_draws_and_another_others():
    assert drawn([1, 4, 0, 2], 30, seed=5) == drawn([1, 4, 0, 2], 30, seed=5)
    assert drawn([1, 4, 0, 2], 30, seed=5) != drawn([1, 4, 0, 2], 30, seed=6)
    assert seed_of(1, [2, 3], 4) == seed_of(1, [2, 3], 4) != seed_of(2, [2, 3], 4)
    assert 0 <= seed_of("x") < 2**63


def test_what_takes_longer_than_the_horizon_is_in_no_outcome():
    assert drawn([1], HORIZON + 1, seed=1, draws=10) == []
    assert drawn([1], HORIZON, seed=1, draws=10) == [[7 * HORIZON, 10]]
    forecast = Forecast(draws=10, began_on=MONDAY, outcome=[[7, 6]])
    assert (forecast.by(50), forecast.by(85)) == (date(2026, 11, 30), None)
    assert forecast.chance(date(2030, 1, 1)) == 0.6


def test_dates_are_those_of_the_nearest_rank():
    forecast = Forecast(draws=100, began_on=MONDAY, outcome=[[7, 50], [8, 35], [9, 9], [10, 6]])
    assert [forecast.by(percent) for percent in (50, 85, 95)] == [
        date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 3)
    ]  # fmt: skip
    assert (forecast.chance(date(2026, 11, 29)), forecast.chance(date(2026, 12, 1))) == (0, 0.85)
    chart = ForecastChart(forecast, day("2026-12-01"))
    assert (chart.percent, chart.words) == (85, "likely")
    assert sum(bar.count for bar in chart.bars()) == 100


@pytest.mark.parametrize(
    ("chance", "words"),
    [(1, "virtually certain"), (0.9, "very likely"), (0.66, "likely"), (0.5, "about as likely as not"),
     (0.32, "unlikely"), (0.05, "very unlikely"), (0, "exceptionally unlikely")],
)  # fmt: skip
def test_chances_in_words(chance, words):
    assert in_words(chance) == words


@pytest.fixture
def finish(shop, make_requirement, manager, statuses):
    """`finish(days_ago, count=1)`: items that came to done so many days ago. The product is half a year old."""
    type(shop).objects.filter(pk=shop.pk).update(created_at=datetime.now(UTC) - timedelta(days=180))
    shop.refresh_from_db()

    def make(days_ago, count=1):
        made = []
        for _each in range(count):
            item = make_requirement("Finished")
            edit(item, by=manager, status=statuses["done"])
            last = Change.objects.filter(type="requirement", object_id=item.pk).latest("id")
            set_back(Change.objects.filter(pk=last.pk), today_in(shop) - timedelta(days=days_ago))
            made.append(item)
        return made

    return make


@pytest.fixture
def forecast(shop):
    """`forecast(version)`: draw what is due and read it."""

    def read(version):
        ask_for_forecasts([shop.pk])
        forecast_if_due(shop.pk)
        return Forecast.objects.get(version=version)

    return read


def test_throughput_counts_whole_weeks_of_what_is_still_done(shop, finish, manager, statuses):
    today = today_in(shop)
    monday = today - timedelta(days=today.weekday())
    ago = (today - monday).days
    finish(0)  # this week is not over
    finish(ago + 1, 2)  # Sunday of last week
    finish(ago + 7)  # Monday of last week
    finish(ago + 8)  # Sunday before
    finish(ago + 84)  # Monday of the twelfth week
    finish(ago + 85)  # too long ago
    (reopened,) = finish(ago + 1)
    edit(reopened, by=manager, status=statuses["active"])
    delete(finish(ago + 1)[0], by=manager)
    assert weekly_finished(shop, today) == [1, *[0] * 9, 1, 3]


def test_what_goes_on_from_done_to_released_is_not_finished_again(shop, finish, manager, statuses):
    today = today_in(shop)
    (item,) = finish(today.weekday() + 8)
    released = shop.statuses.create(name="Live everywhere", category="done", position=99)
    edit(item, by=manager, status=released)
    last = Change.objects.filter(type="requirement", object_id=item.pk).latest("id")
    set_back(Change.objects.filter(pk=last.pk), today - timedelta(days=today.weekday() + 1))
    assert weekly_finished(shop, today)[-2:] == [1, 0]


def test_weeks_before_the_product_are_no_weeks_without_work(shop, finish):
    today = date(2026, 11, 25)  # a Wednesday
    for born, weeks in [("2026-11-09T12:00+08:00", 2), ("2026-11-10T12:00+08:00", 1), ("2026-11-25T12:00+08:00", 0)]:
        shop.created_at = datetime.fromisoformat(born)
        assert len(weekly_finished(shop, today)) == weeks


def test_below_six_finished_items_nothing_is_said(web, manager, version, finish, forecast, make_requirement):
    make_requirement("Open", version=version)
    finish(10, 5)
    found = forecast(version)
    assert (found.state, found.finished, found.draws, found.outcome) == ("not_enough_history", 5, 0, [])
    html = web(manager).get(f"/p/SHOP/versions/{version.pk}/promises/").content.decode()
    assert "Not enough history." in html
    assert "5 items were finished in the last 12 whole weeks" in html


def test_a_forecast_keeps_what_it_was_drawn_from(web, api, manager, shop, version, finish, forecast, make_requirement):
    later = create_version(shop, by=manager, name="3.0", release=day("2027-06"))
    for number in range(5):
        make_requirement(f"Open {number}", version=version)
    make_requirement("Later", version=later)
    for week in range(1, 13):
        finish(7 * week, 2)
    found, after = forecast(version), forecast(later)
    assert (found.state, found.weeks, found.remaining, found.ahead) == ("ready", [2] * 12, 5, 0)
    assert (after.remaining, after.ahead) == (1, 5)
    assert (found.outcome, found.due_at, found.began_on) == ([[18, 5_000]], None, today_in(shop))
    assert after.outcome == [[21, 5_000]]
    assert found.seed == forecast(version).seed
    html = web(manager).get(f"/p/SHOP/versions/{version.pk}/promises/").content.decode()
    assert (found.began_on + timedelta(days=18)).isoformat() in html
    told = api(manager).get(f"/api/v1/versions/{version.pk}/forecast/").json()
    assert (told["state"], told["weeks"], told["draws"], told["seed"]) == ("ready", [2] * 12, 5_000, found.seed)
    assert [row["percent"] for row in told["dates"]] == [50, 85, 95]


def test_nothing_open_needs_no_forecast(version, finish, forecast):
    finish(10, 6)
    assert forecast(version).state == "nothing_open"


def due():
    return set(Forecast.objects.due().values_list("version__name", flat=True))


def settled():
    catch_up()
    names = due()
    Forecast.objects.update(due_at=None)
    return names


def test_scope_and_throughput_make_a_forecast_due_and_nothing_else(shop, manager, version, make_requirement, statuses):
    item, other = make_requirement("In it", version=version), make_requirement("In none")
    assert settled() == {"2.4"}
    edit(item, by=manager, title="Called otherwise", priority=2)
    make_requirement("In none either")
    delete(other, by=manager)
    assert settled() == set()
    edit(item, by=manager, status=statuses["active"])
    assert settled() == {"2.4"}
    edit(item, by=manager, version=None)
    assert settled() == {"2.4"}
    edit_version(version, by=manager, release=day("2027"))
    assert settled() == {"2.4"}
    edit_version(version, by=manager, goal="Another goal")
    assert settled() == set()


def test_every_day_all_open_versions_are_due_again(shop, manager, version):
    Version.objects.filter(pk=create_version(shop, by=manager, name="Old").pk).update(state="archived")
    ask_for_all_forecasts()
    assert due() == {"2.4"}
    assert forecast_if_due(shop.pk) == 1
    assert forecast_if_due(shop.pk) == 0


def test_the_draws_cost_the_same_number_of_queries_whatever_the_scope(
    shop, manager, version, finish, forecast, make_requirement
):
    finish(10, 6)
    for number in range(3):
        make_requirement(f"Open {number}", version=version)
    ask_for_forecasts([shop.pk])
    with CaptureQueriesContext(connection) as few:
        forecast_if_due(shop.pk)
    for number in range(20):
        make_requirement(f"More {number}", version=version)
    finish(12, 6)
    ask_for_forecasts([shop.pk])
    with CaptureQueriesContext(connection) as many:
        forecast_if_due(shop.pk)
    assert len(few) == len(many)


@pytest.mark.parametrize(("days", "said", "listed"), [(90, "0 % chance", True), (1, "100 % chance", False)])
def test_the_version_and_the_list_say_how_likely_its_date_is(web, manager, shop, version, days, said, listed):
    edit_version(version, by=manager, release=day("2026-12-20"))
    values = {"product": shop, "began_on": MONDAY, "outcome": [[days, 10]], "draws": 10, "due_at": None}
    Forecast.objects.update_or_create(version=version, defaults=values)
    place = f'href="/p/SHOP/versions/{version.pk}/promises/#forecast"'
    html = web(manager).get(f"/p/SHOP/versions/{version.pk}/").content.decode()
    assert said in html
    assert place in html
    html = web(manager).get("/p/SHOP/versions/").content.decode()
    assert (said in html) is listed
    assert (place in html) is listed


def test_without_a_date_or_a_forecast_no_chance_is_told(web, manager, version):
    assert "chance" not in web(manager).get(f"/p/SHOP/versions/{version.pk}/").content.decode()
    assert "chance" not in web(manager).get("/p/SHOP/versions/").content.decode()
