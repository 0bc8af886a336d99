"""Reviews by REST."""

from datetime import timedelta

import pytest
from django.utils import timezone

from requirements.models import Decision, Review
from requirements.operations.reviewing import mark_attendance, open_review, schedule
from tests.api.conftest import Rest, at_fault, refused

NEW = {"title": "By REST", "starts_at": "2026-12-01T06:30:00Z", "time_zone": "Asia/Shanghai", "minutes": 45}


@pytest.fixture
def rest(api):
    return lambda user=None, **token: Rest(api(user, **token))


@pytest.fixture
def as_manager(rest, manager, shop):
    return rest(manager)


def test_a_review_is_planned_changed_and_deleted(as_manager, shop, engineer, manager):
    made = as_manager.post("products/SHOP/reviews/", {**NEW, "people": [engineer.pk]})
    assert made.status_code == 201
    body = made.json()
    assert (body["state"], body["starts_at"], body["items"]) == ("planned", "2026-12-01T06:30:00Z", 0)
    assert {one["person"]["id"] for one in body["people"]} == {manager.pk, engineer.pk}
    changed = as_manager.patch(made["Location"], {"place": "Room 3"}, made["ETag"])
    assert changed.json()["place"] == "Room 3"
    refused(as_manager.patch(made["Location"], {"place": "Room 4"}, made["ETag"]), "stale")
    listed = as_manager.get("products/SHOP/reviews/?count=true").json()
    assert [row["title"] for row in listed["results"]] == ["By REST"]
    assert as_manager.delete(made["Location"]).status_code == 204


@pytest.mark.parametrize(
    "bad",
    [{"title": ""}, {"starts_at": "soon"}, {"time_zone": "Mars"}, {"minutes": 0}, {"people": [999_999]}, {"x": 1},
     {"link": "javascript:alert(1)"}, {"title": "a\x00"}],
)  # fmt: skip
def test_bad_reviews_are_refused(as_manager, bad):
    assert at_fault(as_manager.post("products/SHOP/reviews/", {**NEW, **bad}))
    assert not Review.objects.exists()


def test_a_whole_meeting_by_rest(as_manager, rest, engineer, review, requirement, make_requirement):
    address = f"reviews/{review.pk}/"
    item = as_manager.post(f"{address}agenda/", {"requirement": "SHOP-1"})
    assert item.status_code == 201
    at = item["Location"]
    refused(as_manager.post(f"{address}agenda/", {"requirement": "SHOP-1"}), "conflict")
    assert as_manager.post(f"{address}open/").json()["state"] == "open"
    assert rest(engineer).post(f"{at}score/", {"value": 4, "drivers": {"reach": 1200}}).status_code == 201
    assert rest(engineer).get(f"{at}score/").json()["value"] == 4
    refused(as_manager.get(f"{at}score/"), "not-found")
    assert as_manager.get(at).json()["scores"] == []
    assert as_manager.get(at).json()["scored"] == 1
    shown = as_manager.post(f"{at}reveal/").json()
    assert [score["value"] for score in shown["scores"]] == [4]
    assert shown["spread"][0] == {
        "driver": None, "count": 1, "min": 4, "median": 4, "max": 4, "deviation": 0, "wide": False
    }  # fmt: skip
    made = as_manager.post(
        f"{at}decisions/", {"verdict": "decline", "reason": "No", "thresholds": {"votes": 40, "demand": 2.5}}
    )
    assert made.status_code == 201
    assert {row["measure"]: row["at_least"] for row in made.json()["thresholds"]} == {"votes": 40, "demand": 2.5}
    assert as_manager.get("requirements/SHOP-1/").json()["decline_reason"] == "No"
    assert as_manager.get(at).json()["decision"]["verdict"] == "decline"
    assert as_manager.post(f"{address}close/").json()["state"] == "closed"
    assert at_fault(as_manager.post(f"{at}decisions/", {"verdict": "accept", "after": made.json()["id"]}))


def test_who_decides_second_is_told_and_may_replace(as_manager, rest, owner, opened, item):
    first = as_manager.post(f"agenda/{item.pk}/decisions/", {"verdict": "accept"}).json()
    problem = refused(
        rest(owner).post(f"agenda/{item.pk}/decisions/", {"verdict": "decline", "reason": "No"}), "conflict"
    )
    assert "has decided this already" in problem["detail"]
    again = rest(owner).post(
        f"agenda/{item.pk}/decisions/", {"verdict": "decline", "reason": "No", "after": first["id"]}
    )
    assert again.status_code == 201
    listed = as_manager.get(f"agenda/{item.pk}/decisions/").json()["results"]
    assert [row["verdict"] for row in listed] == ["accept", "decline"]


@pytest.mark.parametrize(
    "bad",
    [{"verdict": "decline"}, {"verdict": "perhaps"}, {"verdict": "accept", "status": "Nowhere"},
     {"verdict": "accept", "drivers": {"beauty": 1}}, {"verdict": "decline", "reason": "x", "thresholds": {"votes": 0}},
     {"verdict": "accept", "thresholds": {"votes": 3}}, {}],
)  # fmt: skip
def test_bad_decisions_are_refused(as_manager, opened, item, bad):
    assert at_fault(as_manager.post(f"agenda/{item.pk}/decisions/", bad))
    assert not Decision.objects.exists()


def test_others_requirements_and_people_are_not_found(as_manager, review, other_requirement, outsider):
    assert "requirement" in at_fault(as_manager.post(f"reviews/{review.pk}/agenda/", {"requirement": "OTHER-1"}))
    assert at_fault(as_manager.post("products/SHOP/reviews/", {**NEW, "people": [outsider.pk]}))


def test_a_token_that_reads_only_scores_nothing(api, engineer, opened, item):
    client = api(engineer, scopes=("read",))
    assert client.post(f"/api/v1/agenda/{item.pk}/score/", {"value": 3}).status_code == 403


def test_what_is_of_another_product_is_not_there(rest, outsider, review, item, other_product):
    client = rest(outsider)
    for address in (
        f"reviews/{review.pk}/",
        f"agenda/{item.pk}/",
        "products/SHOP/reviews/",
        f"agenda/{item.pk}/score/",
    ):
        refused(client.get(address), "not-found")


def test_attendance_in_figures(as_manager, shop, manager, engineer, review):
    held = schedule(shop, by=manager, title="Held", starts_at=timezone.now() - timedelta(days=2))
    open_review(held, by=manager)
    mark_attendance(held, [], by=manager)
    shown = as_manager.get("products/SHOP/reviews/attendance/").json()
    assert (shown["invited"], shown["present"], shown["rate"]) == (1, 0, 0)
    assert [row["title"] for row in shown["reviews"]] == ["Held"]
    assert as_manager.get("products/SHOP/reviews/attendance/?from=2020-01-01&to=2020-01-02").json()["rate"] is None
    for bad in ("yesterday", "", "9999-12-31", "0001-01-01", "20260101", "2026-02-30"):
        assert at_fault(as_manager.get(f"products/SHOP/reviews/attendance/?from={bad}")), bad
    assert at_fault(as_manager.get("products/SHOP/reviews/attendance/?from=2026-02-01&to=2026-01-01"))
