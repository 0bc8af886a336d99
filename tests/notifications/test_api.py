"""The inbox and the plan of reminders over REST."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from notifications.models import Notification
from notifications.operations.filling import fill_inboxes
from roadmaps.operations.planning import edit_milestone
from tests.notifications.conftest import settle

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def told(milestone, engineer, manager):
    edit_milestone(milestone, by=manager, owner=engineer)
    settle()
    fill_inboxes(lambda: datetime(2026, 11, 24, 9, tzinfo=UTC))
    return Notification.objects.get()


def test_what_waits(api, engineer, told):
    (row,) = api(engineer).get("/api/v1/notifications/").json()["results"]
    assert row["about"]["name"] == "Code freeze"
    assert (row["date"], row["days_left"], row["reason"], row["read"]) == ("2026-12-01", 7, "owner", False)


def test_read_done_and_asleep(api, engineer, told):
    client, address = api(engineer), f"/api/v1/notifications/{told.pk}/"
    tag = client.get(address)["ETag"]
    assert client.patch(address, {"done": True}).status_code == 428
    answer = client.patch(address, {"done": True}, headers={"If-Match": tag})
    assert answer.json()["done"] is True
    assert client.get("/api/v1/notifications/").json()["results"] == []
    assert len(client.get("/api/v1/notifications/?show=done").json()["results"]) == 1
    past = client.patch(address, {"snoozed_until": "2020-01-01T00:00:00Z"}, headers={"If-Match": answer["ETag"]})
    assert past.status_code == 422
    until = {"snoozed_until": (timezone.now() + timedelta(days=3)).isoformat()}
    assert client.patch(address, until, headers={"If-Match": answer["ETag"]}).json()["done"] is False
    assert client.get("/api/v1/notifications/?show=everything").status_code == 422


def test_anothers_inbox_is_nobody_elses(api, manager, told):
    assert api(manager).get(f"/api/v1/notifications/{told.pk}/").status_code == 404
    assert api(manager).get("/api/v1/notifications/?show=all").json()["results"] == []


def test_what_will_be_sent(api, manager, outsider, told, engineer):
    rows = api(manager).get("/api/v1/reminders/?product=SHOP").json()["results"]
    assert rows[0]["recipient"] == {"id": engineer.pk, "name": engineer.name}
    assert [row["due_at"] for row in rows] == sorted(row["due_at"] for row in rows)
    assert api(outsider).get("/api/v1/reminders/").json()["results"] == []
