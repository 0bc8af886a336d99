"""The plan of reminders is right in the transaction that changes what it depends on, whoever writes."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from changes.operations.undoing import undo_batch
from notifications.models import Mute, Preference, ReminderDelivery, ReminderRule
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.operations import one_batch
from requirements.models import Assignment, Requirement
from roadmaps.models import Milestone, Version
from roadmaps.operations.planning import delete_milestone, edit_milestone, edit_version
from tests.notifications.conftest import clock, day, plan, settle

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def freeze(milestone, engineer, manager):
    """The milestone, due on the first of December, owned by Chen; its version has no date of its own."""
    edit_version(milestone.version, by=manager, release=None)
    edit_milestone(milestone, by=manager, owner=engineer)
    return milestone


def days(**filters):
    return sorted({row[0] for row in plan(**filters)}, reverse=True)


def test_every_product_has_reminders_from_the_beginning(freeze, engineer):
    name = engineer.name.split()[0]
    assert [row for row in plan() if row[2] == "mail"] == [
        (7, name, "mail", "11-24 09:00"), (1, name, "mail", "11-30 09:00"), (0, name, "mail", "12-01 09:00"),
        (-1, name, "mail", "12-02 09:00"),
    ]  # fmt: skip
    assert len(plan(channel="inbox")) == 4


def test_another_date_is_planned_at_once(freeze, manager):
    edit_milestone(freeze, by=manager, due=day("2026-12-08"))
    assert plan(channel="mail")[0][3] == "12-01 09:00"
    assert len(plan()) == 8


@pytest.mark.parametrize(
    ("text", "last"), [("2026-12", "12-31"), ("2026-Q4", "12-31"), ("2027-02", "02-28"), ("2026", "12-31")]
)
def test_a_fuzzy_date_means_its_last_day(freeze, manager, text, last):
    edit_milestone(freeze, by=manager, due=day(text))
    assert [row[3] for row in plan(days_before=0, channel="mail")] == [f"{last} 09:00"]


def test_done_and_not_done_after_all(freeze, manager):
    edit_milestone(freeze, by=manager, done_at=timezone.now())
    assert plan() == []
    edit_milestone(freeze, by=manager, done_at=None)
    assert len(plan()) == 8


def test_a_released_version_reminds_nobody(version, manager, engineer):
    edit_version(version, by=manager, owner=engineer)
    assert len(plan()) == 8
    Version.objects.filter(pk=version.pk).update(state="released")
    assert plan() == []


def test_sql_is_not_forgotten(freeze):
    settle()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE roadmaps_milestone SET due_on = due_on + 3")
    assert plan(channel="mail", days_before=0)[0][3] == "12-04 09:00"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM roadmaps_milestone")
    assert plan() == []


def test_deleted_and_brought_back(freeze, manager):
    with one_batch() as batch:
        delete_milestone(freeze, by=manager)
    assert plan() == []
    undo_batch(batch, by=manager)
    assert len(plan()) == 8


def test_who_works_on_it_comes_and_goes(freeze, version, make_requirement, maya, manager):
    requirement = make_requirement("Something", assignees=[maya])
    assert maya.name.split()[0] not in {row[1] for row in plan()}
    Requirement.objects.filter(pk=requirement.pk).update(version=version)
    assert maya.name.split()[0] in {row[1] for row in plan()}
    Assignment.objects.filter(requirement=requirement).delete()
    assert maya.name.split()[0] not in {row[1] for row in plan()}
    Assignment.objects.bulk_create([Assignment(requirement=requirement, user=maya)])
    assert maya.name.split()[0] in {row[1] for row in plan()}
    Requirement.objects.filter(pk=requirement.pk).delete()
    assert maya.name.split()[0] not in {row[1] for row in plan()}


def test_declined_work_reminds_nobody(freeze, version, make_requirement, maya, manager, statuses, admin):
    item = make_requirement("Search", version=version)
    Assignment.objects.create(requirement=item, user=maya)
    name = maya.name.split()[0]
    assert len([row for row in plan() if row[1] == name]) == 8
    Requirement.objects.filter(pk=item.pk).update(status=statuses["declined"])
    assert not [row for row in plan() if row[1] == name]
    Requirement.objects.filter(pk=item.pk).update(status=statuses["planned"])
    assert len([row for row in plan() if row[1] == name]) == 8


def test_who_leaves_the_product_hears_no_more(freeze, shop, engineer):
    shop.memberships.filter(user=engineer).delete()
    assert plan() == []
    shop.memberships.create(user=engineer, role=20)
    assert len(plan()) == 8


def test_a_product_that_turns_private_tells_its_members_only(help_desk, manager, outsider):
    thing = Milestone.objects.create(product=help_desk, name="Opening", due_on="2026-12-01", owner=outsider)
    assert len(plan(milestone=thing)) == 8
    help_desk.privacy = "private"
    help_desk.save(update_fields=["privacy"])
    assert plan(milestone=thing) == []


def test_disabled_people_hear_nothing(freeze, engineer):
    User.objects.filter(pk=engineer.pk).update(is_active=False)
    assert plan() == []


def test_their_own_morning(freeze, engineer):
    User.objects.filter(pk=engineer.pk).update(time_zone="Pacific/Kiritimati")
    assert plan(channel="mail", days_before=0)[0][3] == "11-30 19:00"
    Preference.objects.create(user=engineer, hour=22)
    assert plan(channel="mail", days_before=0)[0][3] == "12-01 08:00"
    Preference.objects.update(by_mail=False)
    assert plan(channel="mail") == []


def test_a_time_zone_that_does_not_exist_counts_as_utc(freeze, engineer):
    User.objects.filter(pk=engineer.pk).update(time_zone="Mars/Olympus_Mons")
    assert plan(channel="mail", days_before=0)[0][3] == "12-01 09:00"


def test_without_an_address_the_inbox_has_it(freeze, shop, engineer):
    ReminderRule.objects.create(product=shop, in_app=False)
    assert len(plan(channel="mail")) == 4
    User.objects.filter(pk=engineer.pk).update(email="")
    assert plan(channel="mail") == []
    assert len(plan(channel="inbox")) == 4


def test_rules_of_a_product_and_of_one_milestone(freeze, shop):
    ReminderRule.objects.create(product=shop, offsets=[60, 14])
    assert days() == [14]  # 60 days before is past
    own = ReminderRule.objects.create(product=shop, milestone=freeze, offsets=[3])
    assert days() == [3]
    own.delete()
    assert days() == [14]
    ReminderRule.objects.update(is_on=False)
    assert plan() == []


def test_roles_watchers_and_escalation(freeze, shop, owner, support):
    rule = ReminderRule.objects.create(product=shop, offsets=[1], to_owner=False, to_roles=[10], escalate_after=5)
    assert {row[:2] for row in plan()} == {(1, support.name.split()[0]), (-5, owner.name.split()[0])}
    rule.escalate_after = None
    rule.save()
    assert {row[0] for row in plan()} == {1}


def test_muted_things_and_reasons(freeze, engineer):
    mute = Mute.objects.create(user=engineer, milestone=freeze)
    assert plan() == []
    mute.delete()
    Mute.objects.create(user=engineer, reason="owner")
    assert plan() == []


def test_what_was_sent_is_not_planned_again(freeze, manager):
    settle()
    ReminderDelivery.objects.filter(days_before=7).update(state="sent")
    edit_milestone(freeze, by=manager, due=day("2026-12-20"))
    assert len(plan()) == 8
    edit_milestone(freeze, by=manager, due=day("2026-12-01"))
    assert days() == [1, 0, -1]


def test_what_is_past_is_not_planned(freeze, manager):
    edit_milestone(freeze, by=manager, due=day("2026-11-03"))
    assert days() == [1, 0, -1]


@pytest.mark.parametrize(
    ("now", "due", "planned"),
    [
        ("2026-11-24 15:00", "2026-11-24", [0, -1]),  # today's hour has passed: late rather than never
        ("2026-11-24 15:00", "2026-11-25", [1, 0, -1]),  # a week before is past
        ("2026-11-24 08:00", "2026-11-24", [0, -1]),
        ("2026-11-24 23:59", "2026-11-23", [-1]),
        ("2026-11-24 15:00", "2026-11-20", []),
        ("2026-11-24 15:00", "2026-11-28", [1, 0, -1]),
    ],
)
def test_of_what_has_passed_only_today_is_planned(freeze, manager, now, due, planned):
    with clock(datetime.fromisoformat(f"{now}+00:00")):
        edit_milestone(freeze, by=manager, due=day(due))
    assert days() == planned


def test_today_is_the_day_of_the_recipient(freeze, manager, engineer):
    User.objects.filter(pk=engineer.pk).update(time_zone="Pacific/Kiritimati")  # where the 25th begins at ten
    with clock(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        edit_milestone(freeze, by=manager, due=day("2026-11-25"))
    assert days() == [0, -1]


@pytest.mark.parametrize("seed", range(5))
def test_however_a_date_moves_nobody_hears_of_it_twice_at_once(freeze, manager, engineer, seed):
    """Of all that is planned at a moment at most one row of a person and channel is due already."""
    ReminderRule.objects.create(product=freeze.product, offsets=list(range(15, -5, -1)), to_roles=[10, 20, 30, 40])
    dice, now = random.Random(seed), datetime(2026, 11, 24, tzinfo=UTC)
    for _move in range(20):
        now += timedelta(hours=dice.randrange(1, 30))
        ReminderDelivery.objects.filter(state="planned", due_at__lte=now).update(state="sent")
        with clock(now):
            edit_milestone(freeze, by=manager, due=FuzzyDate((now + timedelta(days=dice.randrange(-30, 30))).date()))
        late = ReminderDelivery.objects.filter(state="planned", due_at__lte=now)
        assert max(Counter(late.values_list("recipient", "channel")).values(), default=0) <= 1


@pytest.mark.django_db(transaction=True)
def test_the_plan_is_there_at_the_commit_and_gone_with_a_rollback(freeze, manager):
    assert ReminderDelivery.objects.count() == 8
    with transaction.atomic():
        edit_milestone(freeze, by=manager, due=day("2026-12-08"))
        transaction.set_rollback(True)
    assert ReminderDelivery.objects.filter(target_on="2026-12-01").count() == 8


@pytest.mark.parametrize("offsets", [[400], [-61], list(range(21))])
def test_the_database_refuses_senseless_rules(shop, offsets):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderRule.objects.create(product=shop, offsets=offsets)
