from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmhub.lib.working_time import Law, NeverWorks, RoundTheClock, WorkingTime, countries

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
ZONES = [SHANGHAI, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")]
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CHINA = WorkingTime(SHANGHAI, law=Law("CN"))


def at(zone, *parts):
    return datetime(*parts, tzinfo=zone)


def test_an_hour_passes_only_while_people_work():
    plain = WorkingTime(SHANGHAI)
    friday_evening = at(SHANGHAI, 2026, 11, 20, 17, 30)
    assert plain.add_working(friday_evening, HOUR) == at(SHANGHAI, 2026, 11, 23, 9, 30)
    assert plain.working_between(friday_evening, at(SHANGHAI, 2026, 11, 23, 9, 30)) == HOUR


def test_what_comes_in_at_night_begins_in_the_morning():
    assert WorkingTime(SHANGHAI).add_working(at(SHANGHAI, 2026, 11, 18, 3), MINUTE) == at(SHANGHAI, 2026, 11, 18, 9, 1)


def test_the_end_of_a_working_day_still_belongs_to_it():
    assert WorkingTime(SHANGHAI).add_working(at(SHANGHAI, 2026, 11, 18, 9), 9 * HOUR) == at(SHANGHAI, 2026, 11, 18, 18)


def test_nothing_passes_backwards():
    assert CHINA.working_between(at(SHANGHAI, 2026, 11, 19, 9), at(SHANGHAI, 2026, 11, 18, 9)) == timedelta(0)
    assert CHINA.add_working(at(SHANGHAI, 2026, 11, 21, 9), timedelta(0)) == at(SHANGHAI, 2026, 11, 21, 9)


def test_national_day_2026_is_off_and_made_up_for():
    """The State Council's notice for 2026: off from 1 to 7 October; Sunday 20 September and Saturday 10 October are
    working days."""
    off = [date(2026, 10, day) for day in range(1, 8)]
    assert not any(CHINA.works_on(day) for day in off)
    assert CHINA.works_on(date(2026, 9, 20))
    assert CHINA.works_on(date(2026, 10, 10))
    assert not CHINA.works_on(date(2026, 10, 11))


def test_it_counts_over_national_day():
    """From Wednesday 30 September 16:00: two hours that day, none from 1 to 7 October, nine each on Thursday 8,
    Friday 9 and Saturday 10 (made up), none on Sunday 11, and 19 of 48 hours are left for Monday 12: 9 there, 9 on
    Tuesday 13, and the last one ends on Wednesday 14 at 10:00."""
    start, end = at(SHANGHAI, 2026, 9, 30, 16), at(SHANGHAI, 2026, 10, 14, 10)
    assert CHINA.add_working(start, 48 * HOUR) == end
    assert CHINA.working_between(start, end) == 48 * HOUR


def test_an_override_is_stronger_than_weekday_and_law():
    days = {date(2026, 10, 1): True, date(2026, 10, 10): False, date(2026, 11, 18): False, date(2026, 11, 21): True}
    own = WorkingTime(SHANGHAI, law=Law("CN"), overrides=days)
    assert {day: own.works_on(day) for day in days} == days


def test_the_law_says_which_years_it_knows():
    assert [year for year in (2025, 2026, 2027) if Law("CN").knows(year)] == [2025, 2026]
    assert Law("DE").knows(2027)
    assert not any(day.works for day in Law("CN").days(2027))
    assert date(2027, 10, 1) in [day.day for day in Law("CN").days(2027)]


def test_holidays_are_named_in_both_languages():
    for language, name in [("zh_CN", "国庆节"), ("en_US", "National Day")]:
        assert name in [day.name for day in Law("CN").days(2026, language)]
    assert {"CN", "DE"} < set(countries())


def test_summer_time_costs_an_hour_of_the_night_shift():
    """On 29 March 2026 the clock in Berlin jumps from 2:00 to 3:00; the shift from midnight to 8:00 has seven hours."""
    night = WorkingTime(BERLIN, time(0), time(8), frozenset(range(1, 8)))
    assert night.working_between(at(BERLIN, 2026, 3, 29, 0), at(BERLIN, 2026, 3, 29, 12)) == 7 * HOUR
    assert night.add_working(at(BERLIN, 2026, 3, 29, 0), 8 * HOUR) == at(BERLIN, 2026, 3, 30, 1)


def test_winter_time_gives_an_hour_back():
    whole_day = WorkingTime(BERLIN, time(0), time(0), frozenset(range(1, 8)))
    assert whole_day.working_between(at(BERLIN, 2026, 10, 25), at(BERLIN, 2026, 10, 26)) == 25 * HOUR


def test_a_day_begins_in_the_zone_of_the_product():
    """Monday 9:00 in Shanghai is still Monday 1:00 in London: whoever counts from there gets the same."""
    assert WorkingTime(SHANGHAI).add_working(datetime(2026, 11, 22, 23, tzinfo=UTC), HOUR) == datetime(
        2026, 11, 23, 2, tzinfo=UTC
    )


def test_round_the_clock_everything_counts():
    saturday = at(SHANGHAI, 2026, 10, 3, 12)
    assert RoundTheClock().add_working(saturday, 48 * HOUR) == saturday + 48 * HOUR
    assert RoundTheClock().working_between(saturday, saturday + HOUR) == HOUR
    assert RoundTheClock().working_between(saturday, saturday - HOUR) == timedelta(0)


def test_a_night_shift_goes_on_after_midnight():
    night = WorkingTime(SHANGHAI, time(22), time(6), frozenset({5}))
    assert night.working_between(at(SHANGHAI, 2026, 11, 21, 5), at(SHANGHAI, 2026, 11, 23)) == HOUR
    assert night.add_working(at(SHANGHAI, 2026, 11, 20, 23), 7 * HOUR) == at(SHANGHAI, 2026, 11, 21, 6)


def test_who_is_given_every_day_off_never_gets_done():
    always_off = WorkingTime(SHANGHAI, overrides=NoDay())
    with pytest.raises(NeverWorks):
        always_off.add_working(at(SHANGHAI, 2026, 11, 18, 9), HOUR)


class NoDay(dict):
    """Says of every date that nobody works on it."""

    def __contains__(self, day):
        return True

    def __getitem__(self, day):
        return False


clocks = st.builds(lambda minutes: time(minutes // 60, minutes % 60), st.integers(0, 24 * 60 - 1))
calendars = st.builds(
    lambda zone, ends, weekdays, law, days: WorkingTime(zone, *ends, weekdays, law, days),
    st.sampled_from(ZONES),
    st.lists(clocks, min_size=2, max_size=2, unique=True),
    st.frozensets(st.integers(1, 7), min_size=1),
    st.sampled_from([None, Law("CN"), Law("DE")]),
    st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 3, 1)), st.booleans(), max_size=5),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 3, 1), timezones=st.just(UTC))
lengths = st.timedeltas(timedelta(microseconds=1), timedelta(hours=300))


@given(calendars, moments, lengths)
def test_adding_and_counting_are_inverse(calendar, start, length):
    assert calendar.working_between(start, calendar.add_working(start, length)) == length


@given(calendars, moments, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_counting_and_adding_are_inverse(calendar, start, wait):
    """What is added is the first moment by which so much was worked: not later than the one that was counted to."""
    end = start + wait
    worked = calendar.working_between(start, end)
    found = calendar.add_working(start, worked)
    assert found <= end
    assert calendar.working_between(found, end) == timedelta(0)


@given(calendars, moments, lengths, lengths)
def test_time_adds_up_over_any_moment_between(calendar, start, first, second):
    middle, end = start + first, start + first + second
    assert calendar.working_between(start, middle) + calendar.working_between(middle, end) == (
        calendar.working_between(start, end)
    )
