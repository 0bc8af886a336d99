from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from changes.models import Change
from changes.operations.undoing import undo_batch
from changes.stream import catch_up
from feedback.models import ClockEvent, Contact, Feedback, ServiceTarget
from feedback.models.clock_event import ClockKind
from feedback.operations.answering import add_note, reply
from feedback.operations.escalating import escalate
from feedback.operations.judging import judge
from feedback.operations.triaging import assign, wait
from feedback.tasks import escalate as sweep
from notifications.models import Notification
from products.models import Membership

DAY = timedelta(days=1)


@pytest.fixture
def late(make_voice):
    """Received three days ago, never answered: response and solution are a day late."""
    return make_voice(received_at=timezone.now() - 3 * DAY)


def escalations(voice):
    kinds = ClockEvent.objects.filter(feedback=voice, due_at__isnull=False).order_by("id")
    return list(kinds.values_list("kind", flat=True))


def told(user):
    return [(row.reason, row.feedback.key) for row in Notification.objects.filter(user=user).select_related("feedback")]


def test_what_is_late_is_noted_once_by_the_system(late):
    assert escalate() == 2
    assert escalate() == 0
    assert escalations(late) == ["response_late", "solution_late"]
    event = ClockEvent.objects.filter(kind=ClockKind.RESPONSE_LATE).get()
    assert (event.by, event.due_at) == (User.objects.system(), late.response_due_at)
    assert set(Change.objects.filter(operation="escalate").values_list("actor_id", flat=True)) == {event.by_id}


def test_what_is_in_time_answered_closed_or_waiting_is_left_alone(make_voice, maya):
    then = timezone.now() - 3 * DAY
    fresh, answered, closed, waiting = make_voice(), *(make_voice(received_at=then) for _ in range(3))
    reply(answered, by=maya, body="We are on it.")
    Feedback.objects.filter(pk=closed.pk).update(state="solved")
    wait(waiting, by=maya)
    catch_up()
    escalate()
    assert [escalations(voice) for voice in (fresh, answered, closed, waiting)] == [
        [], ["solution_late"], [], ["response_late"],
    ]  # fmt: skip


def test_who_was_told_is_not_told_again_when_the_target_moves_back(shop, late):
    escalate()
    ServiceTarget.objects.create(product=shop, response_hours=24, solution_hours=30)
    catch_up()
    assert escalate() == 0


def test_what_falls_due_once_more_is_escalated_once_more(shop, late):
    now = timezone.now()
    escalate(now)
    ServiceTarget.objects.create(product=shop, response_hours=96, solution_hours=96)
    catch_up()
    assert escalate(now + timedelta(hours=1)) == 0
    assert escalate(now + 2 * DAY) == 2


def test_the_assignee_is_told_in_one_row(late, engineer, manager):
    assign(late, by=manager, to=engineer)
    sweep()
    catch_up()
    assert sorted(told(engineer)) == [("late", late.key), ("voice", late.key)]
    assert not told(manager)


def test_without_an_assignee_the_managers_are_told(late, people, shop):
    sweep()
    catch_up()
    chiefs = set(Membership.objects.filter(product=shop, role__gte=30).values_list("user", flat=True))
    assert set(Notification.objects.filter(reason="late").values_list("user", flat=True)) == chiefs
    assert {people.owner.pk, people.manager.pk} == chiefs


def test_many_late_items_are_one_row(make_voice, manager):
    for _ in range(3):
        make_voice(received_at=timezone.now() - 3 * DAY)
    sweep()
    catch_up()
    row = Notification.objects.get(user=manager)
    assert (row.title, row.is_of_many) == ("3 items of feedback", True)


def test_being_assigned_is_told_and_taken_back(voice, engineer, manager):
    assign(voice, by=manager, to=engineer)
    catch_up()
    assert told(engineer) == [("voice", voice.key)]
    undo_batch(Change.objects.filter(operation="assign").latest("id").batch, by=manager)
    catch_up()
    assert not told(engineer)


def test_who_works_on_it_hears_what_the_customer_says(voice, engineer, manager, shop, web):
    assign(voice, by=engineer, to=engineer)
    li = Contact.objects.create(product=shop, name="Li")
    for note in ("It is still green.", "And now it is red."):
        judge(voice, li, by=User.objects.system(), solved=False, note=note)
    add_note(voice, by=manager, body="Look at the palette.")
    catch_up()
    assert told(engineer) == [("answer", voice.key)]
    assert "2 answers of the customer" in web(engineer).get("/inbox/").content.decode()


def test_who_takes_it_on_themselves_is_not_told(voice, engineer):
    assign(voice, by=engineer, to=engineer)
    catch_up()
    assert not told(engineer)


def test_the_inbox_and_rest_name_the_item(web, api, late, engineer, manager):
    assign(late, by=manager, to=engineer)
    sweep()
    catch_up()
    page = web(engineer).get("/inbox/").content.decode()
    assert f'href="/p/SHOP/feedback/{late.number}/"' in page
    assert "Its time is over" in page
    rows = api(engineer).get("/api/v1/notifications/").json()["results"]
    assert {row["about"]["type"] for row in rows} == {"feedback"}


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_note_it_once(make_voice):
    voices = [make_voice(received_at=timezone.now() - 3 * DAY) for _ in range(20)]
    start, now = Barrier(2), timezone.now()

    def run():
        start.wait()
        try:
            return escalate(now)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        noted = sum(pool.map(lambda _: run(), range(2)))
    assert noted == 2 * len(voices)
    assert all(escalations(voice) == ["response_late", "solution_late"] for voice in voices)
