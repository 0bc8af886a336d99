"""Reminders in people's inboxes: when they come, to whom, and what can be done with them."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from notifications.models import Mute, Notification, ReminderDelivery
from notifications.models.delivery import how_long
from notifications.operations.filling import fill_inboxes
from roadmaps.models import Milestone
from roadmaps.operations.planning import edit_milestone
from tests.notifications.conftest import settle

pytestmark = pytest.mark.usefixtures("today")
MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)


def at(moment):
    return lambda: moment


@pytest.fixture
def freeze(milestone, engineer, manager):
    edit_milestone(milestone, by=manager, owner=engineer)
    settle()
    return milestone


@pytest.fixture
def told(freeze, engineer):
    fill_inboxes(at(MORNING))
    return Notification.objects.get(user=engineer)


def test_it_comes_in_the_morning_and_once(freeze, engineer):
    assert fill_inboxes(at(MORNING - timedelta(minutes=1))) == 0
    assert fill_inboxes(at(MORNING)) == 1
    assert fill_inboxes(at(MORNING)) == 0
    row = Notification.objects.get()
    assert (row.user, row.name, row.days_left, row.reason) == (engineer, "Code freeze", 7, "owner")


def test_forty_days_away_are_one_row_per_thing(freeze, engineer):
    fill_inboxes(at(MORNING + timedelta(days=40)))
    assert Notification.objects.get().days_left == -33
    assert set(ReminderDelivery.objects.filter(channel="inbox").values_list("state", flat=True)) == {"sent"}


def test_who_lost_sight_of_the_product_is_not_told(freeze, shop, engineer):
    shop.memberships.filter(user=engineer).delete()
    settle()
    assert fill_inboxes(at(MORNING)) == 0


def test_the_facts_of_the_moment_count_even_if_the_plan_were_wrong(freeze, engineer, other_product):
    Milestone.objects.filter(pk=freeze.pk).update(done_at=timezone.now())
    assert ReminderDelivery.objects.filter(state="planned").exists()  # the transaction has not ended yet
    fill_inboxes(at(MORNING))
    assert not Notification.objects.exists()


def test_the_side_bar_counts_what_is_unread(web, engineer, told):
    client = web(engineer)
    assert '<span aria-hidden="true">1</span>' in client.get("/products/").content.decode()
    client.post("/inbox/", {"act": "read", "id": told.pk})
    assert '<span aria-hidden="true">1</span>' not in client.get("/products/").content.decode()


def test_a_row_says_what_when_and_why(web, engineer, told):
    page = web(engineer).get("/inbox/").content.decode()
    assert "Code freeze" in page
    assert how_long((told.target_on - timezone.localdate()).days) in page
    assert "You own it" in page


@pytest.mark.parametrize(("days", "says"), [(3, "due in 3 days"), (0, "due today"), (-2, "2 days late")])
def test_days_are_counted_from_the_readers_today(web, engineer, told, freeze, days, says):
    User.objects.filter(pk=engineer.pk).update(time_zone="Pacific/Kiritimati")  # often a day ahead of the server
    due = timezone.now().astimezone(ZoneInfo("Pacific/Kiritimati")).date() + timedelta(days=days)
    Milestone.objects.filter(pk=freeze.pk).update(due_on=due)
    Notification.objects.update(target_on=due, day=due - timedelta(days=7))
    page = web(engineer).get("/inbox/").content.decode()
    assert says in page
    assert "due in 7 days" not in page
    assert ('class="late"' in page) == (days < 0)
    Milestone.objects.filter(pk=freeze.pk).update(done_at=timezone.now())
    page = web(engineer).get("/inbox/").content.decode()
    assert says not in page


@pytest.mark.parametrize(("act", "shelf"), [("done", "done"), ("snooze", "later")])
def test_done_and_later_leave_the_inbox_and_come_back(web, engineer, told, act, shelf):
    client = web(engineer)
    client.post("/inbox/", {"act": act, "id": told.pk})
    assert "Code freeze" not in client.get("/inbox/").content.decode()
    assert "Code freeze" in client.get(f"/inbox/?show={shelf}").content.decode()
    client.post("/inbox/", {"act": "reopen", "id": told.pk})
    assert "Code freeze" in client.get("/inbox/").content.decode()


def test_what_slept_is_unread_again_in_the_morning(engineer, told):
    from notifications.operations.reading import act_on, snooze

    act_on(engineer, by=engineer, ids=[told.pk], act="read")
    snooze(engineer, by=engineer, ids=[told.pk])
    mine = Notification.objects.visible_to(engineer)
    assert not mine.waiting(timezone.now()).exists()
    assert mine.waiting(timezone.now() + timedelta(days=2)).unread().count() == 1


def test_nobody_touches_anothers_row(web, manager, told):
    web(manager).post("/inbox/", {"act": "done", "id": told.pk})
    told.refresh_from_db()
    assert told.done_at is None


def test_a_hidden_product_is_not_in_the_inbox(web, shop, engineer, told):
    shop.memberships.filter(user=engineer).delete()
    page = web(engineer).get("/inbox/").content.decode()
    assert "Code freeze" not in page
    assert '<span aria-hidden="true">1</span>' not in page


def test_a_fragment_takes_the_row_away_and_counts_anew(web, engineer, told):
    answer = web(engineer).post("/inbox/", {"act": "done", "id": told.pk}, headers={"HX-Request": "true"})
    assert 'hx-swap-oob="true"' in answer.content.decode()
    assert "<tr" not in answer.content.decode()


def test_muting_from_the_inbox(web, engineer, told, freeze):
    client = web(engineer)
    address = f"/inbox/mute/milestone/{freeze.pk}/"
    assert "Code freeze" in client.get(address + "?why=owner").content.decode()
    client.post(address)
    settle()
    assert not ReminderDelivery.objects.filter(state="planned", recipient=engineer).exists()
    assert "Code freeze" in client.get("/settings/reminders/").content.decode()
    client.post(f"/settings/reminders/muted/{Mute.objects.get().pk}/remove/")
    settle()
    assert ReminderDelivery.objects.filter(state="planned", recipient=engineer).exists()


def test_muting_a_reason(web, engineer, told):
    web(engineer).post("/inbox/mute/owner/")
    assert Mute.objects.get().reason == "owner"
    told.refresh_from_db()
    assert told.done_at


def test_nobody_mutes_what_they_may_not_see(web, outsider, freeze, requirement):
    assert web(outsider).get(f"/inbox/mute/requirement/{requirement.pk}/").status_code == 404
    assert web(outsider).post(f"/inbox/mute/requirement/{requirement.pk}/").status_code == 404
    assert not Mute.objects.exists()
    assert web(outsider).post(f"/inbox/mute/milestone/{freeze.pk}/").status_code == 404
    assert web(outsider).get("/inbox/mute/nothing/").status_code == 404


def test_what_was_deleted_or_moved_since_says_so(web, engineer, manager, told, freeze):
    from pmhub.lib.fuzzy_dates import FuzzyDate

    edit_milestone(freeze, by=manager, due=FuzzyDate.parse("2027-Q1"))
    assert "now 2027 Q1" in web(engineer).get("/inbox/").content.decode()
    freeze.delete()
    assert "deleted since" in web(engineer).get("/inbox/").content.decode()


def test_the_inbox_costs_the_same_for_many(web, engineer, shop, told, django_assert_max_num_queries):
    Notification.objects.bulk_create(
        Notification(
            user=engineer, product=shop, milestone=Milestone.objects.create(product=shop, name=f"M{n}"), reason="owner",
            name=f"M{n}", target_on="2026-12-01", day="2026-11-24",
        )
        for n in range(50)
    )  # fmt: skip
    client = web(engineer)
    client.get("/inbox/")
    with django_assert_max_num_queries(7):
        client.get("/inbox/")


def test_two_hundred_rows_done_at_once(web, engineer, told):
    assert web(engineer).post("/inbox/", {"act": "done", "id": [told.pk, "x", "9" * 30]}).status_code == 302
    assert User.objects.filter(pk=engineer.pk).exists()
    told.refresh_from_db()
    assert told.done_at


@pytest.mark.parametrize("act", ["done", "snooze"])
def test_the_message_takes_back_what_went(web, engineer, manager, told, act):
    client = web(engineer)
    answer = client.post("/inbox/", {"act": act, "id": told.pk}, headers={"HX-Request": "true"})
    way_back = json.loads(answer["HX-Trigger"])["toast"]["undo"]
    web(manager).post(way_back)  # not theirs
    told.refresh_from_db()
    assert told.done_at or told.snoozed_until
    assert client.post(way_back, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    told.refresh_from_db()
    assert (told.done_at, told.snoozed_until, told.read_at) == (None, None, None)
    page = client.post("/inbox/", {"act": act, "id": told.pk}, follow=True).content.decode()
    assert f'action="{way_back}"' in page


def test_a_message_of_reading_offers_no_way_back(web, engineer, told):
    answer = web(engineer).post("/inbox/", {"act": "read", "id": told.pk}, headers={"HX-Request": "true"})
    assert json.loads(answer["HX-Trigger"])["toast"]["undo"] == ""
