"""A product's dates in one's own calendar: what stands there, for whom, and that days stay days."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.operations.people import disable
from pmhub.lib.calendar_file import Day, calendar_of
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.logs import without_secret
from pmhub.lib.throttling import Throttle
from products.operations.members import remove_member
from requirements.operations.authoring import edit
from roadmaps.models import CalendarFeed, Version
from roadmaps.operations.calendars import make_calendar
from roadmaps.operations.planning import create_milestone, create_version, delete_version, edit_milestone, edit_version
from roadmaps.views import calendars
from tests.roadmaps.ical import day, read


@pytest.fixture(autouse=True)
def nobody_has_guessed(monkeypatch):
    monkeypatch.setattr(calendars, "GUESSES", Throttle(f"test-{uuid4()}", limit=30, seconds=3600))


@pytest.fixture
def address(shop, engineer):
    """The address of the engineer's calendar of SHOP."""
    _feed, secret = make_calendar(shop, by=engineer)
    return f"/calendar/{secret}.ics"


@pytest.fixture
def events(web, address):
    """`events()`: what stands in the engineer's calendar now, by title."""
    return lambda: {event["SUMMARY"]: event for event in read(web().get(address).content).parts}


def due(text):
    return FuzzyDate.parse(text)


def soon(days=30):
    return FuzzyDate(timezone.localdate() + timedelta(days=days))


def test_releases_milestones_and_own_duties(events, shop, manager, engineer, version, milestone, make_requirement):
    make_requirement("Pay with one tap", assignees=[engineer], due=due("2026-12-24"))
    make_requirement("Somebody else's", due=due("2026-12-24"))
    make_requirement("Mine without a date", assignees=[engineer])
    make_requirement("Owned", owner=engineer, due=due("2027-01"))
    assert set(events()) == {"2.4: release", "Code freeze", "SHOP-1 Pay with one tap", "SHOP-4 Owned (Jan 2027)"}


def test_what_is_finished_says_so_or_goes(events, shop, manager, engineer, version, milestone, requirement, statuses):
    edit(requirement, by=manager, due=soon())
    Version.objects.filter(pk=version.pk).update(state="released")
    edit_milestone(milestone, by=manager, done_at=timezone.now())
    edit(requirement, by=manager, status=statuses["done"])
    assert set(events()) == {"2.4 released", "Code freeze, reached"}
    Version.objects.filter(pk=version.pk).update(state="archived")
    assert set(events()) == {"Code freeze, reached"}


@pytest.mark.parametrize(
    ("written", "last", "title"),
    [("2027-03-31", date(2027, 3, 31), "Next: release"), ("2028-02-29", date(2028, 2, 29), "Next: release"),
     ("2028-02", date(2028, 2, 29), "Next: release (Feb 2028)"),
     ("2027-Q3", date(2027, 9, 30), "Next: release (2027 Q3)"), ("2027", date(2027, 12, 31), "Next: release (2027)")],
)  # fmt: skip
def test_a_date_stands_on_its_last_day_and_says_how_exact_it_is(events, shop, manager, written, last, title):
    create_version(shop, by=manager, name="Next", release=due(written))
    event = events()[title]
    assert day(event["DTSTART"]) == last
    assert day(event["DTEND"]) == last + timedelta(days=1)


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Pacific/Kiritimati", "Asia/Shanghai", "UTC"])
def test_no_time_zone_shifts_a_day(web, address, engineer, shop, manager, zone):
    engineer.time_zone = shop.time_zone = zone
    engineer.save(update_fields=["time_zone"])
    shop.save(update_fields=["time_zone"])
    create_milestone(shop, by=manager, name="New Year", due=due("2027-01-01"))
    with timezone.override(zone):
        data = web().get(address).content
    assert b"DTSTART;VALUE=DATE:20270101\r\n" in data
    assert b"DTEND;VALUE=DATE:20270102\r\n" in data
    assert b"TZID" not in data


def test_it_speaks_its_persons_language(events, shop, manager, engineer, version):
    engineer.language = "zh-hans"
    engineer.save(update_fields=["language"])
    create_milestone(shop, by=manager, name="封版", due=due("2027-Q1"))
    assert "封版 (2027 年第一季度)" in events()


def test_the_same_thing_keeps_its_id_and_counts_its_versions(events, shop, manager, version):
    before = events()["2.4: release"]
    edit_version(version, by=manager, release=due("2027-01-15"))
    after = events()["2.4: release"]
    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
    assert after["DTSTAMP"] >= before["DTSTAMP"]


def test_nothing_new_is_not_sent_again(web, address, manager, version):
    first = web().get(address)
    again = web().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    edit_version(version, by=manager, name="2.5")
    changed = web().get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_what_is_deleted_or_long_over_is_not_there(events, shop, manager, version):
    old = FuzzyDate(timezone.localdate() - timedelta(days=400))
    create_version(shop, by=manager, name="Long ago", release=old)
    delete_version(version, by=manager)
    assert events() == {}


def test_an_inexact_date_stays_until_its_last_day_is_long_over(events, shop, manager):
    last_kept = timezone.localdate() - timedelta(days=366)
    create_version(shop, by=manager, name="Kept", release=FuzzyDate(last_kept, "year"))
    year_before = date(last_kept.year - 1, 1, 1)
    create_version(shop, by=manager, name="Gone", release=FuzzyDate(year_before, "year"))
    assert set(events()) == {f"Kept: release ({last_kept.year})"}


def test_words_of_people_add_no_lines(events, shop, manager):
    name = "Ship; it, now\\"
    create_milestone(
        shop,
        by=manager,
        name=name,
        due=soon(),
        deliverables="One\r\nATTENDEE:mailto:a@b.c\nEND:VCALENDAR" + "评审" * 90,
    )
    event = events()[name]
    assert event["DESCRIPTION"].startswith("One\nATTENDEE:mailto:a@b.c\nEND:VCALENDAR评审")
    assert "ATTENDEE" not in event.properties


def test_control_characters_are_left_out():
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    written = calendar_of(
        [Day("1@a", "Bell\x07 and\x0b tab\tstay\x7f", date(2026, 1, 2), moment)], name="A", text="", language="en"
    )
    assert read(written).parts[0]["SUMMARY"] == "Bell and tab\tstay"


def test_the_last_day_of_all_has_no_end():
    lines = Day("1@a", "The end", date.max, datetime(2026, 1, 1, tzinfo=UTC)).lines()
    assert "DTSTART;VALUE=DATE:99991231" in lines
    assert not any(line.startswith("DTEND") for line in lines)


def test_who_leaves_the_product_reads_nothing_more(web, address, owner, shop, engineer, version):
    assert web().get(address).status_code == 200
    remove_member(shop.memberships.get(user=engineer), by=owner)
    response = web().get(address)
    assert response.status_code == 404
    assert b"2.4" not in response.content


def test_who_is_disabled_reads_nothing_more(web, address, admin, engineer):
    disable(engineer, by=admin)
    assert web().get(address).status_code == 404


def test_a_new_address_takes_the_place_of_the_old(web, address, shop, engineer):
    _feed, secret = make_calendar(shop, by=engineer)
    assert web().get(address).status_code == 404
    assert web().get(f"/calendar/{secret}.ics").status_code == 200
    assert CalendarFeed.objects.filter(user=engineer).count() == 1


def test_everybody_has_their_own(web, address, shop, maya):
    make_calendar(shop, by=maya)
    assert web().get(address).status_code == 200


def test_the_secret_is_not_kept_and_not_logged(address, engineer):
    secret = address.split("/")[-1].removesuffix(".ics")
    assert len(secret) == 32
    feed = engineer.calendar_feeds.get()
    assert secret not in str(vars(feed))
    assert without_secret(address) == "/calendar/…"
    assert without_secret(f"Internal Server Error: {address}") == "Internal Server Error: /calendar/…"
    assert without_secret("/settings/calendar/SHOP/") == "/settings/calendar/SHOP/"


@pytest.mark.parametrize("secret", ["x", "x" * 10_000, "%00", "拾光", "..", "a;b"])
def test_what_is_no_address_is_missing(web, owner, secret):
    response = web().get(f"/calendar/{secret}.ics")
    assert response.status_code == 404


def test_who_guesses_has_to_wait(web, address):
    client = web()
    answers = [client.get(f"/calendar/guess{n}.ics", REMOTE_ADDR="2001:db8::1").status_code for n in range(31)]
    assert answers == [404] * 30 + [429]
    refused = client.get(address, REMOTE_ADDR="2001:db8::2")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert client.get(address, REMOTE_ADDR="2001:db8:1::1").status_code == 200


def test_it_is_kept_out_of_caches_search_engines_and_referrers(web, address):
    response = web().get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies


def test_reading_is_noted_at_most_every_five_minutes(web, address, engineer):
    web().get(address)
    first = engineer.calendar_feeds.get().read_at
    web().get(address)
    assert engineer.calendar_feeds.get().read_at == first is not None


def test_the_whole_file_asks_a_constant_number_of_questions(web, address, shop, manager, django_assert_max_num_queries):
    for number in range(12):
        create_version(shop, by=manager, name=f"3.{number}", release=soon(number + 1))
    with django_assert_max_num_queries(9):
        web().get(address)


def test_make_copy_renew_and_switch_off_in_the_settings(web, engineer, shop, help_desk):
    client = web(engineer)
    assert "Help centre" in client.get("/settings/calendar/").content.decode()
    page = client.post("/settings/calendar/SHOP/").content.decode()
    address = page.split('data-copy-target="source" tabindex="0">')[1].split("<")[0]
    assert page.count(address.partition(":")[2]) == 2  # to copy, and to open
    path = urlsplit(address).path
    assert web().get(path).status_code == 200
    shown = client.get("/settings/calendar/SHOP/").content.decode()
    assert path not in shown
    assert "Make a new address" in shown
    client.post("/settings/calendar/SHOP/off/")
    assert web().get(path).status_code == 404
    assert "Make the address" in client.get("/settings/calendar/SHOP/").content.decode()


def test_a_product_one_does_not_see_has_no_calendar(web, outsider, shop):
    client = web(outsider)
    assert client.get("/settings/calendar/SHOP/").status_code == 404
    assert client.post("/settings/calendar/SHOP/").status_code == 404
    assert CalendarFeed.objects.count() == 0
