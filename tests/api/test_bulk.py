"""Many requirements changed by one request: by keys or by a query, all of them or none."""

import pytest

from changes.models import Change
from changes.operations.undoing import undo_batch
from pmhub.lib.fuzzy_dates import FuzzyDate
from products.models import Role
from requirements.models import BulkEdit, Requirement
from requirements.operations.authoring import edit
from requirements.tasks import bulk_carry_out
from tests.api.conftest import at_fault, refused

BULK = "products/SHOP/requirements/bulk/"


@pytest.fixture
def three(make_requirement):
    return [make_requirement(title) for title in "abc"]


@pytest.fixture
def few_at_once(monkeypatch):
    monkeypatch.setattr("requirements.api.views.bulk.AT_ONCE", 2)


def column(name):
    return list(Requirement.objects.filter(product__key="SHOP").order_by("number").values_list(name, flat=True))


def test_keys_are_changed_together_and_what_changed_is_told(as_manager, three, manager):
    edit(three[1], by=manager, priority=0)
    answer = as_manager.post(BULK, {"keys": ["SHOP-1", "SHOP-2", "SHOP-1"], "set": {"priority": 0}})
    assert answer.status_code == 200
    assert (answer.json()["chosen"], answer.json()["changed"]) == (2, ["SHOP-1"])
    assert column("priority") == [0, 0, 4]


def test_a_query_in_the_language_of_lists_chooses(as_manager, three, manager):
    edit(three[0], by=manager, tags=["pay"])
    answer = as_manager.post(BULK, {"query": "status:open -tag:pay", "set": {"priority": 1, "add_tags": ["later"]}})
    assert answer.json()["changed"] == ["SHOP-2", "SHOP-3"]
    assert column("priority") == [4, 1, 1]
    assert three[2].tags.get().name == "later"


def test_fields_of_every_kind(as_manager, three, engineer, version, statuses, milestone):
    new = {
        "status": "Planned", "owner": engineer.email, "version": version.pk, "milestone": milestone.name,
        "due": "2026-Q4", "estimate": 2.5, "parent": "SHOP-3", "kind": "business", "drivers": {"reach": 10},
        "add_assignees": [engineer.pk], "add_tags": ["x"],
    }  # fmt: skip
    assert as_manager.post(BULK, {"keys": ["SHOP-1", "SHOP-2"], "set": new}).json()["changed"] == ["SHOP-1", "SHOP-2"]
    row = Requirement.objects.get(key="SHOP-1")
    assert (row.status, row.owner, row.version, row.milestone) == (statuses["planned"], engineer, version, milestone)
    assert (str(row.due), row.estimate, row.parent.key, row.kind) == ("2026-Q4", 2.5, "SHOP-3", "business")
    assert (row.drivers, row.assignments.get().user, row.tags.get().name) == ({"reach": 10}, engineer, "x")
    gone = {"remove_assignees": [engineer.pk], "remove_tags": ["x"], "owner": None}
    as_manager.post(BULK, {"keys": ["SHOP-1"], "set": gone})
    row.refresh_from_db()
    assert (row.owner, row.assignments.count(), row.tags.count()) == (None, 0, 0)


def test_one_undo_takes_the_batch_back(as_manager, three, manager):
    batch = as_manager.post(BULK, {"query": "status:open", "set": {"priority": 0, "add_tags": ["x"]}}).json()["batch"]
    assert set(Change.objects.filter(batch=batch).values_list("source", flat=True)) == {"api"}
    undo_batch(batch, by=manager)
    assert column("priority") == [4, 4, 4]
    assert not three[0].tags.exists()


def test_rows_in_the_way_are_named_with_the_reason_and_nothing_changes(as_manager, three, manager):
    edit(three[1], by=manager, start=FuzzyDate.parse("2026-12-01"))
    answer = as_manager.post(BULK, {"query": "status:open", "set": {"due": "2026-11-01", "priority": 0}})
    assert refused(answer, "invalid")["refused"] == [{"key": "SHOP-2", "why": "it would start after it is due"}]
    assert column("priority") == [4, 4, 4]


def test_keys_that_are_not_there_are_named_like_those_that_are_hidden(as_manager, three, other_requirement):
    answer = as_manager.post(BULK, {"keys": ["SHOP-1", "SHOP-99", other_requirement.key], "set": {"priority": 0}})
    body = refused(answer, "invalid")
    assert {row["key"] for row in body["refused"]} == {"SHOP-99", other_requirement.key}
    assert len({row["why"] for row in body["refused"]}) == 1
    assert column("priority") == [4, 4, 4]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"set": {"priority": 0}}, "keys"),
        ({"keys": ["SHOP-1"], "query": "a", "set": {"priority": 0}}, "keys"),
        ({"keys": [], "set": {"priority": 0}}, "keys"),
        ({"keys": "SHOP-1", "set": {"priority": 0}}, "keys"),
        ({"query": "", "set": {"priority": 0}}, "query"),
        ({"query": "status:nonsense", "set": {"priority": 0}}, "query"),
        ({"query": "(", "set": {"priority": 0}}, "query"),
        ({"keys": ["SHOP-1"]}, "set"),
        ({"keys": ["SHOP-1"], "set": False}, "set"),
        ({"keys": ["SHOP-1"], "set": ["priority"]}, "set"),
        ({"keys": ["SHOP-1"], "set": None}, "set"),
        ({"keys": ["SHOP-1"], "set": {}}, "set"),
        ({"keys": ["SHOP-1"], "set": {"priority": 9}}, "set.priority"),
        ({"keys": ["SHOP-1"], "set": {"title": "x"}}, "set.title"),
        ({"keys": ["SHOP-1"], "set": {"status": "Nowhere"}}, "set.status"),
        ({"keys": ["SHOP-1"], "set": {"status": "Declined"}}, "set.decline_reason"),
        ({"keys": ["SHOP-1"], "set": {"drivers": {"reach": "many"}}}, "set.drivers.reach"),
        ({"keys": ["SHOP-1"], "set": {"add_assignees": ["nobody@pmhub.example"]}}, "set.add_assignees"),
        ({"keys": ["SHOP-1"], "set": {"parent": "OTHER-1"}}, "set.parent"),
        ({"keys": ["SHOP-1"], "set": {"priority": 0}, "more": 1}, "more"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(as_manager, three, other_requirement, body, field):
    assert list(at_fault(as_manager.post(BULK, body))) == [field]
    assert column("priority") == [4, 4, 4]


def test_readers_and_strangers_change_nothing(rest, support, outsider, manager, three):
    body = {"keys": ["SHOP-1"], "set": {"priority": 0}}
    refused(rest(support).post(BULK, body), "refused")
    refused(rest(outsider).post(BULK, body), "not-found")
    refused(rest(manager, scopes=["read"]).post(BULK, body), "refused")
    assert column("priority") == [4, 4, 4]


def test_very_many_are_left_to_a_worker(as_manager, rest, owner, three, manager, few_at_once):
    answer = as_manager.post(BULK, {"query": "status:open", "set": {"priority": 0, "add_tags": ["x"]}})
    assert answer.status_code == 202
    job = answer.json()
    assert (job["state"], job["chosen"], answer["Location"]) == ("waiting", 3, job["url"])
    assert as_manager.get(job["url"]).json() == job
    refused(rest(owner).get(job["url"]), "not-found")
    bulk_carry_out.apply([job["id"]])
    done = as_manager.get(job["url"]).json()
    assert (done["state"], done["done"], done["changed"]) == ("done", 3, 3)
    assert column("priority") == [0, 0, 0]
    undo_batch(done["batch"], by=manager)
    assert column("priority") == [4, 4, 4]


def test_its_page_tells_of_it_as_well(as_manager, web, manager, three, few_at_once):
    pk = as_manager.post(BULK, {"query": "status:open", "set": {"priority": 0}}).json()["id"]
    assert "Over REST" in web(manager).get(f"/p/SHOP/requirements/bulk/edits/{pk}/").content.decode()


def test_a_worker_is_not_asked_for_what_would_be_refused(as_manager, three, manager, few_at_once):
    edit(three[1], by=manager, start=FuzzyDate.parse("2026-12-01"))
    answer = as_manager.post(BULK, {"query": "status:open", "set": {"due": "2026-11-01"}})
    assert [row["key"] for row in refused(answer, "invalid")["refused"]] == ["SHOP-2"]
    assert not BulkEdit.objects.exists()


def test_it_can_be_stopped(as_manager, three, few_at_once):
    url = as_manager.post(BULK, {"query": "status:open", "set": {"priority": 0}}).json()["url"]
    assert as_manager.delete(url).json()["state"] == "cancelled"
    bulk_carry_out.apply([BulkEdit.objects.get().pk])
    assert column("priority") == [4, 4, 4]


def test_what_means_nothing_any_more_fails_with_the_reason(as_manager, shop, three, engineer, few_at_once):
    body = {"query": "status:open", "set": {"owner": engineer.email}}
    job = as_manager.post(BULK, body).json()
    shop.memberships.filter(user=engineer).delete()
    bulk_carry_out.apply([job["id"]])
    failed = as_manager.get(job["url"]).json()
    assert failed["state"] == "failed"
    assert engineer.email in failed["problem"]


def test_permission_is_asked_again_when_it_runs(as_manager, shop, three, manager, few_at_once):
    job = as_manager.post(BULK, {"query": "status:open", "set": {"priority": 0}}).json()
    shop.memberships.filter(user=manager).update(role=Role.VIEWER)
    bulk_carry_out.apply([job["id"]])
    assert as_manager.get(job["url"]).json()["state"] == "failed"
    assert column("priority") == [4, 4, 4]
