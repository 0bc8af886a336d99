"""Two sweepers, killed workers, a flushed Redis: no reminder twice, none missed."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from notifications.models import Letter, Notification, Preference, ReminderDelivery, ReminderRule
from notifications.operations.filling import fill_inboxes
from notifications.operations.mailing import mail_reminders
from products.models import Membership
from roadmaps.models import Milestone
from tests.notifications.servers import smtp_server
from tests.platform.processes import celery_worker, end, eventually
from tests.world import person

PEOPLE = 12
SWEEP = """
import os, signal, django
django.setup()
from notifications.operations import mailing
from pmhub.lib.courier import Courier
if DIE == "after the claim":
    Courier.post = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
elif DIE == "after the mark":
    mark = mailing.mark
    mailing.mark = lambda *words: (mark(*words), os.kill(os.getpid(), signal.SIGKILL))
mailing.mail_reminders()
"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def due(shop, transactional_db):
    """Reminders that were due a moment ago, for a dozen people who all are told of three milestones."""
    people = [person(f"p{n}@example.org", f"P{n}") for n in range(PEOPLE)]
    Membership.objects.filter(product=shop).exclude(role=40).delete()
    Preference.objects.bulk_create(Preference(user=one, hour=0) for one in people)  # whatever the time of this test is
    for one in people:
        Membership.objects.create(product=shop, user=one, role=10)
    ReminderRule.objects.create(product=shop, offsets=[1], to_roles=[10])
    for name in ("A", "B", "C"):
        Milestone.objects.create(product=shop, name=name, due_on=timezone.now() + timezone.timedelta(days=3))
    ReminderDelivery.objects.update(due_at=timezone.now() - timezone.timedelta(minutes=1))
    return people


@pytest.fixture
def server(settings):
    with smtp_server(settings) as handler:
        yield handler


@pytest.fixture
def env(process_env, server, settings):
    return {**process_env, "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}", "PMHUB_TEST": "1"}


def arrived(server):
    return sorted(to for to, _message in server.taken)


def each_once(people):
    return sorted(one.email for one in people)


def test_sweepers_at_once_tell_everybody_once(due, server):
    together = Barrier(4)

    def sweep(function):
        try:
            together.wait(10)
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(sweep, [fill_inboxes, fill_inboxes, mail_reminders, mail_reminders]))
    mail_reminders()
    assert arrived(server) == each_once(due)
    assert Notification.objects.count() == PEOPLE * 3
    assert set(ReminderDelivery.objects.values_list("state", flat=True)) == {"sent"}


def kill_one(env, when):
    code = subprocess.run(
        [sys.executable, "-c", f"DIE = {when!r}\n{SWEEP}"], env=env, timeout=60, check=False
    ).returncode
    assert code == -signal.SIGKILL


@pytest.mark.slow
def test_killed_between_claim_and_sending(due, server, env):
    kill_one(env, "after the claim")
    assert server.taken == []
    mail_reminders()
    assert len(server.taken) == PEOPLE - 1  # one letter is leased to the dead
    Letter.objects.filter(state="waiting").update(claimed_until=timezone.now())
    mail_reminders()
    assert arrived(server) == each_once(due)


@pytest.mark.slow
def test_killed_between_mark_and_sending(due, server, env):
    kill_one(env, "after the mark")
    mail_reminders()
    Letter.objects.filter(state="sending").update(claimed_until=timezone.now())
    mail_reminders()
    (lost,) = Letter.objects.filter(state="unclear")
    assert arrived(server) == [mail for mail in each_once(due) if mail != lost.address]
    assert Notification.objects.filter(user=lost.recipient, mail_failed=True).count() == 3


@pytest.mark.slow
@pytest.mark.drill
def test_real_workers_killed_at_random_and_redis_flushed(due, server, env, tmp_path):
    from notifications.tasks import fill_inboxes as fill_task
    from notifications.tasks import mail_reminders as mail_task

    broker = redis.from_url(django_settings.REDIS_URL)
    options = ["-P", "prefork", "-c", "2", "-Q", "default,mail"]
    first = celery_worker(env, tmp_path / "first.log", *options)
    try:
        server.on_data = lambda: os.kill(first.pid, 0) if len(server.taken) < 4 else end(first)
        fill_task.apply_async()
        mail_task.apply_async()
        assert eventually(lambda: first.poll() is not None, 30)
    finally:
        end(first)
    for key in broker.scan_iter(f"{django_settings.REDIS_PREFIX}:*"):
        broker.delete(key)
    Letter.objects.exclude(claimed_until=None).update(claimed_until=timezone.now())
    second = celery_worker(env, tmp_path / "second.log", *options)
    try:
        fill_task.apply_async()  # as the clock does every minute
        mail_task.apply_async()
        assert eventually(lambda: not ReminderDelivery.objects.filter(state__in=["planned", "sending"]).exists(), 40)
    finally:
        end(second)
    sure = each_once(due)
    doubtful = set(Letter.objects.filter(state="unclear").values_list("address", flat=True))
    assert len(server.taken) == len(set(arrived(server)))
    assert set(sure) - doubtful <= set(arrived(server))
    assert Notification.objects.count() == PEOPLE * 3
