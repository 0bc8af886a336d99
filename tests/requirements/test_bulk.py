"""The same change to many requirements: all or none, one undo, and quick."""

import json
import time
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from changes.models import Change
from changes.operations.undoing import undo_batch
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.operations import one_batch
from products.models import Role
from products.operations.workflow import add_field
from requirements.forms.bulk import changes_of
from requirements.models import BulkEdit, Requirement
from requirements.operations import carrying_out
from requirements.operations.authoring import edit
from requirements.operations.bulk import SomeRefused, delete_many, edit_many
from requirements.operations.carrying_out import begin, cancel, carry_out
from requirements.tasks import bulk_sweep


@pytest.fixture
def three(make_requirement):
    return [make_requirement(title) for title in "abc"]


def ids(requirements):
    return [requirement.pk for requirement in requirements]


def column(name):
    return list(Requirement.objects.order_by("number").values_list(name, flat=True))


def test_every_kind_of_field_is_set_on_all(three, shop, manager, engineer, statuses, version, milestone):
    changed = edit_many(
        shop, ids(three), by=manager, status=statuses["planned"], priority=0, owner=engineer, version=version,
        milestone=milestone, due=FuzzyDate.parse("2026-Q4"), estimate="3.5", drivers={"reach": 500},
        add_tags=["later", "new one"], add_assignees=[engineer, "Nadia Outside"],
    )  # fmt: skip
    assert changed == 3
    for row in Requirement.objects.all():
        assert (row.status, row.priority, row.owner, row.version) == (statuses["planned"], 0, engineer, version)
        assert (str(row.due), str(row.estimate), row.drivers) == ("2026-Q4", "3.50", {"reach": 500})
        assert set(row.tags.values_list("name", flat=True)) == {"later", "new one"}
        assert {str(one) for one in row.assignments.all()} == {engineer.name, "Nadia Outside"}


def test_what_is_so_already_is_not_touched(three, shop, manager):
    edit(three[0], by=manager, priority=1)
    versions = column("lock_version")
    assert edit_many(shop, ids(three), by=manager, priority=1) == 2
    assert column("lock_version") == [versions[0], versions[1] + 1, versions[2] + 1]
    assert edit_many(shop, ids(three), by=manager, priority=1) == 0


def test_tags_and_people_are_taken_away(three, shop, manager, engineer):
    edit_many(shop, ids(three), by=manager, add_tags=["x", "y"], add_assignees=[engineer])
    assert edit_many(shop, ids(three[:2]), by=manager, remove_tags=["x"], remove_assignees=[engineer]) == 2
    assert [sorted(row.tags.values_list("name", flat=True)) for row in three] == [["y"], ["y"], ["x", "y"]]
    assert [row.assignments.count() for row in three] == [0, 0, 1]
    edit_many(shop, ids(three), by=manager, remove_tags=["never heard of"])
    assert not shop.tags.filter(name="never heard of").exists()


def test_one_undo_takes_all_of_it_back(three, shop, manager, engineer, statuses):
    before = [column(name) for name in ("status", "priority")]
    with one_batch() as batch:
        edit_many(shop, ids(three), by=manager, status=statuses["active"], priority=0, add_tags=["x"])
    undo_batch(batch, by=manager)
    assert [column(name) for name in ("status", "priority")] == before
    assert not any(row.tags.exists() for row in three)


def test_one_row_that_may_not_leaves_all_as_they_were(three, shop, manager):
    a, b, c = three
    edit(b, by=manager, parent=a)
    count = Change.objects.count()
    with pytest.raises(SomeRefused) as refusal:
        edit_many(shop, ids(three), by=manager, parent=b, priority=0)
    assert set(refusal.value.refused) == {a.key, b.key}
    assert Change.objects.count() == count
    assert edit_many(shop, [c.pk], by=manager, parent=b) == 1


def test_a_due_date_before_a_start_is_named(three, shop, manager):
    edit(three[1], by=manager, start=FuzzyDate.parse("2026-12-01"))
    with pytest.raises(SomeRefused) as refusal:
        edit_many(shop, ids(three), by=manager, due=FuzzyDate.parse("2026-11-01"))
    assert list(refusal.value.refused) == [three[1].key]
    assert column("due_on") == [None, None, None]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"priority": 9}, "priority"),
        ({"nonsense": 1}, "nonsense"),
        ({"title": "x"}, "title"),
        ({"drivers": {"reach": "many"}}, "drivers.reach"),
    ],
)
def test_bad_values_name_their_field(three, shop, manager, changes, where):
    with pytest.raises(ValidationError) as error:
        edit_many(shop, ids(three), by=manager, **changes)
    assert any(where.endswith(name) or name.endswith(where) for name in error.value.message_dict)


def test_declining_many_needs_a_reason(three, shop, manager, statuses):
    with pytest.raises(ValidationError):
        edit_many(shop, ids(three), by=manager, status=statuses["declined"])
    edit_many(shop, ids(three), by=manager, status=statuses["declined"], decline_reason="Nobody asked.")
    assert column("decline_reason") == ["Nobody asked."] * 3


def test_ids_of_another_product_are_left_alone(three, shop, manager, other_requirement):
    assert edit_many(shop, [*ids(three), other_requirement.pk], by=manager, priority=0) == 3
    other_requirement.refresh_from_db()
    assert other_requirement.priority == 4


def test_values_of_another_product_are_refused(three, shop, manager, other_product, other_requirement):
    for changes in ({"status": other_product.statuses.first()}, {"parent": other_requirement}):
        with pytest.raises(SuspiciousOperation):
            edit_many(shop, ids(three), by=manager, **changes)


def test_readers_change_nothing(three, shop, support, outsider):
    for person in (support, outsider):
        with pytest.raises(PermissionDenied):
            edit_many(shop, ids(three), by=person, priority=0)
        with pytest.raises(PermissionDenied):
            delete_many(shop, ids(three), by=person)


def test_contributors_delete_their_own_only(three, make_requirement, shop, engineer):
    own = make_requirement("mine", by=engineer)
    with pytest.raises(SomeRefused) as refusal:
        delete_many(shop, [own.pk, three[0].pk], by=engineer)
    assert list(refusal.value.refused) == [three[0].key]
    assert delete_many(shop, [own.pk], by=engineer) == 1
    assert Requirement.objects.count() == 3


def test_the_number_of_statements_does_not_grow_with_the_rows(make_requirement, shop, manager, engineer):
    def statements(count):
        some = [make_requirement(f"{n}") for n in range(count)]
        with CaptureQueriesContext(connection) as seen:
            edit_many(shop, ids(some), by=manager, priority=2, add_tags=["x"], add_assignees=[engineer])
        return len(seen)

    statements(1)  # makes the tag
    assert statements(2) == statements(20)


def test_five_hundred_take_less_than_two_seconds(shop, manager, statuses):
    rows = [
        Requirement(
            product=shop,
            number=n,
            key=f"SHOP-{n}",
            title=f"{n}",
            author=manager,
            status=statuses["new"],
            rank=f"a{n:06}",
        )
        for n in range(1, 501)
    ]
    Requirement.objects.bulk_create(rows)
    began = time.perf_counter()
    assert edit_many(shop, column("id"), by=manager, status=statuses["planned"], add_tags=["x"]) == 500
    assert time.perf_counter() - began < 2


class TestPages:
    """The bar's forms, with and without script."""

    @pytest.fixture
    def send(self, shop, web, manager):
        def post(part, *, by=manager, htmx=True, **data):
            url = reverse("requirement_bulk_part", args=[shop.key, part])
            return web(by).post(url, data, headers={"HX-Request": "true"} if htmx else {})

        return post

    def test_ticked_rows_change_and_the_way_back_is_offered(self, three, send):
        response = send("priority", row=[1, 3], priority="0")
        assert response.status_code == 204
        events = json.loads(response["HX-Trigger"])
        assert events["toast"]["text"] == "2 requirements changed."
        assert events["toast"]["undo"]
        assert "requirements:changed" in events
        assert column("priority") == [0, 4, 0]

    def test_everything_that_matches_changes_and_nothing_else(self, three, send, manager):
        edit(three[1], by=manager, priority=1)
        send("status", all="1", here="priority=4", status=str(three[0].product.statuses.get(category="planned").pk))
        assert column("status__category") == ["planned", "new", "planned"]

    def test_all_that_match_are_those_the_list_shows_by_itself(self, three, send, shop, web, manager, statuses):
        edit(three[1], by=manager, status=statuses["done"])
        page = web(manager).get(reverse("requirement_list", args=[shop.key]))
        assert page.context["count"] == 2
        send("priority", all="1", here=page.context["here"], priority="0")
        assert column("priority") == [0, 4, 0]

    def test_a_query_that_is_not_understood_changes_nothing(self, three, send):
        response = send("priority", all="1", here="score=much", priority="0")
        assert response.status_code == 422
        assert "much" in response.content.decode()
        assert column("priority") == [4, 4, 4]

    def test_refused_ones_can_be_left_out(self, three, send, manager):
        a, b, _c = three
        edit(b, by=manager, parent=a)
        refused = send("parent", row=[1, 2, 3], parent=b.key)
        page = refused.content.decode()
        assert refused.status_code == 422
        assert f'name="but" value="{a.key}"' in page
        assert "Leave these 2 out" in page
        send("parent", row=[1, 2, 3], parent=b.key, but=[a.key, b.key])
        assert column("parent__key") == [None, a.key, b.key]

    def test_without_script_a_page_asks_what_to_change(self, three, shop, web, manager, send):
        page = web(manager).post(reverse("requirement_bulk", args=[shop.key]), {"row": [1, 2]}).content.decode()
        assert "2 requirements" in page
        chosen = send("due", htmx=False, row=[1, 2], choose="1").content.decode()
        assert chosen.count('name="row"') == 2
        response = send("due", htmx=False, row=[1, 2], due="2026-Q4")
        assert response["Location"] == reverse("requirement_list", args=[shop.key])
        assert [str(row.due) for row in Requirement.objects.order_by("number")] == ["2026-Q4", "2026-Q4", "None"]

    def test_nothing_chosen_and_unknown_parts_say_so(self, three, send):
        assert "Nothing is chosen" in send("priority", priority="0").content.decode()
        assert send("nonsense", row=[1]).status_code == 404
        assert send("custom.nonsense", row=[1]).status_code == 404

    def test_declining_asks_for_the_reason(self, three, send, statuses):
        declined = str(statuses["declined"].pk)
        asked = send("status", row=[1, 2], status=declined)
        assert asked.status_code == 422
        assert 'name="decline_reason"' in asked.content.decode()
        send("status", row=[1, 2], status=declined, decline_reason="Twice asked, never used.")
        assert column("decline_reason") == ["Twice asked, never used."] * 2 + [""]

    def test_custom_fields_and_drivers(self, three, send, shop, manager):
        add_field(shop, by=manager, key="market", name="Market", kind="select", options=["EU", "CN"])
        send("custom.market", row=[1, 2], **{"custom.market": "CN"})
        send("drivers", row=[2], **{"drivers.reach": "1,800"})
        assert column("custom") == [{"market": "CN"}, {"market": "CN"}, {}]
        assert column("drivers") == [{}, {"reach": 1800}, {}]

    def test_deleting_goes_to_the_trash(self, three, shop, web, manager):
        url = reverse("requirement_bulk_delete", args=[shop.key])
        response = web(manager).post(url, {"row": [1, 2]}, headers={"HX-Request": "true"})
        assert "2 requirements are in the trash" in response["HX-Trigger"]
        assert column("number") == [3]

    def test_another_products_rows_stay_out_of_reach(self, three, shop, web, outsider, other_requirement, send):
        assert send("priority", by=outsider, row=[1], priority="0").status_code == 404
        send("priority", all="1", here="", priority="0")
        other_requirement.refresh_from_db()
        assert other_requirement.priority == 4


class TestCarryingOut:
    """What a worker does to very many."""

    @pytest.fixture
    def job(self, three, shop, manager):
        return begin(shop, ids(three), by=manager, part="priority", data={"priority": ["0"]}, changes={"priority": 0})

    def test_it_goes_through_all_and_says_so(self, job, monkeypatch):
        monkeypatch.setattr(carrying_out, "AT_A_TIME", 2)
        carry_out(job.pk, changes_of)
        job.refresh_from_db()
        assert (job.state, job.done, job.changed) == ("done", 3, 3)
        assert column("priority") == [0, 0, 0]

    def test_one_undo_takes_all_parts_back(self, job, manager, monkeypatch):
        monkeypatch.setattr(carrying_out, "AT_A_TIME", 1)
        carry_out(job.pk, changes_of)
        undo_batch(job.batch, by=manager)
        assert column("priority") == [4, 4, 4]

    def test_while_somebody_holds_it_nobody_else_begins(self, job):
        BulkEdit.objects.update(lease_until=timezone.now() + carrying_out.LEASE)
        carry_out(job.pk, changes_of)
        assert column("priority") == [4, 4, 4]

    def test_a_killed_one_goes_on_where_it_stopped(self, job):
        BulkEdit.objects.update(done=2, changed=2, lease_until=timezone.now() - carrying_out.LEASE)
        bulk_sweep.apply()
        carry_out(job.pk, changes_of)
        assert column("priority") == [4, 4, 0]

    def test_cancelled_it_changes_nothing_more(self, job, manager):
        assert cancel(job, by=manager)
        carry_out(job.pk, changes_of)
        assert column("priority") == [4, 4, 4]
        assert not cancel(job, by=manager)

    def test_permission_is_asked_again_when_it_runs(self, job, shop, manager):
        shop.memberships.filter(user=manager).update(role=Role.VIEWER)
        carry_out(job.pk, changes_of)
        job.refresh_from_db()
        assert job.state == "failed"
        assert column("priority") == [4, 4, 4]

    def test_who_is_removed_meanwhile_changes_no_further_part(self, job, shop, manager, monkeypatch):
        monkeypatch.setattr(carrying_out, "AT_A_TIME", 1)

        def and_removed(product, ids, **values):
            done = carrying_out.edited(product, ids, **values)
            shop.memberships.filter(user=manager).delete()
            return done

        carry_out(job.pk, changes_of, and_removed)
        job.refresh_from_db()
        assert (job.state, job.done) == ("failed", 1)
        assert column("priority") == [0, 4, 4]

    def test_days_mean_what_they_meant_to_their_writer_when_they_wrote(self, three, shop, manager):
        type(manager).objects.filter(pk=manager.pk).update(time_zone="Asia/Shanghai")
        data = {"due": ["tomorrow"]}
        job = begin(shop, ids(three), by=manager, part="due", data=data, changes={"due": FuzzyDate.parse("2026-11-24")})
        BulkEdit.objects.update(created_at=datetime(2026, 11, 23, 16, 30, tzinfo=UTC))  # in Shanghai it is the 24th
        carry_out(job.pk, changes_of)
        assert {str(day) for day in column("due_on")} == {"2026-11-25"}

    def test_its_page_is_its_writers_alone(self, job, web, manager, owner):
        url = reverse("bulk_edit", args=["SHOP", job.pk])
        assert "0 of 3" in web(manager).get(url).content.decode()
        assert web(owner).get(url).status_code == 404
        carry_out(job.pk, changes_of)
        assert "3 of 3 requirements changed" in web(manager).get(url).content.decode()

    def test_its_page_shows_no_change_of_anything_else(self, job, web, manager):
        BulkEdit.objects.filter(pk=job.pk).update(part="feedback.accept")
        url = reverse("bulk_edit", args=["SHOP", job.pk])
        client = web(manager)
        assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]
        job.refresh_from_db()
        assert job.is_waiting

    def test_many_go_to_a_worker(self, three, shop, web, manager, monkeypatch):
        monkeypatch.setattr("requirements.views.bulk.AT_ONCE", 2)
        url = reverse("requirement_bulk_part", args=[shop.key, "priority"])
        response = web(manager).post(url, {"all": "1", "here": "", "priority": "1"}, headers={"HX-Request": "true"})
        job = BulkEdit.objects.get()
        assert response["HX-Redirect"] == reverse("bulk_edit", args=[shop.key, job.pk])
        carry_out(job.pk, changes_of)
        assert column("priority") == [1, 1, 1]


def test_what_is_left_out_by_a_nul_character_is_nothing(web, engineer, shop, requirement):
    sent = {"row": requirement.number, "but": "\x00", "priority": "0"}
    assert web(engineer).post(reverse("requirement_bulk_part", args=[shop.key, "priority"]), sent).status_code == 302
    requirement.refresh_from_db()
    assert requirement.priority == 0


@pytest.mark.parametrize("address", ["requirement_lab", "requirement_compare"])
def test_keys_with_a_nul_character_name_nothing(web, engineer, shop, requirement, address):
    asked = {"one": "SHOP-1", "other": "\x00", "key": "\x00"}
    assert web(engineer).get(reverse(address, args=[shop.key]), asked).status_code == 200
