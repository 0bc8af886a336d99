"""Row 15: cells copied from a spreadsheet, pasted onto the list."""

import pytest
from playwright.sync_api import expect

from integrations.models import Import

pytestmark = pytest.mark.browser
PASTE = """(text) => {
  const data = new DataTransfer()
  data.setData("text/plain", text)
  const options = {clipboardData: data, bubbles: true, cancelable: true}
  document.querySelector("#list").dispatchEvent(new ClipboardEvent("paste", options))
}"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_pasted_cells_lead_to_their_columns_and_nothing_is_written_yet(visit, manager, requirement):
    page = visit(manager, "/p/SHOP/requirements/")
    page.evaluate(PASTE, "Title\tPriority\nPasted one\tP1\nPasted two\tsoon\n")
    expect(page.get_by_role("heading", level=1)).to_contain_text("pasted.tsv")
    expect(page.locator("main")).to_contain_text("Pasted one")
    assert Import.objects.get().state == "uploaded"


def test_a_single_line_and_text_in_a_field_are_left_alone(visit, manager, requirement):
    page = visit(manager, "/p/SHOP/requirements/")
    page.evaluate(PASTE, "only words")
    page.locator("#q").focus()
    page.evaluate(PASTE.replace("#list", "#q"), "a\tb\nc\td")
    expect(page).to_have_url(page.url)
    assert not Import.objects.exists()


def test_whoever_may_not_import_is_told_so(visit, engineer, requirement):
    page = visit(engineer, "/p/SHOP/requirements/")
    page.evaluate(PASTE, "Title\tPriority\nPasted one\tP1\n")
    expect(page.locator(".toast")).to_contain_text("Nothing was pasted")
    assert not Import.objects.exists()
