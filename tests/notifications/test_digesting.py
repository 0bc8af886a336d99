"""The week's feedback comes to who works on a product: once, on the morning of their Monday, if they want it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from feedback.digest.week import Week
from feedback.models import Feedback
from feedback.operations.reporting import report
from notifications import tasks
from notifications.models import Digest, DigestDelivery, Letter, Notification, Preference
from notifications.operations.digesting import tell_of_weeks
from notifications.operations.mailing import claim, draft, mail_reminders, mark
from notifications.operations.reading import mute, prefer
from pmhub.celery import app
from products.models import Membership
from products.operations.products import create_product
from tests.notifications.servers import no_server, smtp_server
from tests.platform.processes import celery_worker, end, eventually

WEEK = datetime(2026, 10, 11, 16, tzinfo=UTC)  # midnight of Monday in Shanghai, where 2026-W42 begins
OVER = WEEK + timedelta(days=7)
MORNING = OVER + timedelta(hours=17)  # 9 in UTC


def at(moment=MORNING, **later):
    return lambda: moment + timedelta(**later)


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def week(shop, maya):
    """Three items of the week and one of the week before; nobody is told of anything else."""
    for days in (1, 2, 6, -3):
        report(shop, by=maya, body="优惠券不能叠加", received_at=WEEK + timedelta(days=days, hours=1))
    Membership.objects.update(created_at=WEEK)
    Notification.objects.all().delete()
    return shop


@pytest.fixture
def server(settings):
    with smtp_server(settings) as handler:
        yield handler


def told(person):
    rows = Notification.objects.visible_to(person).with_things().order_by("id")
    return [(str(row.reason), row.title, row.told) for row in rows]


def people_told():
    return set(Notification.objects.values_list("user__email", flat=True))


def test_who_works_on_the_product_hears_of_the_week(week, people):
    assert tell_of_weeks(at()) == 5
    at_work = [people.owner, people.manager, people.engineer, people.maya, people.designer]
    assert people_told() == {person.email for person in at_work}  # not the viewer, nor who only runs the installation
    assert told(people.maya) == [
        ("digest", "Feedback · Week 42 · 12–18 Oct 2026", "3 items received (+2) · 0% answered in time")
    ]
    assert tell_of_weeks(at(hours=3)) == 0


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Pacific/Auckland", "Europe/Berlin", "America/Los_Angeles"])
def test_each_hears_it_at_nine_on_their_own_monday(week, maya, zone):
    User.objects.filter(pk=maya.pk).update(time_zone=zone)
    nine = datetime(2026, 10, 19, 9, tzinfo=ZoneInfo(zone))
    tell_of_weeks(at(nine, minutes=-1))
    assert maya.email not in people_told()
    tell_of_weeks(at(nine))
    assert maya.email in people_told()


def test_nobody_hears_of_a_week_that_is_not_over_where_the_product_is(week, maya):
    type(week).objects.update(time_zone="America/Los_Angeles")
    User.objects.update(time_zone="Pacific/Auckland")
    nine = datetime(2026, 10, 19, 9, tzinfo=ZoneInfo("Pacific/Auckland"))
    tell_of_weeks(at(nine, hours=23))
    assert "digest" not in {reason for reason, title, said in told(maya) if title.endswith("W42")}
    tell_of_weeks(at(nine, hours=24))
    assert "Feedback · Week 42 · 12–18 Oct 2026" in {title for _reason, title, _said in told(maya)}


def test_the_hour_is_that_of_ones_reminders(week, maya):
    prefer(maya, by=maya, hour=14)
    User.objects.filter(pk=maya.pk).update(time_zone="UTC")
    tell_of_weeks(at(hours=4))
    assert not told(maya)
    tell_of_weeks(at(hours=5))
    assert told(maya)


def test_a_week_without_anything_is_not_told(shop, maya):
    report(shop, by=maya, body="Long ago", received_at=WEEK - timedelta(days=1))
    assert tell_of_weeks(at()) == 0
    assert not Digest.objects.exists()


def test_a_week_without_anything_is_not_reckoned_at_each_sweep(shop, maya):
    report(shop, by=maya, body="Long ago", received_at=WEEK - timedelta(days=1))
    with CaptureQueriesContext(connection) as first:
        tell_of_weeks(at())
    with CaptureQueriesContext(connection) as second:
        tell_of_weeks(at())
    assert len(second) < len(first)
    report(shop, by=maya, body="Written down late", received_at=OVER - timedelta(days=1))
    cache.clear()  # as after a while
    assert tell_of_weeks(at()) > 0


def test_only_the_last_week_is_told_after_a_long_silence(week, maya):
    report(week, by=maya, body="Later", received_at=OVER + timedelta(days=2))
    tell_of_weeks(at(days=7))
    assert [title for _reason, title, _said in told(maya)] == ["Feedback · Week 43 · 19–25 Oct 2026"]


def test_who_left_came_later_or_muted_it_hears_nothing(week, people):
    week.memberships.filter(user=people.designer).delete()
    week.memberships.filter(user=people.engineer).update(created_at=datetime(2100, 1, 1, tzinfo=UTC))
    mute(people.manager, by=people.manager, reason="digest")
    User.objects.filter(pk=people.owner.pk).update(is_active=False)
    assert tell_of_weeks(at()) == 1
    assert people_told() == {people.maya.email}


def test_rising_topics_are_in_the_headline(shop, maya):
    for number in range(30):
        report(shop, by=maya, body=f"页面打开很慢{number}", received_at=WEEK - timedelta(days=2))
    for number in range(8):
        report(shop, by=maya, body=f"你们的优惠券不能叠加{number}", received_at=WEEK + timedelta(days=2))
    Membership.objects.update(created_at=WEEK)
    tell_of_weeks(at())
    ((_reason, _title, said),) = told(maya)
    assert "优惠券不能叠加" in said


def test_the_inbox_leads_to_the_page_of_the_week(week, maya, web, api):
    tell_of_weeks(at())
    page = web(maya).get("/inbox/").content.decode()
    assert 'href="/p/SHOP/feedback/digest/?week=2026-W42"' in page
    assert 'href="/inbox/mute/digest/"' in page
    row = api(maya).get("/api/v1/notifications/").json()["results"][0]
    assert (row["about"]["type"], row["reason"], row["date"]) == ("digest", "digest", None)


def test_it_is_in_the_one_letter_of_the_day(server, week, maya, web):
    tell_of_weeks(at())
    assert mail_reminders(at()) == 5
    (letter,) = server.of(maya.email)
    assert letter["Subject"].strip() == "拾光商城: Feedback · Week 42 · 12–18 Oct 2026"
    text = letter.get_body(("plain",)).get_content()
    assert "3 items received (+2)" in text
    assert text.count("Week 42 · 12–18 Oct 2026") == 1
    assert "/p/SHOP/feedback/digest/?week=2026-W42" in text
    assert "/inbox/mute/digest/" in text
    assert set(DigestDelivery.objects.values_list("state", flat=True)) == {"sent"}
    assert mail_reminders(at(days=1)) == 0


def test_the_first_letter_of_the_morning_has_it_before_any_sweep_of_weeks(server, week, maya):
    """Else a reminder of nine o'clock would be the day's letter, and the digest that of Tuesday."""
    User.objects.update(time_zone="UTC")
    assert tell_of_weeks(at(hours=-3)) == 5
    assert not told(maya)
    assert mail_reminders(at(minutes=-1)) == 0
    assert mail_reminders(at()) == 5
    tell_of_weeks(at(minutes=5))
    assert (len(told(maya)), len(server.of(maya.email))) == (1, 1)
    tell_of_weeks(at(minutes=15))
    assert mail_reminders(at(days=1)) == 0
    assert len(told(maya)) == 1


def test_who_takes_mail_up_after_the_inbox_has_told_gets_none_of_that_week(server, week, maya):
    prefer(maya, by=maya, by_mail=False)
    tell_of_weeks(at())
    prefer(maya, by=maya, by_mail=True)
    tell_of_weeks(at(hours=1))
    mail_reminders(at(hours=1))
    assert not server.of(maya.email)


def test_the_weeks_of_two_products_are_one_letter(server, week, manager):
    other = create_product(manager, by=manager, key="POS", name="Till", time_zone="UTC")
    report(other, by=manager, body="One", received_at=WEEK + timedelta(days=2))
    Membership.objects.update(created_at=WEEK)
    tell_of_weeks(at())
    assert mail_reminders(at()) == 5
    (letter,) = server.of(manager.email)
    assert letter["Subject"].strip() == "Till: Feedback · Week 42 · 12–18 Oct 2026 – and 1 more"
    text = letter.get_body(("plain",)).get_content()
    assert "/p/SHOP/feedback/digest/" in text
    assert "/p/POS/feedback/digest/" in text


@pytest.mark.parametrize(("in_app", "by_mail"), [(True, False), (False, True), (False, False)])
def test_it_goes_where_ones_settings_say(server, week, maya, in_app, by_mail):
    prefer(maya, by=maya, in_app=in_app, by_mail=by_mail)
    for _again in range(2):
        tell_of_weeks(at())
        mail_reminders(at())
    assert (len(told(maya)), len(server.of(maya.email))) == (in_app, by_mail)


def test_what_changed_since_is_asked_once_more_before_the_mail(server, week, people):
    tell_of_weeks(at())
    mute(people.manager, by=people.manager, reason="digest")
    week.memberships.filter(user=people.maya).delete()
    prefer(people.engineer, by=people.engineer, by_mail=False)
    assert mail_reminders(at()) == 2
    assert {to for to, _mail in server.taken} == {people.owner.email, people.designer.email}
    assert not Letter.objects.filter(state="waiting").exists()
    assert DigestDelivery.objects.count() == 2


def test_a_server_that_is_away_delays_it(settings, week):
    tell_of_weeks(at())
    no_server(settings)
    assert mail_reminders(at()) == 0
    with smtp_server(settings) as server:
        assert mail_reminders(at(hours=2)) == len(server.taken) == 5


def test_a_letter_whose_worker_died_is_never_doubled_and_the_inbox_says_so(server, week, maya):
    tell_of_weeks(at())
    letter = claim(maya, MORNING)
    assert draft(letter, MORNING)
    assert mark(letter, MORNING)
    for hours in (1, 24):
        mail_reminders(at(hours=hours))
    assert not server.of(maya.email)
    assert DigestDelivery.objects.get(recipient=maya).state == "unclear"
    assert Notification.objects.get(user=maya).mail_failed


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_it_once(week):
    start = Barrier(2)

    def run(_number):
        start.wait()
        try:
            return tell_of_weeks(at())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, range(2)))
    assert (Digest.objects.count(), Notification.objects.count(), DigestDelivery.objects.count()) == (1, 5, 5)


@pytest.mark.slow
@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_tells_the_last_week(shop, maya, process_env, tmp_path):
    """On whatever day this runs: the Monday of people who live with the product has begun, and so has their day."""
    now = datetime.now(UTC)
    report(shop, by=maya, body="优惠券不能叠加", received_at=Week.last_of(shop, now).begins + timedelta(days=3))
    Membership.objects.update(created_at=WEEK)
    Preference.objects.bulk_create(Preference(user=person, hour=0, by_mail=False) for person in User.objects.people())
    User.objects.update(time_zone=shop.time_zone)
    app.control.purge()
    worker = celery_worker(process_env, tmp_path / "worker.log", "-c", "2", "-Q", "default")
    try:
        tasks.tell_of_weeks.delay()
        assert eventually(lambda: Notification.objects.filter(reason="digest").count() == 5, 30), worker.log.read_text()
    finally:
        end(worker)


def test_the_letter_says_what_the_page_says(server, week, maya):
    item = Feedback.objects.of(week).order_by("received_at")[1]
    Feedback.objects.filter(pk=item.pk).update(kind="defect")
    tell_of_weeks(at())
    mail_reminders(at())
    (letter,) = server.of(maya.email)
    for kind in ("plain", "html"):
        text = letter.get_body((kind,)).get_content()
        assert "Received: 3 (1 the week before)" in text, kind
        assert re.search(r"Defect: 1 \(0\)", text), kind
        assert "To review: alike, and for no requirement yet" in text, kind


def test_a_share_is_rounded_as_elsewhere():
    digest = Digest(monday=date(2026, 10, 12), received=9, before=9, answered=6, asked=9, topics=[])
    assert digest.headline == "9 items received · 67% answered in time"
