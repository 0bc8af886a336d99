"""Two real beats and two real workers, killed at random, and a flushed Valkey: everybody is told of everything, once.

Real are the processes, their schedule, the queue, PostgreSQL, the mail server and its protocol, `kill -9` and FLUSHALL.
Not real is the time: all processes have a clock that jumps from one reminder of the sixty days to the next, and the two
sweeps of reminders come twice a second.
"""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Max, Min, Q

from notifications.models import Letter, Notification, ReminderDelivery
from pmhub.lib.letters import LetterState
from tests.notifications.fleet import Fleet
from tests.notifications.servers import smtp_server
from tests.notifications.sixty_days import EVENTS, LAST, crowd_of, expected, happen, sent

pytestmark = [pytest.mark.slow, pytest.mark.drill, pytest.mark.django_db(transaction=True)]
PATIENCE = 60  # seconds of real time for the reminders of one moment
LEASE = timedelta(minutes=4)  # longer than a dead worker's lease, and than the first pause after a failure
OPEN = ["planned", "sending"]
SEED = 20_270_920


@pytest.fixture
def server(settings):
    with smtp_server(settings) as handler:
        yield handler


@pytest.fixture
def fleet(process_env, server, settings):
    env = {**process_env, "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}", "PMHUB_TEST": "1"}
    with Fleet(env) as fleet:
        yield fleet


def moments(every):
    """From one reminder, or one event, to the next; with `every` hours all of so many hours at once."""
    events, now = sorted(EVENTS), None
    while True:
        ahead = ReminderDelivery.objects.filter(state="planned", due_at__lte=LAST)
        first = ahead.aggregate(at=Min("due_at"))["at"]
        if events and (first is None or events[0][0] <= max(first, now or first)):
            now = events[0][0]
            yield now, events.pop(0)
            continue
        if first is None:
            return
        last = first + timedelta(hours=every)
        if events:
            last = min(last, events[0][0])
        now = ahead.filter(due_at__lte=last).aggregate(at=Max("due_at"))["at"]
        yield now, None


def held(now):
    """Whether something waits only for a lease to end, or for the next try."""
    waiting = Q(claimed_until__gt=now) | Q(not_before__gt=now)
    return Letter.objects.filter(waiting, state__in=[LetterState.WAITING, LetterState.SENDING]).exists()


def arrive(fleet, moment, torment):
    """Let it be `moment`, and stay until all that is due then is told; `torment(fleet)` is called again and again."""
    fleet.set_clock(moment + timedelta(seconds=1))
    began = still = time.monotonic()
    left = None
    while due := ReminderDelivery.objects.filter(state__in=OPEN, due_at__lte=moment).count():
        assert time.monotonic() - began < PATIENCE, fleet.log_of("worker 1")[-3000:]
        if due != left:
            left, still = due, time.monotonic()
        elif time.monotonic() - still > 2 and held(fleet.now):
            fleet.set_clock(fleet.now + LEASE)
            still = time.monotonic()
        torment(fleet, due)
        fleet.tend()
        time.sleep(0.02)


class Torment:
    """What goes wrong while reminders are due, by the dice: so many kills of each kind, and two flushes."""

    def __init__(self, dice, rounds):
        self.dice = dice
        acts = ["beat", "worker", "child"] * rounds + ["flush"] * 2
        self.acts = dice.sample(acts, len(acts))
        self.flushed = 0

    def __call__(self, fleet, due):
        if not self.acts or self.dice.random() > 0.06:
            return
        act = self.acts.pop()
        if act == "flush":
            assert due
            fleet.broker.flushall()
            self.flushed += 1
        elif act == "child":
            fleet.kill_child(f"worker {self.dice.choice([1, 2])}")
        else:
            fleet.kill(f"{act} {self.dice.choice([1, 2])}")


def test_sixty_days_of_two_beats_kills_and_flushes(shop, fleet, server, is_drill, capsys):
    """In `make drill` 200 people and every single moment; in the suite 60 people and half a day at once."""
    crowd, dice = crowd_of(shop, 200 if is_drill else 60), random.Random(SEED)
    torment = Torment(dice, rounds=12 if is_drill else 2)
    midway = dice.sample(range(len(crowd), len(crowd) * 4), 2)  # mails while which both workers are killed
    server.on_data = lambda: len(server.taken) in midway and [fleet.kill(f"worker {n}") for n in (1, 2)]
    for moment, event in moments(every=0 if is_drill else 12):
        if event:
            happen(shop, event)
        else:
            arrive(fleet, moment, torment)
    told = expected(crowd)
    done = ReminderDelivery.objects.filter(state__in=["sent", "unclear"])
    for channel in ("inbox", "mail"):
        rows = sent(channel, done)
        assert len(rows) == len(set(rows))
        assert set(rows) == told
    assert torment.flushed == 2
    assert not torment.acts
    look_at_inboxes(told)
    lost = look_at_mail(server)
    unclear = Letter.objects.filter(state="unclear").count()
    with capsys.disabled():
        arrived = f"{len(server.taken)} mails arrived, {lost} did not, {unclear} of unclear fate"
        print(f"\nPer channel {len(told)} expected, sent, distinct; {arrived}; killed: {dict(Counter(fleet.kills))}")


def look_at_inboxes(told):
    """One row per person, thing and day."""
    rows = list(Notification.objects.values_list("user_id", "milestone__name", "target_on", "day"))
    assert len(rows) == len(set(rows))
    assert {row[:3] for row in rows} == {(person, name, due) for name, due, _offset, person in told}


def look_at_mail(server):
    """Every letter came at most once. How many did not, whose workers died handing them over: the inbox says so."""
    letters = Letter.objects.filter(state__in=["sent", "unclear"])
    taken = Counter(message["Message-ID"].strip() for _to, message in server.taken)
    assert set(taken.values()) == {1}
    assert taken.keys() <= set(letters.values_list("message_id", flat=True))
    lost = letters.exclude(message_id__in=taken)
    assert set(lost.values_list("state", flat=True)) <= {"unclear"}
    for row in ReminderDelivery.objects.filter(letter__state="unclear"):
        assert Notification.objects.filter(user=row.recipient_id, milestone=row.milestone_id).exists()
    return lost.count()
