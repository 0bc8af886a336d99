"""Ctrl+Z: what one did last, also after its message has left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from changes.models import Change
from pmhub.lib.operations import one_batch, source
from products.models import Membership, Product, Role
from products.operations.products import create_product
from requirements.models import Requirement
from requirements.operations.authoring import edit

LATEST = "/changes/undo/latest/?product=SHOP"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def did(requirement):
    def change(by, **fields):
        with source("web"):
            edit(requirement, by=by, **fields)

    return change


def now(requirement):
    return Requirement.objects.get(pk=requirement.pk)


def undo(client, user):
    client.force_login(user)
    return client.post(LATEST, headers=HTMX)


def test_one_after_the_other_is_taken_back(client, did, requirement, engineer):
    did(engineer, priority=0)
    did(engineer, title="Another title")
    assert undo(client, engineer).headers["HX-Refresh"] == "true"
    assert (now(requirement).title, now(requirement).priority) == (requirement.title, 0)
    undo(client, engineer)
    assert now(requirement).priority == 1


def test_a_batch_goes_as_one(client, make_requirement, engineer):
    rows = [make_requirement(f"Requirement {n}") for n in range(3)]
    with source("web"), one_batch():
        for row in rows:
            edit(row, by=engineer, priority=0)
    undo(client, engineer)
    assert not Requirement.objects.filter(priority=0).exists()


def test_what_others_did_stays(client, did, requirement, engineer, manager):
    did(manager, priority=0)
    answer = undo(client, engineer)
    assert "nothing of yours" in answer.headers["HX-Trigger"]
    assert now(requirement).priority == 0


def test_what_is_older_than_half_an_hour_stays(client, did, requirement, engineer):
    did(engineer, priority=0)
    Change.objects.filter(actor=engineer).update(at=timezone.now() - timedelta(minutes=31))
    assert "nothing of yours" in undo(client, engineer).headers["HX-Trigger"]
    assert now(requirement).priority == 0


def test_what_came_by_another_way_stays(client, requirement, engineer):
    with source("import"):
        edit(requirement, by=engineer, priority=0)
    assert "nothing of yours" in undo(client, engineer).headers["HX-Trigger"]


def test_a_conflict_says_so_and_changes_nothing(client, did, requirement, engineer, manager):
    did(engineer, title="Mine")
    did(manager, title="Theirs")
    undo(client, engineer)
    assert now(requirement).title == "Theirs"


def test_who_may_no_longer_write_may_not_undo(client, did, requirement, engineer):
    did(engineer, priority=0)
    Membership.objects.filter(user=engineer).update(role=Role.VIEWER)
    assert undo(client, engineer).status_code == 403
    assert now(requirement).priority == 0


def test_who_no_longer_sees_the_product_learns_nothing(client, did, requirement, engineer):
    did(engineer, priority=0)
    Membership.objects.filter(user=engineer).delete()
    assert "nothing of yours" in undo(client, engineer).headers["HX-Trigger"]


def test_it_reaches_no_further_than_the_product_one_stands_in(client, did, requirement, engineer, other_product):
    did(engineer, priority=0)
    client.force_login(engineer)
    for here, said in [("", "nothing to undo on this page"), (f"?product={other_product.key}", "nothing of yours")]:
        answer = client.post(f"/changes/undo/latest/{here}", headers=HTMX)
        assert said in answer.headers["HX-Trigger"]
        assert '"undid": true' in answer.headers["HX-Trigger"]
    assert now(requirement).priority == 0


def test_the_making_of_a_product_is_not_taken_back_by_a_key(client, owner):
    with source("web"):
        create_product(owner, name="New one", key="NEW", by=owner)
    client.force_login(owner)
    answer = client.post("/changes/undo/latest/?product=NEW", headers=HTMX)
    assert "nothing of yours" in answer.headers["HX-Trigger"]
    assert Product.objects.filter(key="NEW").exists()
