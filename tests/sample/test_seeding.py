"""`manage.py seed` makes rows that look and behave like real ones."""

import re

from django.core.management import call_command

from changes.models import Change
from requirements.models import Requirement
from requirements.operations.authoring import create


def test_seeded_rows_are_complete_and_recorded(people):
    call_command("seed", size=200, verbosity=0)
    rows = Requirement.objects.filter(product__key="SEED")
    assert rows.count() == 200
    assert [row.rank for row in rows.order_by("number")] == sorted(row.rank for row in rows)
    assert 60 < sum(bool(re.search(r"[\u4e00-\u9fff]", row.title)) for row in rows) < 180
    assert rows.exclude(score=None).count() > 100
    assert len(set(rows.values_list("status", flat=True))) == 6
    assert Change.objects.filter(type="requirement", action="insert", key__startswith="SEED-").count() == 200


def test_seeding_goes_on_where_it_stopped_and_people_too(people):
    call_command("seed", size=20, product="BIG", verbosity=0)
    call_command("seed", size=5, product="BIG", verbosity=0)
    product = Requirement.objects.get(key="BIG-25").product
    assert create(product, by=people.owner, title="By hand").key == "BIG-26"
