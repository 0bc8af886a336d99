"""Cancelled, killed, refused, taken back: the figures and the rows always agree."""

import os
import signal
import subprocess
import sys
import time
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from changes.models import Change
from integrations.models import Import
from integrations.operations import imports, running
from integrations.tasks import sweep_imports, work_on
from products.models import Membership, Product, Tag
from requirements.models import ExternalPerson, ExternalReference, Requirement
from requirements.operations.authoring import edit
from requirements.operations.details import comment
from roadmaps.models import Version
from tests.imports.conftest import figures, said
from tests.imports.test_gitlab import ISSUES

ROWS = "id,title,labels\n" + "".join(f"{number},title {number},a{number % 7}\n" for number in range(60))


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(running, "AT_A_TIME", 10)


def snapshot(shop):
    """All that an import makes, without ids and times."""
    rows = Requirement.objects.of(shop).select_related("parent", "version").prefetch_related("tags", "references")
    return [
        (row.key, row.title, row.parent and row.parent.key, row.version and row.version.name, row.lock_version,
         sorted(tag.name for tag in row.tags.all()), [ref.external_id for ref in row.references.all()])
        for row in rows.order_by("number")
    ]  # fmt: skip


def test_one_batch_holds_everything(bring, shop, small_parts):
    import_ = bring(ROWS)
    changes = Change.objects.filter(batch=import_.batch)
    assert set(changes.values_list("source", flat=True)) == {"import"}
    assert changes.filter(type="requirement", action="insert").count() == 60
    assert set(changes.values_list("actor__email", flat=True)) == {import_.by.email}


def test_undo_removes_exactly_what_was_made(bring, shop, manager, make_requirement):
    make_requirement("ours")
    before = snapshot(shop)
    import_ = bring(ISSUES)
    imports.undo_import(import_, by=manager)
    assert snapshot(shop) == before
    assert import_.state == "undone"
    assert not Change.objects.filter(product=None).exists()  # or readers of the stream would miss deletions
    assert not any(m.objects.of(shop).exists() for m in (Tag, Version, ExternalPerson, ExternalReference))
    assert figures(bring(ISSUES)) == (3, 0, 0, 0)


def test_undo_restores_what_was_updated(bring, shop, manager):
    first = bring("id,title,labels,points\n1,a,old,3\n")
    second = bring("id,title,labels,points\n1,b,new,5\n2,c,,\n")
    imports.undo_import(second, by=manager)
    found = Requirement.objects.of(shop).get()
    assert (found.title, str(found.estimate), [tag.name for tag in found.tags.all()]) == ("a", "3.00", ["old"])
    assert figures(bring("id,title,labels,points\n1,a,old,3\n")) == (0, 0, 1, 0)
    imports.undo_import(first, by=manager)
    assert not Requirement.objects.of(shop).exists()


def test_undo_is_refused_when_somebody_has_built_on_it(bring, shop, manager):
    import_ = bring("id,title\n1,a\n2,b\n")
    comment(Requirement.objects.of(shop).first(), by=manager, body="good")
    with pytest.raises(ValidationError, match="SHOP-1"):
        imports.undo_import(import_, by=manager)
    assert Requirement.objects.of(shop).count() == 2
    assert Import.objects.get().state == "done"


def test_an_import_that_changed_nothing_has_nothing_to_undo(bring, manager):
    bring("id,title\n1,a\n")
    with pytest.raises(ValidationError, match="changed nothing"):
        imports.undo_import(bring("id,title\n1,a\n"), by=manager)


def test_cancelling_stops_between_parts_and_can_go_on(upload, shop, manager, small_parts, monkeypatch):
    import_ = upload(ROWS)
    imports.begin_run(import_, by=manager, here=True)
    run = running.claim(import_.pk)
    rows = list(run.rows())
    running.land(run, rows[:10])
    assert imports.cancel(import_, by=manager)
    with pytest.raises(running.Interrupted):
        running.land(run, rows[10:20])
    assert Requirement.objects.of(shop).count() == 10
    imports.begin_run(import_, by=manager, here=True)
    running.work(import_.pk)
    import_.refresh_from_db()
    assert figures(import_) == (60, 0, 0, 0)


def test_long_imports_take_turns(upload, manager, small_parts):
    import_ = upload(ROWS)
    imports.begin_run(import_, by=manager, here=True)
    turns = 1
    while running.work(import_.pk, patience=0):
        turns += 1
    import_.refresh_from_db()
    assert (turns, figures(import_)) == (6, (60, 0, 0, 0)) or (turns, figures(import_)) == (7, (60, 0, 0, 0))


def test_only_one_process_holds_an_import(upload, manager):
    import_ = upload(ROWS)
    imports.begin_run(import_, by=manager, here=True)
    assert running.claim(import_.pk) is not None
    assert running.claim(import_.pk) is None


def test_a_holder_that_lost_its_lease_writes_nothing_more(upload, shop, manager, small_parts):
    import_ = upload(ROWS)
    imports.begin_run(import_, by=manager, here=True)
    run = running.claim(import_.pk)
    Import.objects.update(holder=uuid.uuid4())
    with pytest.raises(running.Interrupted):
        running.land(run, list(run.rows())[:10])
    assert not Requirement.objects.of(shop).exists()


def test_a_row_the_database_refuses_is_named_and_the_others_land(upload, shop, manager, small_parts):
    import_ = upload(ROWS)
    imports.begin_run(import_, by=manager, here=True)
    run = running.claim(import_.pk)
    rows = list(run.rows())
    rows[4].fields["votes"] = 2**40
    running.land(run, rows[:10])
    assert Requirement.objects.of(shop).count() == 9
    assert "Row 6: the database refused the row" in said(Import.objects.get())[0]
    assert figures(Import.objects.get()) == (9, 0, 0, 1)


def test_permission_is_asked_again_while_it_runs(upload, shop, manager):
    import_ = upload(ROWS)
    imports.begin_run(import_, by=manager, here=True)
    Membership.objects.filter(user=manager).delete()
    running.work(import_.pk)
    import_.refresh_from_db()
    assert import_.state == "failed"
    assert not Requirement.objects.of(shop).exists()


@pytest.mark.parametrize("nick", ["engineer", "support", "outsider"])
def test_only_managers_import(upload, people, nick):
    with pytest.raises(PermissionDenied):
        upload(ROWS, by=getattr(people, nick))
    assert not Import.objects.exists()


def test_a_vanished_file_fails_with_a_word(upload, manager):
    import_ = upload(ROWS)
    import_.path.unlink()
    imports.begin_run(import_, by=manager, here=True)
    running.work(import_.pk)
    import_.refresh_from_db()
    assert (import_.state, bool(import_.error)) == ("failed", True)


def test_the_worker_task_and_the_sweep(upload, shop, manager, settings):
    import_ = upload(ROWS)
    imports.begin_run(import_, by=manager)
    work_on(import_.pk)
    assert Import.objects.get().state == "done"
    work_on(import_.pk)
    sweep_imports()
    assert Requirement.objects.of(shop).count() == 60


def test_a_later_edit_is_not_lost_by_resuming(bring, shop, manager):
    bring(ROWS)
    found = Requirement.objects.of(shop).first()
    edit(found, by=manager, description="ours")
    assert figures(bring(ROWS)) == (0, 0, 60, 0)
    found.refresh_from_db()
    assert found.description == "ours"


@pytest.mark.slow
def test_killed_half_way_it_ends_as_a_clean_run(process_env, tmp_path, shop, manager, upload, settings):
    rows = "id,title,labels,parent\n" + "".join(f"{n},title {n},a{n % 7},{n // 2 or ''}\n" for n in range(1, 4001))
    path = tmp_path / "big.csv"
    path.write_text(rows)
    home = {"PMHUB_HOME": str(tmp_path / "home")}
    command = [sys.executable, "manage.py", "import_issues", str(path), "--product", "SHOP", "--by", manager.email]
    process = subprocess.Popen(command, env=process_env | home, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not Import.objects.filter(done_rows__gt=0).exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    import_ = Import.objects.get()
    assert import_.state == "running"
    settings.MEDIA_ROOT = tmp_path / "home" / "media"
    Import.objects.update(lease_until=None)
    running.work(import_.pk)
    import_.refresh_from_db()
    assert figures(import_) == (4000, 0, 0, 0)
    found = snapshot(shop)
    imports.undo_import(import_, by=manager)
    Product.objects.filter(pk=shop.pk).update(last_number=0)
    clean = upload(rows)
    imports.begin_run(clean, by=manager, here=True)
    running.work(clean.pk)
    assert [row[1:] for row in snapshot(shop)] == [row[1:] for row in found]
