"""Moving over REST: a place in the manual order, with the fields it stands for."""

import pytest

from requirements.models import Requirement

MOVE = "requirements/SHOP-3/move/"


@pytest.fixture
def three(make_requirement):
    return [make_requirement(title) for title in "abc"]


def ranked():
    return "".join(Requirement.objects.filter(product__key="SHOP").order_by("rank").values_list("title", flat=True))


def test_a_requirement_goes_beside_another_or_to_the_end(as_manager, three):
    assert as_manager.post(MOVE, {"before": "SHOP-1"}).status_code == 201
    assert ranked() == "cab"
    assert as_manager.post(MOVE, {"after": "SHOP-1"}).json()["key"] == "SHOP-3"
    assert ranked() == "acb"
    as_manager.post(MOVE, {})
    assert ranked() == "abc"


def test_fields_change_with_the_place(as_manager, three, statuses):
    answer = as_manager.post(MOVE, {"before": "SHOP-1", "status": "Planned", "parent": "SHOP-2", "priority": 0})
    shown = answer.json()
    assert (shown["status"]["name"], shown["parent"], shown["priority"]) == ("Planned", "SHOP-2", 0)
    assert answer["ETag"] == f'"{Requirement.objects.get(key="SHOP-3").lock_version}"'
    assert as_manager.post(MOVE, {"parent": None}).json()["parent"] is None
    assert ranked() == "cab"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"before": "SHOP-9"}, "before"),
        ({"after": "OTHER-1"}, "after"),
        ({"status": "Declined"}, "decline_reason"),
        ({"parent": "SHOP-3"}, "parent"),
        ({"rank": "x"}, "rank"),
        ({"before": 3}, "before"),
    ],
)
def test_what_cannot_be_is_refused_and_moves_nothing(as_manager, three, other_requirement, body, field):
    answer = as_manager.post(MOVE, body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert ranked() == "abc"


def test_readers_and_strangers_move_nothing(api, support, outsider, three):
    assert api(support).post(f"/api/v1/{MOVE}", {"before": "SHOP-1"}).status_code == 403
    assert api(outsider).post(f"/api/v1/{MOVE}", {"before": "SHOP-1"}).status_code == 404
    assert ranked() == "abc"
