"""A product as it stood at an instant, from the stream of changes alone."""

import pytest

from requirements.history.as_of import as_of
from roadmaps.operations.planning import create_version
from tests.requirements.past import Turmoil, state_of


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_cell_of_the_past_is_as_it_was_read_then(shop, manager, engineer, maya, settings, tmp_path, seed):
    settings.MEDIA_ROOT = tmp_path
    turmoil = Turmoil(seed, shop, manager, [manager, engineer, maya])
    create_version(shop, by=manager, name="2.4")
    moments = [turmoil.moment()]
    for _step in range(90):
        turmoil.happen()
        if turmoil.random.random() < 0.2:
            moments.append(turmoil.moment())
    for at, expected in moments:
        with as_of(shop, at):
            found = state_of(shop)
        assert found.keys() == expected.keys()
        for key, cells in expected.items():
            assert found[key] == cells, (seed, at, key)
