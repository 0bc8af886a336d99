"""Goals: objectives whose key results are numbers on their way."""

from decimal import Decimal

import pytest

from products.models import Goal, KeyResult


def result(start, target, current):
    return KeyResult(start=Decimal(start), target=Decimal(target), current=Decimal(current))


@pytest.mark.parametrize(
    ("numbers", "done"),
    [((0, 20, 12), 0.6), ((60, 68, 60), 0), ((10, 5, 6), 0.8), ((0, 20, 30), 1), ((0, 20, -3), 0)],
)
def test_a_key_result_knows_its_share(numbers, done):
    assert result(*numbers).done == pytest.approx(done)


def test_a_goal_is_as_far_as_its_results_on_average(shop):
    goal = Goal.objects.create(product=shop, name="Lift checkout conversion")
    assert goal.done is None
    goal.key_results.create(name="Conversion", start=0, target=20, current=10)
    goal.key_results.create(name="Errors", start=10, target=0, current=0)
    assert Goal.objects.get().done == pytest.approx(0.75)


GOALS, API = "/p/SHOP/settings/goals/", "/api/v1/goals/"
FORM = {"results-TOTAL_FORMS": "2", "results-INITIAL_FORMS": "0"}
CONVERSION = {"results-0-name": "Conversion", "results-0-start": "60", "results-0-target": "68", "results-0-unit": "%"}


def test_a_goal_is_set_with_its_results_and_changed(web, manager, shop):
    client = web(manager)
    client.post(f"{GOALS}new/", {"name": "Lift conversion", "owner": manager.pk, **FORM, **CONVERSION})
    goal = Goal.objects.get()
    [made] = goal.key_results.all()
    assert (goal.owner, made.name, made.current, made.target) == (manager, "Conversion", 60, 68)
    assert "Lift conversion" in client.get(GOALS).content.decode()
    changed = {**FORM, **CONVERSION, "results-INITIAL_FORMS": "1", "results-0-id": made.pk, "results-0-current": "64"}
    client.post(f"{GOALS}{goal.pk}/", {"name": "Lift it", **changed})
    made.refresh_from_db()
    assert made.current == 64
    client.post(f"{GOALS}{goal.pk}/delete/")
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"results-0-target": ""}, "needs a target"),
        ({"results-0-target": "60"}, "are the same"),
        ({"results-0-target": "many"}, "Enter a number"),
        ({"name": ""}, "required"),
    ],
)
def test_a_goal_that_cannot_be_keeps_its_form(web, manager, shop, wrong, said):
    response = web(manager).post(f"{GOALS}new/", {"name": "G", **FORM, **CONVERSION, **wrong})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Goal.objects.exists()


def test_rest_sets_and_changes_goals(api, manager, shop):
    client = api(manager)
    results = [{"name": "Conversion", "start": 60, "target": 68, "current": 62, "unit": "%"}]
    made = client.post(API, {"product": "SHOP", "name": "Lift", "key_results": results})
    assert made.status_code == 201, made.json()
    assert made.json()["done"] == 0.25
    kept = made.json()["key_results"]
    kept[0]["current"] = 64
    changed = client.patch(made["Location"], {"key_results": kept}, headers={"If-Match": made["ETag"]})
    assert (changed.status_code, changed.json()["done"]) == (200, 0.5)
    twice = client.post(API, {"product": "SHOP", "name": "Lift"})
    assert twice.status_code in (409, 422)
    wrong = client.post(API, {"product": "SHOP", "name": "X", "key_results": [{"name": "A", "target": 0}]})
    assert wrong.status_code == 422
    assert client.delete(made["Location"], headers={"If-Match": changed["ETag"]}).status_code == 204
