"""A test clock, and a look at the plan."""

from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from notifications.models import ReminderDelivery
from pmhub.lib.fuzzy_dates import FuzzyDate


def settle():
    """Do now what the database does at a commit, which never comes in a test that is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def clock(at):
    """Let the database believe that it is another time while it plans."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pmhub.clock', %s, false)", [at.isoformat()])
        try:
            yield
            settle()
        finally:
            cursor.execute("SELECT set_config('pmhub.clock', '', false)")


def day(text):
    return FuzzyDate.parse(text)


def plan(**filters):
    """The planned rows as (days before, whose, channel, when in UTC), in the order in which they come."""
    settle()
    rows = ReminderDelivery.objects.filter(state="planned", **filters).select_related("recipient")
    return [
        (row.days_before, row.recipient.name.split()[0], str(row.channel), f"{row.due_at:%m-%d %H:%M}")
        for row in rows.order_by("due_at", "recipient__name", "channel")
    ]


@pytest.fixture
def today(db):
    """A day long ago enough that no date of a test is past: the test clock shows its first moment."""
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pmhub.clock', %s, false)", [moment.isoformat()])
    yield date(2026, 11, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pmhub.clock', '', false)")
