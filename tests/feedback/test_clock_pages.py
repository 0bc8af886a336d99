import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from feedback.clocks.figures import figures
from feedback.clocks.standing import standing
from feedback.clocks.year import special_days, unknown_years
from feedback.models import CalendarDay, Feedback, ServiceTarget, WorkCalendar
from feedback.operations.clocking import note
from feedback.operations.promising import set_calendar, set_day, set_target

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)  # a Sunday
HOUR = timedelta(hours=1)
SETTINGS = "/p/SHOP/settings/feedback/"


def test_a_target_is_set_and_set_anew(web, manager, shop):
    client, sent = web(manager), {"kind": "defect", "response_hours": 8, "solution_hours": 24, "working_time": "on"}
    for _twice in range(2):
        assert client.post(f"{SETTINGS}targets/", sent).status_code == 302
    target = ServiceTarget.objects.get(product=shop)
    sent["response_hours"] = 6
    page = client.post(f"{SETTINGS}targets/", sent)
    assert page.status_code == 422
    assert "There is one: 8 hours to respond, 24 to solve." in page.content.decode()
    assert (seen := re.search(r'name="over" value="([^"]+)"', page.content.decode())[1]) == f"{target.pk}:1"
    assert ServiceTarget.objects.get().response_hours == 8
    ServiceTarget.objects.update(solution_hours=30)  # by somebody else
    page = client.post(f"{SETTINGS}targets/", {**sent, "over": seen})
    assert "8 hours to respond, 30 to solve" in page.content.decode()
    assert client.post(f"{SETTINGS}targets/", {**sent, "over": f"{target.pk}:2"}).status_code == 302
    target.refresh_from_db()
    assert (target.response_hours, target.solution_hours, target.working_time) == (6, 24, True)
    assert client.post(f"{SETTINGS}targets/{target.pk}/remove/").status_code == 302
    assert not ServiceTarget.objects.exists()


def test_nothing_is_to_be_solved_before_it_is_answered(web, api, manager, shop):
    page = web(manager).post(f"{SETTINGS}targets/", {"response_hours": 4, "solution_hours": 2})
    assert page.status_code == 422
    assert "Not less than the first response, which has 4 hours." in page.content.decode()
    client = api(manager)
    refused = client.post("/api/v1/service-targets/", {"product": "SHOP", "solution_hours": 24})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "solution_hours")
    assert not ServiceTarget.objects.exists()
    made = client.post("/api/v1/service-targets/", {"product": "SHOP", "response_hours": 4, "solution_hours": 24})
    address, any_state = f"/api/v1/service-targets/{made.json()['id']}/", {"If-Match": "*"}
    assert client.patch(address, {"response_hours": 25}, headers=any_state).status_code == 422
    assert client.patch(address, {"response_hours": 24}, headers=any_state).status_code == 200


def test_a_target_of_no_hours_is_refused_beside_its_field(web, manager, shop):
    answer = web(manager).post(f"{SETTINGS}targets/", {"response_hours": 0, "solution_hours": 24})
    assert answer.status_code == 422
    assert "greater than or equal to 1" in answer.content.decode()


def test_working_time_is_set(web, manager, shop):
    sent = {"opens": "10:00", "closes": "19:30", "weekdays": ["1", "2", "6"], "country": "DE"}
    assert web(manager).post(SETTINGS, sent).status_code == 302
    calendar = WorkCalendar.objects.get(product=shop)
    assert (str(calendar.closes), calendar.weekdays, calendar.country) == ("19:30:00", [1, 2, 6], "DE")


def test_who_never_works_is_refused(shop, manager):
    with pytest.raises(ValidationError, match="Choose at least one day"):
        set_calendar(shop, by=manager, weekdays=[9])


def test_the_page_lists_the_law_and_what_overrules_it(web, support, manager, shop):
    today = timezone.localdate()
    set_day(shop, by=manager, day=today + timedelta(days=3), works=True, name="大促值班")
    page = web(support).get(SETTINGS).content.decode()
    assert "大促值班" in page
    assert "Set the day" not in page  # a viewer reads
    set_calendar(shop, by=manager, country="")
    assert "is not known yet" not in web(support).get(SETTINGS).content.decode()


def test_a_day_is_left_to_the_law_again(web, manager, shop):
    day = set_day(shop, by=manager, day=date(2026, 12, 31), works=False)
    assert web(manager).post(f"{SETTINGS}days/{day.pk}/remove/").status_code == 302
    assert not CalendarDay.objects.exists()


@pytest.fixture
def history(make_voice, maya):
    """Four items of the week before: answered after 2, 10 and 50 hours, the last solved after 60; one never."""
    monday = datetime(2026, 11, 9, 9, tzinfo=SHANGHAI)
    made = [make_voice(received_at=monday) for _ in range(4)]
    for voice, hours in zip(made, (2, 10, 50), strict=False):
        note(voice, "responded", by=maya, at=monday + hours * HOUR)
    Feedback.objects.filter(pk=made[2].pk).update(state="solved")
    made[2].refresh_from_db()
    note(made[2], "solved", by=maya, at=monday + 60 * HOUR)
    return made


def test_figures_of_a_week(shop, maya, history):
    """Within 48 hours: two of four. The median of 2, 10 and 50 hours is 10, nine tenths lie below 10 + 0.8 × 40 = 42.
    Late: the answer after 50 hours and the one that never came; all solutions but none in time."""
    week = figures(maya, shop, "week", NOW)[1]
    assert week.start == datetime(2026, 11, 9, tzinfo=SHANGHAI)
    assert (week.received, week.judged, week.handled, week.percent) == (4, 4, 2, 50)
    assert (week.response_median, week.response_p90) == (10 * HOUR, 42 * HOUR)
    assert week.solution_median == 60 * HOUR
    assert (week.late_response, week.late_solution) == (2, 4)


def test_what_has_not_had_its_48_hours_is_not_judged(shop, maya, make_voice):
    make_voice(received_at=NOW - HOUR)
    found = figures(maya, shop, "month", NOW)[0]
    assert (found.received, found.judged, found.percent) == (1, 0, None)


def test_what_was_closed_in_time_without_an_answer_is_not_late(shop, maya, make_voice):
    monday = datetime(2026, 11, 9, 9, tzinfo=SHANGHAI)
    for hours in (1, 60):
        voice = make_voice(received_at=monday)
        Feedback.objects.filter(pk=voice.pk).update(state="declined")
        voice.refresh_from_db()
        note(voice, "solved", by=maya, at=monday + hours * HOUR)
    week = figures(maya, shop, "week", NOW)[1]
    assert (week.handled, week.late_response, week.late_solution) == (1, 1, 1)


@pytest.mark.parametrize(
    "period, count, start", [("week", 12, (2026, 11, 16)), ("month", 12, (2026, 11, 1)), ("quarter", 8, (2026, 10, 1))]
)
def test_periods_begin_in_the_products_zone(shop, maya, period, count, start):
    found = figures(maya, shop, period, NOW)
    assert (len(found), found[0].start) == (count, datetime(*start, tzinfo=SHANGHAI))
    assert all(later.start == earlier.end for later, earlier in zip(found, found[1:], strict=False))


def test_every_figure_opens_its_rows(web, maya, shop, history):
    client = web(maya)
    page = client.get("/p/SHOP/feedback/figures/?by=month")
    row = next(row for row in page.context["rows"] if row["figures"].received)
    counts = {
        "received": row["figures"].received,
        "slow": row["figures"].judged - row["figures"].handled,
        "late_response": row["figures"].late_response,
        "late_solution": row["figures"].late_solution,
    }
    shown = {name: client.get(row["urls"][name]).context["rows"].items for name in counts}
    assert {name: len(items) for name, items in shown.items()} == counts
    text = page.content.decode()
    assert f">{counts['slow']} not in time</a>" in text
    assert f"{row['figures'].percent} %</a>" not in text


def test_the_page_of_figures_asks_little(web, maya, shop, history, django_assert_max_num_queries):
    client = web(maya)
    client.get("/p/SHOP/feedback/figures/")
    with django_assert_max_num_queries(10):
        client.get("/p/SHOP/feedback/figures/")


def test_rest_sets_targets_and_days_and_gives_figures(api, manager, shop, history):
    client = api(manager)
    made = client.post("/api/v1/service-targets/", {"product": "SHOP", "kind": "defect", "response_hours": 4})
    assert (made.status_code, made.json()["solution_hours"]) == (201, 48)
    changed = client.patch(
        f"/api/v1/service-targets/{made.json()['id']}/", {"working_time": True}, headers={"If-Match": "*"}
    )
    assert changed.json()["working_time"] is True
    day = client.post("/api/v1/calendar-days/", {"product": "SHOP", "day": "2027-02-01", "works": False})
    assert day.status_code == 201
    assert client.get("/api/v1/calendar-days/?product=SHOP").json()["results"][0]["day"] == "2027-02-01"
    periods = client.get("/api/v1/products/SHOP/feedback-figures/?by=quarter").json()["periods"]
    assert sum(period["received"] for period in periods) == 4


@pytest.mark.parametrize(
    "hours, state, words, due",
    [
        (3, "soon", "3 hours left", "Due today at 15:00"),
        (31, "left", "31 hours left", "Due tomorrow at 19:00"),
        (0.5, "soon", "30 minutes left", "Due today at 12:30"),
        (-5, "late", "5 hours late", "Was due today at 07:00"),
        (-100, "late", "4 days late", "Was due 18 Nov at 08:00"),
    ],
)
def test_how_it_stands(hours, state, words, due):
    with timezone.override(SHANGHAI):
        found = standing(Feedback(state="accepted", next_due_at=NOW + hours * HOUR), NOW)
    assert (found.state, found.words, found.due) == (state, words, due)


def test_how_the_first_response_waiting_and_what_is_closed_stand():
    with timezone.override(SHANGHAI):
        first = standing(Feedback(next_due_at=NOW + 5 * HOUR, response_due_at=NOW + 5 * HOUR), NOW)
    assert first.due == "First response due today at 17:00"
    assert standing(Feedback(state="waiting"), NOW).state == "waiting"
    missed = Feedback(state="solved", solved_at=NOW, solution_due_at=NOW - 2 * HOUR)
    assert (standing(missed, NOW).state, standing(missed, NOW).words) == ("missed", "2 hours late")
    assert standing(Feedback(state="solved", solved_at=NOW, solution_due_at=NOW), NOW).state == "kept"
    assert standing(Feedback(), NOW).words == ""


def test_the_law_of_a_year_to_come_is_said_to_be_missing(shop, manager):
    assert unknown_years("CN", date(2026, 11, 22)) == [2027]
    assert unknown_years("", date(2026, 11, 22)) == []
    target = set_target(shop, by=manager, kind="praise")
    assert target.response_hours == 48
    entry = set_day(shop, by=manager, day=date(2026, 10, 10), works=False)
    days = {one.day: one for one in special_days(WorkCalendar(country="CN"), [entry], date(2026, 9, 1))}
    assert (days[date(2026, 9, 20)].works, days[date(2026, 10, 10)].works) == (True, False)
    assert days[date(2026, 10, 1)].name == "National Day"


def test_rest_sets_the_working_time(api, manager, maya, shop):
    page = "/api/v1/products/SHOP/working-calendar/"
    before = api(maya).get(page).json()
    assert before == {
        "product": "SHOP", "time_zone": shop.time_zone, "opens": "09:00", "closes": "18:00",
        "weekdays": [1, 2, 3, 4, 5], "country": "CN", "lock_version": 0,
    }  # fmt: skip
    sent = {"opens": "10:00", "weekdays": [6, 1, 1], "country": ""}
    assert api(manager).patch(page, sent, headers={"If-Match": '"7"'}).status_code == 412
    changed = api(manager).patch(page, sent, headers={"If-Match": '"0"'})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"1"')
    assert api(maya).get(page).json() == {
        **before, "opens": "10:00", "weekdays": [1, 6], "country": "", "lock_version": 1,
    }  # fmt: skip
    for wrong in (
        {"weekdays": []},
        {"weekdays": [8]},
        {"country": "XX"},
        {"opens": "25:00"},
        {"opens": "09:00:00Z"},
        {"opens": 9},
        {"zone": "UTC"},
    ):
        assert api(manager).patch(page, wrong, headers={"If-Match": "*"}).status_code in (400, 422), wrong


@pytest.mark.parametrize("by", ["year", "", "weeks"])
def test_rest_knows_the_periods(client, shop, maya, by):
    client.force_login(maya)
    assert client.get(f"/api/v1/products/SHOP/feedback-figures/?by={by}").status_code == 422
