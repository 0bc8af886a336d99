"""The plan of a version over REST."""

import pytest

from roadmaps.models import Capacity, Risk
from roadmaps.operations.planning import create_version
from roadmaps.operations.scoping import plan_into


@pytest.fixture
def at(version):
    return f"/api/v1/versions/{version.pk}/"


def test_progress_with_its_days(api, support, version, at, make_requirement, statuses):
    make_requirement("done", version=version, estimate=3, status=statuses["done"])
    make_requirement("open", version=version)
    shown = api(support).get(f"{at}progress/").json()
    assert shown["count"] == {"done": 1, "total": 2, "left_out": 0}
    assert shown["estimate"] == {"done": 3, "total": 3, "left_out": 1}
    last = shown["days"][-1]
    assert (last["scope"], last["done"], last["scope_estimate"], last["done_estimate"]) == (2, 1, 3, 3)


def test_requirements_go_in_and_out_and_the_agreement_knows(api, manager, at, make_requirement):
    row, client = make_requirement("row"), api(manager)
    assert client.get(f"{at}agreement/").json() == {"agreed": None, "added": [], "removed": []}
    assert client.post(f"{at}agreement/", {}).status_code == 201
    assert client.post(f"{at}scope/", {"keys": [row.key], "to": "in"}).json() == {"moved": 1}
    added = client.get(f"{at}agreement/").json()["added"]
    assert [(moved["key"], moved["by"]) for moved in added] == [(row.key, manager.name)]
    assert client.post(f"{at}scope/", {"keys": [row.key], "to": "out"}).json() == {"moved": 1}
    assert client.get(f"{at}agreement/").json()["added"] == []


def test_one_that_is_planned_elsewhere_is_a_conflict(api, manager, shop, at, make_requirement):
    row = make_requirement("row")
    plan_into(create_version(shop, by=manager, name="2.5"), [row.key], by=manager)
    answer = api(manager).post(f"{at}scope/", {"keys": [row.key], "to": "in"})
    assert answer.status_code == 409
    assert answer.json()["clashes"] == [row.key]


@pytest.mark.parametrize(
    "body",
    [{}, {"keys": [], "to": "in"}, {"keys": ["SHOP-1"], "to": "up"}, {"keys": ["OTHER-1"], "to": "in"},
     {"keys": "SHOP-1", "to": "in"}, {"keys": ["SHOP-1"], "to": "in", "force": True}],
)  # fmt: skip
def test_what_cannot_be_moved_is_said(api, engineer, at, other_requirement, body):
    assert api(engineer).post(f"{at}scope/", body).status_code == 422


def test_capacities_are_set_one_by_one(api, manager, engineer, version, at, make_requirement):
    make_requirement("row", version=version, estimate=5, assignees=[engineer])
    client = api(manager)
    shown = client.post(f"{at}capacity/", {"person": engineer.email, "amount": 3}).json()
    own = next(row for row in shown["people"] if row["person"]["id"] == engineer.pk)
    assert (own["load"], own["capacity"], own["over"]) == (5, 3, 2)
    client.post(f"{at}capacity/", {"person": engineer.pk, "amount": None})
    assert not Capacity.objects.exists()


@pytest.mark.parametrize(
    "body",
    [{"title": "engineer", "amount": -1}, {"title": "engineer", "amount": 1e12}, {"title": "engineer", "amount": "NaN"},
     {"title": "wizard", "amount": 1}, {"amount": 1}, {"title": "engineer"},
     {"person": "nobody@example.org", "amount": 1}],
)  # fmt: skip
def test_a_capacity_that_cannot_be_changes_nothing(api, manager, at, body):
    assert api(manager).post(f"{at}capacity/", body).status_code == 422
    assert not Capacity.objects.exists()


def test_risks_are_versioned(api, engineer, at, version):
    client = api(engineer)
    made = client.post(f"{at}risks/", {"text": "The supplier is late", "owner": engineer.email})
    assert (made.status_code, made["Location"]) == (201, f"/api/v1/risks/{made.json()['id']}/")
    address = made["Location"]
    assert client.patch(address, {"state": "closed"}).status_code == 428
    closed = client.patch(address, {"state": "closed"}, HTTP_IF_MATCH=made["ETag"])
    assert closed.json()["state"] == "closed"
    assert client.patch(address, {"state": "open"}, HTTP_IF_MATCH=made["ETag"]).status_code == 412
    assert [row["id"] for row in client.get(f"{at}risks/").json()["results"]] == [made.json()["id"]]
    assert client.delete(address, HTTP_IF_MATCH=closed["ETag"]).status_code == 204
    assert client.post(f"{at}risks/", {"text": "x" * 20_000}).status_code == 422
    assert not Risk.objects.exists()
