import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from pmhub.lib.tabular.dates import DayOrder, parse_date, parse_moment
from pmhub.lib.tabular.problems import BadValue
from tests.tabular.conftest import messages

MARCH_4 = dt.date(2026, 3, 4)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-04",
        "2026/3/4",
        "2026年3月4日",
        "2026 年 3 月 4 日",
        "04.03.2026",
        "Mar 4, 2026",
        "March 4 2026",
        "4 Mar 2026",
        "04/Mar/26 3:15 PM",
        "20260304",
        "2026.3.4",
        "２０２６-03-04",
        "46085",
        46085,
        46085.75,
        "2026-03-04T23:30:00Z",
        "2026-03-04 10:00",
        dt.datetime(2026, 3, 4, 9, 0),
        MARCH_4,
        "2026-03-04 下午3:15",
    ],
)
def test_a_day_in_many_forms(written):
    assert parse_date(written) == (MARCH_4, "day")


@pytest.mark.parametrize(
    "written, first, precision",
    [
        ("2026-Q3", (2026, 7, 1), "quarter"),
        ("2026Q3", (2026, 7, 1), "quarter"),
        ("Q3 2026", (2026, 7, 1), "quarter"),
        ("2026年第三季度", (2026, 7, 1), "quarter"),
        ("2026-03", (2026, 3, 1), "month"),
        ("2026年3月", (2026, 3, 1), "month"),
        ("Mar 2026", (2026, 3, 1), "month"),
        ("2026", (2026, 1, 1), "year"),
        ("2026年", (2026, 1, 1), "year"),
    ],
)
def test_vague_dates_keep_their_precision(written, first, precision):
    assert parse_date(written) == (dt.date(*first), precision)


@pytest.mark.parametrize("order, month", [("mdy", 3), ("dmy", 4)])
def test_the_order_settles_what_can_be_read_in_two_ways(order, month):
    assert parse_date("3/4/2026", order=order)[0].month == month


def test_without_an_order_it_is_refused_unless_only_one_reading_exists():
    with pytest.raises(BadValue) as refused:
        parse_date("3/4/2026")
    assert refused.value.code == "date_ambiguous"
    assert parse_date("25/12/2026")[0] == parse_date("12/25/2026")[0] == dt.date(2026, 12, 25)
    assert parse_date("3/3/2026")[0] == dt.date(2026, 3, 3)


@pytest.mark.parametrize(
    "written",
    [
        "soon",
        "2026-13-01",
        "2026-02-30",
        "99999999",
        "",
        "2026-03-04 99:99",
        "1" * 500,
        "31/31/2026",
        "12",
        "0001-01-01",
        "9999-12-31",
    ],
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(BadValue):
        parse_date(written)


@pytest.mark.parametrize("written", [10**400, -5, 1e300, 0, "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_moments_at_the_ends_of_time_are_refused(written):
    with pytest.raises(BadValue):
        parse_moment(written, zone=SHANGHAI)


def test_moments_without_a_zone_are_in_the_products_zone():
    assert parse_moment("2022-04-08 22:15:30.858", zone=SHANGHAI).isoformat() == "2022-04-08T22:15:30.858000+08:00"
    assert parse_moment("2026年3月4日 10:00", zone=SHANGHAI).isoformat() == "2026-03-04T10:00:00+08:00"
    assert parse_moment("2026-03-04", zone=SHANGHAI).isoformat() == "2026-03-04T00:00:00+08:00"
    assert parse_moment("2026-03-04T10:00:00Z", zone=SHANGHAI).utcoffset() == dt.timedelta(0)
    assert parse_moment("Mar 4, 2026 3:15 PM", zone=SHANGHAI).hour == 15


def test_epoch_milliseconds_are_exact():
    expected = dt.datetime(2019, 12, 17, 20, 29, 25, 751000, tzinfo=dt.UTC)
    assert parse_moment(1576614565751, zone=SHANGHAI) == expected
    assert parse_moment("1576614565751", zone=SHANGHAI) == expected
    assert parse_date(1576614565751, zone=SHANGHAI)[0] == dt.date(2019, 12, 18)


def test_a_column_tells_its_order_by_one_clear_value():
    order = DayOrder()
    for value in ["3/4/2026", "5/6/2026", "25/6/2026", None, 7]:
        order.feed(value)
    assert order.order == "dmy"
    order.feed("6/25/2026")
    assert order.order is None


def test_a_whole_column_is_looked_at_before_it_is_read(rows):
    found = rows("title,due\na,3/4/2026\nb,5/6/2026\nc,12/25/2026\n")
    assert [row.fields["due"][0].month for row in found] == [3, 5, 12]


def test_a_column_that_does_not_tell_is_refused_with_advice(rows):
    found = rows("title,due\na,3/4/2026\nb,2026-05-06\n")
    assert messages(found) == [
        "Row 2, column “due”: “3/4/2026” can be read in two ways; choose “day first” or “month first” for this column."
    ]


def test_a_utc_column_is_read_as_utc(rows):
    found = rows("Title,Created At (UTC)\na,2026-03-04 10:00:00\n")
    assert found[0].fields["created_at"] == dt.datetime(2026, 3, 4, 10, tzinfo=dt.UTC)
