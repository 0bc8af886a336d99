"""Sixty days under a test clock: what was expected, what was sent, and what arrived are the same, each once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from notifications.models import Notification, ReminderDelivery
from notifications.operations.filling import fill_inboxes
from notifications.operations.mailing import mail_reminders
from tests.notifications.sixty_days import DAYS, EVENTS, FIRST, crowd_of, expected, happen, sent


@pytest.mark.slow
def test_expected_sent_and_distinct_are_the_same(shop):
    crowd = crowd_of(shop, 200)
    for hour in range(DAYS * 24 + 1):
        now = FIRST + timedelta(hours=hour)
        for event in [event for event in EVENTS if event[0] == now]:
            happen(shop, event)
        if ReminderDelivery.objects.filter(state="planned", due_at__lte=now).exists():
            fill_inboxes(lambda now=now: now)
            mail_reminders(lambda now=now: now)
    told = expected(crowd)
    for channel in ("inbox", "mail"):
        rows = sent(channel, ReminderDelivery.objects.filter(state="sent"))
        assert len(rows) == len(set(rows))
        assert set(rows) == told
    inbox = Counter(Notification.objects.values_list("user_id", "milestone_id", "day"))
    assert len(inbox) == len(told)
    one_a_day = Counter((message.to[0], message.extra_headers["Message-ID"]) for message in mail.outbox)
    assert set(one_a_day.values()) == {1}
    assert len(mail.outbox) == len({(person, day) for person, _milestone, day in inbox})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(sent_at - due_at) < interval '61 minutes' FROM notifications_reminderdelivery d"
            " JOIN roadmaps_milestone m ON m.id = d.milestone_id WHERE m.name <> 'Today'"
        )
        assert cursor.fetchone()[0]  # the clock here moves by hours
