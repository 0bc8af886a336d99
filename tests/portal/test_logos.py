"""Pictures of portals that nobody can bring back any more are deleted for good."""

import os
import uuid
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from changes.models import Change
from portal.models import Portal
from portal.operations.logos import FOLDER
from portal.operations.setting_up import set_up
from portal.tasks import forget_logos


@pytest.fixture
def stored(settings, tmp_path):
    """`stored()`: the name of a picture that was put away long ago."""
    settings.MEDIA_ROOT = tmp_path

    def put():
        name = f"{uuid.uuid4().hex}.png"
        default_storage.save(f"{FOLDER}/{name}", ContentFile(b"x"))
        os.utime(default_storage.path(f"{FOLDER}/{name}"), (0, 0))
        return name

    return put


@pytest.fixture
def left(stored):
    """`left()`: the names of all pictures."""
    return lambda: {path.name for path in Path(default_storage.path(FOLDER)).iterdir()}


def test_former_logos_go_when_their_change_cannot_be_undone(portal, shop, manager, stored, left):
    first, second, third, of_a_failure = (stored() for _n in range(4))
    for name in (first, second, third):
        set_up(shop, by=manager, logo=name)
    Change.objects.filter(diff__logo=[first, second]).update(at="2020-01-01T00:00Z")
    assert of_a_failure in left()
    forget_logos()
    assert left() == {second, third}


def test_the_logo_of_a_deleted_portal_can_come_back(portal, shop, manager, stored, left):
    name = stored()
    set_up(shop, by=manager, logo=name)
    Portal.objects.all().delete()
    forget_logos()
    assert left() == {name}
    Change.objects.update(at="2020-01-01T00:00Z")
    forget_logos()
    assert left() == set()
