"""Sixty days under a test clock: what was expected, what was sent, and what arrived are the same, each once."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection

from accounts.models import User
from notifications.models import Notification, ReminderDelivery, ReminderRule
from notifications.operations.filling import fill_inboxes
from notifications.operations.mailing import mail_reminders
from products.models import Membership
from roadmaps.models import Milestone
from tests.notifications.conftest import clock

ZONES = [
    "Pacific/Midway", "Pacific/Honolulu", "America/Los_Angeles", "America/New_York", "America/Sao_Paulo",
    "Atlantic/Azores", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Shanghai", "Australia/Lord_Howe",
    "Pacific/Kiritimati",
]  # fmt: skip
PEOPLE, DAYS = 200, 60
OFFSETS = [3, 0]
# On Lord Howe summer time begins on 3 October, in Europe it ends on the 31st, in America on 7 November: somebody is
# reminded on each of these mornings.
BEGINS = date(2027, 9, 20)
DUE = {"Howe": date(2027, 10, 3), "Europe": date(2027, 11, 3), "America": date(2027, 11, 7)}
MOVED = {20: ("Europe", date(2027, 10, 31)), 46: ("America", date(2027, 11, 10))}  # on which day, what, to when


@pytest.fixture
def crowd(shop):
    """200 people in 12 time zones, each reminded at their nine o'clock."""
    people = User.objects.bulk_create(
        User(email=f"p{n}@example.org", name=f"P{n}", time_zone=ZONES[n % len(ZONES)], password="!")
        for n in range(PEOPLE)
    )
    Membership.objects.bulk_create(Membership(product=shop, user=person, role=20) for person in people)
    ReminderRule.objects.create(product=shop, offsets=OFFSETS, to_roles=[20], to_assignees=False)
    Membership.objects.filter(product=shop).exclude(user__in=people).delete()
    return people


def oracle(crowd, first, moves):
    """`{(milestone name, date, days before, person)}` of what has to arrive, by other means than the database's."""
    expected = set()
    for name, dates in moves.items():
        for (known_from, due), (changed_at, _next) in zip(dates, [*dates[1:], (None, None)], strict=True):
            for person in crowd:
                zone = ZoneInfo(person.time_zone)
                for offset in OFFSETS:
                    at = datetime.combine(due - timedelta(days=offset), time(9), zone)
                    if at > known_from and at <= first + timedelta(days=DAYS) and (not changed_at or at <= changed_at):
                        expected.add((name, due, offset, person.pk))
    return expected


@pytest.mark.slow
def test_expected_sent_and_distinct_are_the_same(shop, crowd):
    first = datetime.combine(BEGINS, time(0), UTC)
    moves = {name: [(first, due)] for name, due in DUE.items()}
    with clock(first):
        for name, due in DUE.items():
            Milestone.objects.create(product=shop, name=name, due_on=due)
    for hour in range(DAYS * 24 + 1):
        now = first + timedelta(hours=hour)
        if hour % 24 == 5 and hour // 24 in MOVED:
            name, due = MOVED[hour // 24]
            with clock(now):
                Milestone.objects.filter(name=name).update(due_on=due)
            moves[name].append((now, due))
        if ReminderDelivery.objects.filter(state="planned", due_at__lte=now).exists():
            fill_inboxes(lambda now=now: now)
            mail_reminders(lambda now=now: now)
    expected = oracle(crowd, first, moves)
    for channel in ("inbox", "mail"):
        rows = ReminderDelivery.objects.filter(channel=channel, state="sent").select_related("milestone")
        sent = [(row.milestone.name, row.target_on, row.days_before, row.recipient_id) for row in rows]
        assert len(sent) == len(set(sent))
        assert set(sent) == expected
    inbox = Counter(Notification.objects.values_list("user_id", "milestone_id", "day"))
    assert len(inbox) == len(expected)
    one_a_day = Counter((message.to[0], message.extra_headers["Message-ID"]) for message in mail.outbox)
    assert set(one_a_day.values()) == {1}
    assert len(mail.outbox) == len({(person, day) for person, _milestone, day in inbox})
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(sent_at - due_at) < interval '61 minutes' FROM notifications_reminderdelivery")
        assert cursor.fetchone()[0]  # the clock here moves by hours
