"""The rules of reminders over REST."""

import pytest

from notifications.models import ReminderRule
from tests.notifications.conftest import plan

pytestmark = pytest.mark.usefixtures("today")
OF_PRODUCT = "/api/v1/products/SHOP/reminder-rule/"


def put(client, address, body, tag=None):
    return client.put(address, body, headers={"If-Match": tag or client.get(address)["ETag"]})


def test_the_usual_rule_is_there_without_a_row(api, engineer, shop):
    answer = api(engineer).get(OF_PRODUCT)
    assert answer.json() == {
        "own": False, "on": True, "offsets": [7, 1, 0, -1], "to_owner": True, "to_assignees": True,
        "to_watchers": False, "to_roles": [], "in_app": True, "by_mail": True, "escalate_after": None,
    }  # fmt: skip
    assert api(engineer).get(OF_PRODUCT, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_product_and_one_milestone_of_it(api, manager, engineer, milestone):
    client, own = api(manager), f"/api/v1/milestones/{milestone.pk}/reminder-rule/"
    answer = put(client, OF_PRODUCT, {"offsets": [1, 14, 1], "to_roles": ["manager"]})
    assert (answer.json()["own"], answer.json()["offsets"]) == (True, [14, 1])
    assert client.get(own).json()["offsets"] == [14, 1]
    assert put(client, own, {"offsets": [2], "to_roles": ["manager"]}).json()["own"] is True
    assert {row[0] for row in plan(milestone=milestone)} == {2}
    assert client.delete(own, headers={"If-Match": "*"}).status_code == 204
    assert {row[0] for row in plan(milestone=milestone)} == {14, 1}
    client.delete(OF_PRODUCT, headers={"If-Match": "*"})
    assert not ReminderRule.objects.exists()


def test_a_version(api, manager, version):
    answer = put(api(manager), f"/api/v1/versions/{version.pk}/reminder-rule/", {"on": False})
    assert answer.json()["on"] is False
    assert plan(version=version) == []


def test_nobody_overwrites_what_they_have_not_read(api, manager, owner, shop):
    client = api(manager)
    tag = client.get(OF_PRODUCT)["ETag"]
    assert client.put(OF_PRODUCT, {}).status_code == 428
    assert put(api(owner), OF_PRODUCT, {"offsets": [3]}).status_code == 200
    stale = put(client, OF_PRODUCT, {"offsets": [5]}, tag)
    assert (stale.status_code, stale.json()["current"]["offsets"]) == (412, [3])
    assert client.delete(OF_PRODUCT, headers={"If-Match": tag}).status_code == 412


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"offsets": list(range(-60, 440))}, "offsets"),
        ({"offsets": [400]}, "offsets"),
        ({"offsets": ["7"]}, "offsets"),
        ({"offsets": 7}, "offsets"),
        ({"to_roles": ["everybody"]}, "to_roles"),
        ({"to_roles": [40]}, "to_roles"),
        ({"recipients": ["mei@example.org"]}, "recipients"),
        ({"escalate_after": 0}, "escalate_after"),
        ({"in_app": False, "by_mail": False}, "in_app"),
        ({"on": "yes"}, "on"),
    ],
)
def test_senseless_rules_are_refused_with_their_place(api, manager, shop, body, place):
    answer = put(api(manager), OF_PRODUCT, body)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert place in str(answer.json()["errors"])
    assert not ReminderRule.objects.exists()


def test_a_time_zone_that_does_not_exist(api, manager, shop):
    address = "/api/v1/products/SHOP/"
    answer = api(manager).patch(address, {"time_zone": "Mars/Olympus"}, headers={"If-Match": "*"})
    assert answer.status_code == 422


def test_who_may_not_set_it_is_refused_before_their_input_is_looked_at(api, engineer, shop):
    assert put(api(engineer), OF_PRODUCT, {"offsets": "?"}).status_code == 403
