"""How far apart estimates lie, and where they stand in the picture."""

import pytest

from pmhub.lib.spread import Spread


def test_the_figures_of_a_spread():
    spread = Spread((2, 5, 4, 4), 1, 5)
    assert (spread.smallest, spread.median, spread.largest) == (2, 4, 5)
    assert round(spread.deviation, 4) == 1.0897


@pytest.mark.parametrize(
    ("spread", "wide"),
    [
        (Spread((3,), 1, 5), False),
        (Spread((3, 3, 3), 1, 5), False),
        (Spread((3, 4), 1, 5), False),
        (Spread((2, 4), 1, 5), True),  # deviation 1 is a quarter of the scale of 4
        (Spread((1, 5), 1, 5), True),
        (Spread((100, 110), 0), False),
        (Spread((100, 400), 0), True),
        (Spread((0, 0), 0), False),
        (Spread((-5, 5)), True),
    ],
)
def test_people_are_far_apart_by_the_scale_or_by_the_mean(spread, wide):
    assert spread.is_wide is wide


def test_dots_lie_within_the_picture_and_equal_ones_on_top_of_each_other():
    dots = Spread((1, 5, 5), 1, 5).dots(["a", "b", "c"], [0, 75, 150], base=40)
    assert [(dot.x, dot.y) for dot in dots] == [(4, 40), (96, 40), (96, 29)]


def test_a_scale_without_extent_is_drawn_all_the_same():
    assert Spread((0, 0), 0).place(0) == 4
    assert Spread((7, 7), 0).axis == (0, 7)
