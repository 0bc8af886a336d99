"""The number in the side bar: remembered for a moment, but never after one's own act."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Notification
from notifications.operations.reading import act_on
from notifications.unread import unread_of
from roadmaps.models import Milestone


def told(shop, person, name="Beta"):
    thing = Milestone.objects.create(product=shop, name=name, due_on="2026-12-01")
    return Notification.objects.create(
        user=person, product=shop, milestone=thing, name=name, reason="owner", day="2026-11-24", target_on="2026-12-01"
    )


def test_a_page_does_not_count_again_until_something_is_done(shop, engineer):
    note = told(shop, engineer)
    assert unread_of(engineer) == 1
    with CaptureQueriesContext(connection) as captured:
        assert unread_of(engineer) == 1
    assert not captured.captured_queries
    act_on(engineer, by=engineer, ids=[note.pk], act="read")
    assert unread_of(engineer) == 0


def test_one_persons_act_leaves_the_count_of_others(shop, engineer, manager):
    note = told(shop, engineer)
    told(shop, manager, "Gamma")
    act_on(engineer, by=engineer, ids=[note.pk], act="done")
    assert (unread_of(engineer), unread_of(manager)) == (0, 1)
