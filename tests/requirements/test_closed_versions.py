"""What is open is planned into no released or archived version, through whichever door; what is finished may be."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from changes.models import Change
from changes.operations.undoing import undo_batch
from integrations.operations import imports, running
from requirements.models import Requirement
from requirements.operations.authoring import create, delete, edit
from requirements.operations.bulk import SomeRefused, edit_many
from roadmaps.models import Version
from roadmaps.operations.planning import create_version, edit_version
from roadmaps.operations.releasing import release
from tests.api.conftest import Rest, at_fault
from tests.requirements.conftest import HTMX, text_of

WHY = "Nothing that is open can be planned into “2.3”: it is released."


@pytest.fixture
def released(shop, manager):
    return release(create_version(shop, by=manager, name="2.3"), by=manager)


def last_batch():
    return Change.objects.latest("id").batch


def test_the_refusal_names_the_requirement_and_the_version(requirement, released, manager):
    with pytest.raises(ValidationError) as refused:
        edit(requirement, by=manager, version=released)
    assert refused.value.message_dict == {"version": [f"SHOP-1: {WHY}"]}
    requirement.refresh_from_db()
    assert requirement.version is None


def test_an_archived_one_takes_nothing_either(requirement, version, manager):
    edit_version(version, by=manager, state="archived")
    with pytest.raises(ValidationError, match="“2.4”: it is archived"):
        edit(requirement, by=manager, version=version)


def test_the_state_counts_that_it_has_now_not_the_one_the_caller_read(requirement, version, manager):
    stale = Version.objects.get(pk=version.pk)
    release(version, by=manager)
    with pytest.raises(ValidationError, match="it is released"):
        edit(requirement, by=manager, version=stale)


@pytest.mark.django_db(transaction=True)
def test_of_a_release_and_a_planning_at_once_one_is_refused(requirement, version, manager):
    barrier, outcomes = threading.Barrier(2), []

    def at_once(act, name):
        try:
            barrier.wait()
            act()
            outcomes.append(name)
        except ValidationError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    acts = [
        (lambda: release(Version.objects.get(pk=version.pk), by=manager), "released"),
        (lambda: edit(requirement, by=manager, version=Version.objects.get(pk=version.pk)), "planned"),
    ]
    threads = [threading.Thread(target=at_once, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) in (["planned", "refused"], ["refused", "released"])


def test_one_that_was_deleted_meanwhile_is_named(requirement, version, manager):
    gone = Version.objects.get(pk=version.pk)
    version.delete()
    with pytest.raises(ValidationError, match="“2.4” has been deleted"):
        edit(requirement, by=manager, version=gone)


@pytest.mark.parametrize("category", ["done", "declined"])
def test_what_is_finished_can_be_noted_down_there(requirement, released, manager, statuses, category):
    done = {"status": statuses[category], "decline_reason": "never"}
    assert edit(requirement, by=manager, version=released, **done).version == released
    assert create(released.product, by=manager, title="Forgotten", version=released, **done).version == released


def test_reopening_what_is_in_there_is_no_planning(requirement, released, manager, statuses):
    edit(requirement, by=manager, version=released, status=statuses["done"])
    reopened = edit(requirement, by=manager, status=statuses["active"], version=released)
    assert (reopened.version, reopened.status) == (released, statuses["active"])


def test_a_new_one_is_not_made_there(released, manager, shop, web):
    with pytest.raises(ValidationError, match="it is released"):
        create(shop, by=manager, title="New", version=released)
    answer = web(manager).post("/p/SHOP/requirements/quick/", {"line": "New ~2.3"}, headers=HTMX)
    assert WHY in text_of(answer)
    offered = text_of(web(manager).get("/p/SHOP/requirements/new/"))
    assert ">2.3<" not in offered
    assert not Requirement.objects.exists()


def test_the_cell_and_the_page_say_so_and_do_not_offer_it(requirement, released, version, manager, web):
    page = f"/p/SHOP/requirements/{requirement.number}/"
    for door, name in ((f"{page}cells/version/", "value"), (f"{page}parts/version/", "version")):
        sent = {name: released.pk, "lock_version": requirement.lock_version}
        answer = web(manager).post(door, sent, headers=HTMX)
        assert (answer.status_code, f"SHOP-1: {WHY}" in text_of(answer)) == (422, True), door
    menu = text_of(web(manager).get(f"{page}parts/version/", headers=HTMX))
    assert "2.4" in menu
    assert "2.3" not in menu


def test_many_are_refused_by_name_and_none_is_moved(shop, released, manager, make_requirement, statuses):
    rows = [make_requirement("open"), make_requirement("done", status=statuses["done"])]
    ids = [row.pk for row in rows]
    with pytest.raises(SomeRefused) as refused:
        edit_many(shop, ids, by=manager, version=released)
    assert refused.value.refused == {"SHOP-1": WHY}
    assert not Requirement.objects.filter(version=released).exists()
    with pytest.raises(SomeRefused):
        edit_many(shop, ids[1:], by=manager, version=released, status=statuses["active"])
    assert edit_many(shop, ids, by=manager, version=released, status=statuses["done"]) == 2


def test_the_bulk_page_says_it(shop, released, manager, make_requirement, web):
    row = make_requirement("open")
    sent = {"version": released.pk, "row": row.number}
    answer = web(manager).post("/p/SHOP/requirements/bulk/version/", sent, headers=HTMX)
    assert f"SHOP-1: {WHY}" in text_of(answer)
    assert not Requirement.objects.filter(version=released).exists()


def test_rest_refuses_it_for_one_and_for_many(api, manager, requirement, released):
    as_manager = Rest(api(manager))
    one = as_manager.patch("requirements/SHOP-1/", {"version": released.pk}, f'"{requirement.lock_version}"')
    assert at_fault(one) == {"version": f"SHOP-1: {WHY}"}
    many = as_manager.post("products/SHOP/requirements/bulk/", {"keys": ["SHOP-1"], "set": {"version": released.pk}})
    assert (many.status_code, WHY in many.content.decode()) == (422, True)
    new = as_manager.post("requirements/", {"product": "SHOP", "title": "New", "version": released.pk})
    assert WHY in at_fault(new)["version"]
    assert not Requirement.objects.filter(version=released).exists()


def test_undo_does_not_bring_it_back_into_a_version_closed_since(requirement, version, manager):
    edit(requirement, by=manager, version=version)
    edit(requirement, by=manager, version=None)
    taken_out = last_batch()
    release(version, by=manager)
    with pytest.raises(ValidationError, match="SHOP-1: Nothing that is open can be planned into “2.4”"):
        undo_batch(taken_out, by=manager)
    requirement.refresh_from_db()
    assert requirement.version is None


def test_undo_gives_back_what_was_taken_out_of_a_closed_one(requirement, released, manager, statuses):
    edit(requirement, by=manager, version=released, status=statuses["done"])
    edit(requirement, by=manager, status=statuses["active"])
    edit(requirement, by=manager, version=None)
    undo_batch(last_batch(), by=manager)
    requirement.refresh_from_db()
    assert requirement.version == released


def test_the_trash_gives_everything_back_as_it_lay(requirement, version, manager):
    edit(requirement, by=manager, version=version)
    delete(requirement, by=manager)
    deleted = last_batch()
    release(version, by=manager)
    undo_batch(deleted, by=manager)
    assert Requirement.objects.get().version == version


@pytest.fixture
def bring(shop, manager, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def do(text):
        with (tmp_path / "file").open("wb+") as file:
            file.write(text.encode())
            file.seek(0)
            import_ = imports.upload(shop, file, by=manager, filename="file.csv")
        imports.begin_run(import_, by=manager, here=True)
        running.work(import_.pk)
        import_.refresh_from_db()
        return import_

    return do


def test_a_table_of_ours_that_was_edited_is_refused_row_by_row(requirement, released, bring, manager, web):
    exported = web(manager).get("/p/SHOP/requirements/export/csv/?columns=version")
    head, row = b"".join(exported.streaming_content).decode("utf-8-sig").splitlines()
    assert (head, row) == ("PMHub key,Title,Version", f"SHOP-1,{requirement.title},")
    import_ = bring(f"{head}\n{row}2.3\n")
    assert import_.source == "pmhub"
    assert [problem.message for problem in import_.problems] == [f"Row 2: the version does not take it: {WHY}"]
    requirement.refresh_from_db()
    assert requirement.version is None


def test_the_history_of_another_system_is_taken_as_it_is(released, bring):
    import_ = bring("ID,Title,Status,Version\nA-1,Left open,open,2.3\n")
    assert import_.counts["created"] == 1
    assert Requirement.objects.get().version == released
