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
