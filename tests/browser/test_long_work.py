"""Row 21: a real worker changes and imports many; the page shows how far it is, may be left, and can stop it."""

import re

import pytest
from playwright.sync_api import expect

from integrations.models import Import
from pmhub.celery import app
from requirements.models import BulkEdit, Requirement
from tests.platform.processes import celery_worker, end, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LIST = "/p/SHOP/requirements/?sort=number"
MANY = 2_400  # more than a request changes by itself
PATIENT = 60_000  # milliseconds, on a busy machine


@pytest.fixture
def start_worker(process_env, tmp_path):
    """`start_worker()` starts a real one; until then whatever is asked for waits."""
    app.control.purge()
    started = []

    def start():
        started.append(celery_worker(process_env, tmp_path / "worker.log", "-P", "solo", "-Q", "imports", seconds=60))

    yield start
    for process in started:
        end(process)
    app.control.purge()


@pytest.fixture
def many(shop, manager, statuses):
    shared = {"product": shop, "title": "one of many", "author": manager, "status": statuses["new"]}
    Requirement.objects.bulk_create(
        Requirement(number=n, key=f"SHOP-{n}", rank=f"a{n:06}", **shared) for n in range(1, MANY + 1)
    )
    type(shop).objects.filter(pk=shop.pk).update(last_number=MANY)


def change_all(page):
    page.locator("#row-1 input[type=checkbox]").click()
    bar = page.get_by_role("toolbar", name="Change the chosen requirements")
    bar.locator("input[name=all]").check()
    bar.get_by_role("button", name="Priority").click()
    page.locator(".bulk-editor").get_by_role("button", name="P0 critical").click()
    page.wait_for_url("**/bulk/edits/*/")


def critical():
    return Requirement.objects.filter(priority=0).count()


def test_a_large_change_shows_its_progress_may_be_left_and_reports(visit, manager, many, start_worker):
    page = visit(manager, LIST)
    change_all(page)
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("0 of 2,400")
    address = page.url
    page.get_by_role("link", name="Requirements").first.click()
    start_worker()
    page.goto(address)
    expect(page.get_by_text("2400 of 2400 requirements changed.")).to_be_visible(timeout=PATIENT)
    assert critical() == MANY
    page.locator("main").get_by_role("button", name="Undo").click(timeout=PATIENT)
    expect(page.get_by_text("undone").first).to_be_visible(timeout=PATIENT)
    assert critical() == 0


def test_a_large_change_is_stopped_before_it_began(visit, manager, many, start_worker):
    page = visit(manager, LIST)
    change_all(page)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled: 0 of 2400 requirements were changed.")).to_be_visible()
    start_worker()
    assert eventually(lambda: not BulkEdit.objects.filter(lease_until__isnull=False, state="waiting").exists(), 10)
    assert critical() == 0


def test_an_import_shows_its_progress_may_be_left_and_reports(visit, owner, shop, start_worker):
    rows = "".join(f"{n},第 {n} 条\n" for n in range(1, 2_501))
    page = visit(owner, "/p/SHOP/imports/new/")
    page.locator("input[type=file]").set_input_files(
        {"name": "需求.csv", "mimeType": "text/csv", "buffer": f"id,title\n{rows}".encode()}
    )
    page.get_by_role("button", name=re.compile("columns")).click()
    page.get_by_role("button", name="Check all rows").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    start_worker()
    page.get_by_role("button", name=re.compile("Import 2.?500 rows")).click(timeout=PATIENT)
    address = page.url
    page.goto(page.url.split("/imports/")[0] + "/imports/")
    expect(page.get_by_role("link", name="需求.csv")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("The import is done.")).to_be_visible(timeout=PATIENT)
    expect(page.get_by_role("group", name="Reconciliation")).to_contain_text(re.compile(r"2,500\s*rows created"))
    assert Requirement.objects.count() == 2_500
    page.get_by_role("button", name="Take it all back").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it all back").click(timeout=PATIENT)
    expect(page.get_by_text("everything is as it was before")).to_be_visible(timeout=PATIENT)
    assert not Requirement.objects.exists()


def test_the_check_of_an_import_is_stopped(visit, owner, shop, start_worker):
    page = visit(owner, "/p/SHOP/imports/new/")
    page.get_by_role("textbox", name=re.compile("paste")).fill("Title\tPriority\nOne\tP1\nTwo\tP2")
    page.get_by_role("button", name=re.compile("columns")).click()
    page.get_by_role("button", name="Check all rows").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".toast")).to_contain_text("The import was stopped.")
    start_worker()
    assert Import.objects.get().state == "uploaded"
    assert not Requirement.objects.exists()
