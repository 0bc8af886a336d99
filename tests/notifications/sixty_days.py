"""Sixty days of 200 people in twelve time zones, with both changes of the clocks, and who has to be told what."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from notifications.models import ReminderRule
from products.models import Membership
from roadmaps.models import Milestone
from tests.notifications.conftest import clock

ZONES = [
    "Pacific/Midway", "Pacific/Honolulu", "America/Los_Angeles", "America/New_York", "America/Sao_Paulo",
    "Atlantic/Azores", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Shanghai", "Australia/Lord_Howe",
    "Pacific/Kiritimati",
]  # fmt: skip
DAYS = 60
OFFSETS = [3, 0]
# On Lord Howe summer time begins on 3 October, in Europe it ends on the 31st, in America on 7 November: somebody is
# reminded on each of these mornings.
FIRST = datetime(2027, 9, 20, tzinfo=UTC)
LAST = FIRST + timedelta(days=DAYS)
DUE = {"Howe": date(2027, 10, 3), "Europe": date(2027, 11, 3), "America": date(2027, 11, 7)}
EVENTS = {  # when a date is set, of what, and to when
    **{(FIRST, name): day for name, day in DUE.items()},
    (FIRST + timedelta(days=20, hours=5), "Europe"): date(2027, 10, 31),
    (FIRST + timedelta(days=30, hours=12), "Today"): date(2027, 10, 20),  # when part of the world has passed nine
    (FIRST + timedelta(days=46, hours=5), "America"): date(2027, 11, 10),
}


def crowd_of(shop, count):
    """People in twelve time zones, each reminded at their nine o'clock; nobody else belongs to the product."""
    people = User.objects.bulk_create(
        User(email=f"p{n}@example.org", name=f"P{n}", time_zone=ZONES[n % len(ZONES)], password="!")
        for n in range(count)
    )
    Membership.objects.bulk_create(Membership(product=shop, user=person, role=20) for person in people)
    ReminderRule.objects.create(product=shop, offsets=OFFSETS, to_roles=[20], to_assignees=False)
    Membership.objects.filter(product=shop).exclude(user__in=people).delete()
    return people


def happen(shop, event):
    """Set or move the date of an event, while the database believes that it is then."""
    at, name = event
    with clock(at):
        Milestone.objects.update_or_create(product=shop, name=name, defaults={"due_on": EVENTS[event]})


def expected(crowd):
    """`{(milestone name, date, days before, person)}` of what has to arrive, by other means than the database's."""
    told = set()
    for (known_from, name), due in EVENTS.items():
        changed_at = min((at for at, other in EVENTS if other == name and at > known_from), default=LAST)
        for person in crowd:
            zone = ZoneInfo(person.time_zone)
            for offset in OFFSETS:
                day = due - timedelta(days=offset)
                is_over = datetime.combine(day + timedelta(days=1), time(0), zone) <= known_from
                if not is_over and datetime.combine(day, time(9), zone) <= changed_at:
                    told.add((name, due, offset, person.pk))
    return told


def sent(channel, deliveries):
    """As a list, what became of the rows of a channel, in the words of `expected`."""
    rows = deliveries.filter(channel=channel).select_related("milestone")
    return [(row.milestone.name, row.target_on, row.days_before, row.recipient_id) for row in rows]
