"""Names for instants."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from changes.models import Change
from changes.operations.undoing import undo_batch
from requirements.models import Baseline
from requirements.operations.baselines import create_baseline, delete_baseline, edit_baseline
from tests.requirements.conftest import text_of

PAGE = "/p/SHOP/requirements/baselines/"


@pytest.fixture
def baseline(shop, manager):
    return create_baseline(shop, by=manager, name="Before the launch", note="All agreed")


def test_contributors_name_an_instant(shop, engineer):
    named = create_baseline(shop, by=engineer, name=" Sprint 12 ")
    assert (named.name, named.by) == ("Sprint 12", engineer)
    assert abs(timezone.now() - named.at).total_seconds() < 5


def test_viewers_do_not(shop, support):
    with pytest.raises(PermissionDenied):
        create_baseline(shop, by=support, name="x")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"), ({"name": "x" * 121}, "name"), ({"name": "before the LAUNCH"}, "name"),
        ({"name": "a\x00b"}, "name"), ({"name": "x", "note": "n" * 2_001}, "note"),
    ],
)  # fmt: skip
def test_bad_names_are_refused_by_field(shop, manager, baseline, fields, field):
    with pytest.raises(ValidationError) as refusal:
        create_baseline(shop, by=manager, **fields)
    assert field in refusal.value.message_dict


def test_the_future_has_no_name_yet(shop, manager):
    with pytest.raises(ValidationError) as refusal:
        create_baseline(shop, by=manager, name="x", at=timezone.now() + timedelta(days=1))
    assert "at" in refusal.value.message_dict


def test_managers_rename_and_forget(shop, manager, engineer, baseline):
    edit_baseline(baseline, by=manager, name="Launch", note="")
    with pytest.raises(PermissionDenied):
        delete_baseline(baseline, by=engineer)
    delete_baseline(baseline, by=manager)
    assert not Baseline.objects.exists()


def test_naming_is_recorded_and_can_be_undone(shop, manager, baseline):
    change = Change.objects.get(type="baseline")
    assert (change.operation, change.product) == ("create_baseline", shop)
    undo_batch(change.batch, by=manager)
    assert not Baseline.objects.exists()


def test_the_page_names_looks_and_compares(shop, manager, web, baseline):
    client = web(manager)
    client.post(PAGE, {"name": "After the review", "at": "2026-11-01T09:00", "note": ""})
    page = text_of(client.get(PAGE))
    assert "After the review" in page
    assert "All agreed" in page
    assert 'name="from" value="2026-11-01T09:00:00Z"' in page


@pytest.mark.parametrize(
    ("data", "said"), [({"name": "x", "at": "never"}, "is not a time"), ({"name": ""}, "required")]
)
def test_a_bad_form_comes_back(shop, manager, web, data, said):
    answer = web(manager).post(PAGE, data)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_rest_names_instants(api, shop, manager, engineer, outsider):
    made = api(engineer).post("/api/v1/products/SHOP/baselines/", {"name": "By REST", "at": "2026-11-01T09:00:00Z"})
    assert (made.status_code, made.json()["at"]) == (201, "2026-11-01T09:00:00Z")
    address = made["Location"]
    assert api(outsider).get(address).status_code == 404
    assert api(engineer).patch(address, {"name": "Mine"}, headers={"If-Match": made["ETag"]}).status_code == 403
    changed = api(manager).patch(address, {"name": "Renamed"}, headers={"If-Match": made["ETag"]})
    assert changed.json()["name"] == "Renamed"
    assert api(manager).delete(address, headers={"If-Match": changed["ETag"]}).status_code == 204
    assert api(manager).get("/api/v1/products/SHOP/baselines/").json()["results"] == []


def test_an_instant_of_the_history_is_named_to_the_millisecond(requirement, manager, web):
    page = text_of(web(manager).get(PAGE, {"at": "2026-11-01T09:00:00.123456Z"}))
    assert 'value="2026-11-01T09:00:00.124"' in page
