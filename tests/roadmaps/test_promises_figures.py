"""K4 and K5 over a period, worked out by hand.

The third quarter of 2026 in SHOP (Asia/Shanghai):

| what          | first promise | agreed       | moved                                  | delivered    |
|---------------|---------------|--------------|----------------------------------------|--------------|
| version 1.0   | 2026-Q2       |              | 06-20 → 07-31 (31 days)                | 2026-07-30   |
| version 1.1   | 2026-08-14    | at 2026-08-28 on 07-10 | 07-02 → 08-28 (14 days)      | 2026-08-28   |
| version 1.2   | 2026-Q3       |              |                                        | 2026-09-30   |
| version 1.3   | 2026-10-02    |              | 09-01 → 10-09 (7), 09-15 → 10-02 (−7)  |              |
| milestone A   | 2026-08-01    |              | 08-05 → 08-11 (10 days)                | 2026-08-10   |
| milestone B   | none before   |              |                                        | 2026-09-01   |

Delivered in the quarter: 1.0, 1.1, 1.2, A and B. B had no promise, so four count. 1.0 was first promised until
30 June and came a month later: late. 1.1 came on the day that was agreed: on time. 1.2 came on the last day of its
quarter: on time. A was promised for 1 August: 9 days late. K4 = 2 of 4 = 50 %.
Slips in the quarter: 1.1 by 14 days, A by 10, 1.3 by 7; that of 1.0 was in June. K5 = 3 slips, 31 days.
"""

from datetime import UTC, date, datetime

import pytest

from changes.models import Change
from changes.operations.undoing import undo_batch
from roadmaps.ledger.figures import Figures
from roadmaps.ledger.period import Period, PeriodError
from roadmaps.ledger.reading import ledgers_of
from roadmaps.models import Agreement, Version
from roadmaps.operations.planning import create_milestone, create_version, delete_version, edit_milestone, edit_version
from tests.roadmaps.promising import day, on, set_back

Q3 = Period(date(2026, 7, 1), date(2026, 9, 30))
TODAY = date(2026, 10, 5)
PROMISES, API = "/p/SHOP/promises/", "/api/v1/products/SHOP/promises/"
IN_Q3 = "?from=2026-Q3&to=2026-Q3"


def released(version, at):
    """Let a version have been released at noon of a day."""
    with on(at):
        Version.objects.filter(pk=version.pk).update(state="released")
    last = Change.objects.filter(type="version", object_id=version.pk).latest("id")
    set_back(Change.objects.filter(pk=last.pk), at)


@pytest.fixture
def quarter(shop, manager):
    """The story of the table above."""
    made = {}
    for name, at, promise in [("1.0", "2026-04-01", "2026-Q2"), ("1.1", "2026-05-01", "2026-08-14"),
                              ("1.2", "2026-06-01", "2026-Q3"), ("1.3", "2026-06-01", "2026-10-02")]:  # fmt: skip
        with on(at):
            made[name] = create_version(shop, by=manager, name=name, release=day(promise))
    for name, at, promise in [("1.0", "2026-06-20", "2026-07-31"), ("1.1", "2026-07-02", "2026-08-28"),
                              ("1.3", "2026-09-01", "2026-10-09"), ("1.3", "2026-09-15", "2026-10-02")]:  # fmt: skip
        with on(at):
            edit_version(made[name], by=manager, release=day(promise))
    agreed = datetime(2026, 7, 10, tzinfo=UTC)
    Agreement.objects.create(product=shop, version=made["1.1"], by=manager, at=agreed)
    for name, at in [("1.0", "2026-07-30"), ("1.1", "2026-08-28"), ("1.2", "2026-09-30")]:
        released(made[name], at)
    with on("2026-06-01"):
        a = create_milestone(shop, by=manager, name="A", due=day("2026-08-01"))
    with on("2026-08-05"):
        edit_milestone(a, by=manager, due=day("2026-08-11"), reason="Holidays")
    edit_milestone(a, by=manager, done_at=datetime(2026, 8, 10, 9, tzinfo=UTC))
    create_milestone(shop, by=manager, name="B", due=day("2026-08"), done_at=datetime(2026, 9, 1, 9, tzinfo=UTC))
    shop.refresh_from_db()
    return made


@pytest.fixture
def figures(quarter, shop, manager):
    return Figures(Q3, ledgers_of(shop, manager), TODAY)


def names(ledgers):
    return [ledger.thing.name for ledger in ledgers]


def test_the_rate_measures_by_the_promise_that_counts(figures):
    assert names(figures.delivered) == ["1.2", "B", "1.1", "A", "1.0"]
    assert names(figures.kept) == ["1.2", "1.1"]
    assert names(figures.uncounted) == ["B"]
    assert (figures.rate, figures.percent) == (0.5, 50)
    assert {one.thing.name: one.days_late for one in figures.counted} == {"1.0": 30, "1.1": 0, "1.2": 0, "A": 9}


def test_delays_are_the_slips_of_the_period(figures):
    assert [(move.thing.name, move.days) for move in figures.slips] == [("A", 10), ("1.3", 7), ("1.1", 14)]
    assert figures.slipped_days == 31
    assert [move.thing.name for move in figures.unexplained] == ["1.3", "1.1"]


def test_what_is_late_now_is_named(figures):
    assert names(figures.late) == ["1.3"]
    assert names(Figures(Q3, figures.ledgers, date(2026, 10, 2)).late) == []


def test_agreeing_again_after_a_slip_changes_nothing(figures, quarter, shop, manager):
    edit_version(quarter["1.3"], by=manager, release=day("2027"))
    Agreement.objects.create(product=shop, version=quarter["1.1"], by=manager)
    again = Figures(Q3, ledgers_of(shop, manager), TODAY)
    assert again.rate == figures.rate


def test_an_empty_period_has_no_rate(figures):
    empty = Figures(Period(date(2020, 2, 1), date(2020, 2, 29)), figures.ledgers, TODAY)
    assert (empty.rate, empty.percent, empty.slips, empty.slipped_days) == (None, None, [], 0)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [({}, "2026-10-01", "2026-12-31"), ({"period": "last-quarter"}, "2026-07-01", "2026-09-30"),
     ({"period": "year"}, "2026-01-01", "2026-12-31"), ({"period": "last-half-year"}, "2026-01-01", "2026-06-30"),
     ({"from": "2026-Q1", "to": "2026-02"}, "2026-01-01", "2026-02-28"),
     ({"from": "2026-03-05"}, "2026-03-05", "2026-10-05"), ({"from": "2027"}, "2027-01-01", "2027-12-31"),
     ({"from": "2028-02-29", "to": "2028-02-29", "period": "year"}, "2028-02-29", "2028-02-29")],
)  # fmt: skip
def test_periods(asked, start, end):
    period = Period.asked(asked, TODAY)
    assert (str(period.start), str(period.end)) == (start, end)


@pytest.mark.parametrize(
    ("asked", "parameter", "said"),
    [({"from": "2026-09-01", "to": "2026-08-31"}, "to", "before it begins"), ({"to": "2026"}, "from", "from which day"),
     ({"from": "2026-02-29"}, "from", "not a day of the calendar"), ({"from": "soon"}, "from", "is not a date"),
     ({"from": "Q3"}, "from", "is not a date"), ({"period": "week"}, "period", "no period “week”")],
)  # fmt: skip
def test_words_that_are_no_period(asked, parameter, said, web, api, manager, shop):
    with pytest.raises(PeriodError, match=said) as error:
        Period.asked(asked, TODAY)
    assert error.value.parameter == parameter
    page = web(manager).get(PROMISES, asked)
    assert "on time (K4)" in page.content.decode()  # the rest of the page stays
    assert page.status_code == 400
    assert said in page.content.decode()
    problem = api(manager).get(API, asked)
    assert (problem.status_code, problem.json()["errors"][0]["parameter"]) == (422, parameter)


@pytest.mark.parametrize(("show", "rows"), [("delivered", 5), ("slips", 3), ("all", 6), ("late", 1), ("nonsense", 6)])
def test_each_figure_opens_its_rows(web, support, quarter, show, rows):
    html = web(support).get(f"{PROMISES}{IN_Q3}&show={show}").content.decode()
    assert "50 %" in html
    assert "2 of 4" in html
    assert "31 days" in html
    assert html.count("<tr>") == rows + 1
    assert ("Holidays" in html, "no reason given" in html) == (show == "slips", show == "slips")


def test_rest_tells_the_same(api, support, quarter):
    told = api(support).get(API + IN_Q3).json()
    assert told["period"] == {"start": "2026-07-01", "end": "2026-09-30"}
    assert (told["on_time"]["rate"], told["on_time"]["kept"], told["on_time"]["counted"]) == (0.5, 2, 4)
    assert {row["name"]: row["on_time"] for row in told["on_time"]["rows"]} == {
        "1.0": False, "1.1": True, "1.2": True, "A": False, "B": None
    }  # fmt: skip
    assert (told["delays"]["count"], told["delays"]["days"]) == (3, 31)
    assert told["delays"]["rows"][0]["reason"] == "Holidays"
    assert told["as_of"] is None


def test_the_page_costs_the_same_for_many_promises(web, manager, shop, quarter, django_assert_max_num_queries):
    client = web(manager)
    client.get(PROMISES)
    for number in range(20):
        version = create_version(shop, by=manager, name=f"2.{number}", release=day("2026-Q4"))
        edit_version(version, by=manager, release=day("2027-Q1"), reason="Late")
    with django_assert_max_num_queries(10):
        client.get(f"{PROMISES}?show=slips")


def test_deleting_mends_no_figure(figures, quarter, shop, manager):
    for name, at in [("1.0", "2026-10-03"), ("1.1", "2026-10-03"), ("1.3", "2026-09-20")]:
        with on(at):
            delete_version(quarter[name], by=manager)
    again = Figures(Q3, ledgers_of(shop, manager), TODAY)
    assert (again.rate, names(again.kept)) == (figures.rate, ["1.2", "1.1"])
    assert [(move.thing.name, move.days) for move in again.slips] == [("A", 10), ("1.3", 7), ("1.1", 14)]
    assert names(again.late) == []
    assert again.unexplained == []


def test_what_was_given_up_too_late_has_missed_its_promise(figures, shop, manager):
    for name, given_up in [("late", "2026-09-10"), ("in time", "2026-08-15")]:
        with on("2026-07-05"):
            made = create_version(shop, by=manager, name=name, release=day("2026-08-31"))
        with on("2026-08-20" if name == "late" else "2026-08-10"):
            edit_version(made, by=manager, release=day("2026-12-24"))
        with on(given_up):
            delete_version(made, by=manager)
    again = Figures(Q3, ledgers_of(shop, manager), TODAY)
    assert names(again.delivered) == ["1.2", "late", "B", "1.1", "A", "1.0"]
    assert (len(again.kept), len(again.counted)) == (2, 5)
    assert again.delivered[1].days_late == 10


def test_a_deletion_that_is_undone_never_happened(figures, quarter, web, shop, manager):
    with on("2026-10-01") as batch:
        delete_version(quarter["1.0"], by=manager)
    gone = web(manager).get(f"{PROMISES}{IN_Q3}&show=delivered").content.decode()
    assert "deleted" in gone
    assert f"/versions/{quarter['1.0'].pk}/" not in gone
    undo_batch(batch, by=manager)
    again = Figures(Q3, ledgers_of(shop, manager), TODAY)
    assert names(again.delivered) == names(figures.delivered)
    assert not [ledger for ledger in again.ledgers if ledger.gone_at]


def test_the_last_half_year_may_lie_in_the_year_before():
    period = Period.named("last-half-year", date(2027, 6, 30))
    assert (str(period.start), str(period.end)) == ("2026-07-01", "2026-12-31")


def test_the_fields_hold_the_period_that_is_shown(web, manager, shop):
    html = web(manager).get(PROMISES, {"from": "2026-Q3", "to": "2026-09"}).content.decode()
    assert 'name="from" value="2026-Q3"' in html
    assert 'name="to" value="2026-09"' in html
    html = web(manager).get(PROMISES, {"from": "2026-03-05", "to": "", "period": ""}).content.decode()
    assert 'name="to" value=""' not in html
    assert 'href="?period=last-half-year"' in html
    assert 'name="from" value="soon"' in web(manager).get(PROMISES, {"from": "soon"}).content.decode()
