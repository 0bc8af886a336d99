"""Exported files: complete, safe to open, and taken back without a change."""

import csv
import io
import json

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from changes.models import Change
from integrations.models import Import
from integrations.operations.imports import begin_run, upload
from integrations.operations.running import work
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.tabular.defusing import defused, restored
from products.operations.workflow import add_field
from requirements.models import Requirement
from requirements.operations.authoring import edit
from requirements.operations.details import add_criterion, edit_criterion


@pytest.fixture
def full(make_requirement, shop, manager, engineer, maya, version, milestone):
    """Requirements with something awkward in every column."""
    add_field(shop, by=manager, key="market", name="Market", kind="multi_select", options=["EU", "CN, south"])
    add_field(shop, by=manager, key="since", name="Since", kind="date")
    add_field(shop, by=manager, key="stars", name="Stars", kind="rating")
    add_field(shop, by=manager, key="note", name="=1+1", kind="text")
    above = make_requirement("=HYPERLINK(1)", level="initiative", kind="business")
    planned = {"version": version, "milestone": milestone, "estimate": "3.5", "owner": manager, "priority": 0}
    written = {"description": "# Head\n\n-1 is less\r\n| a | b |", "as_a": "buyer", "i_want": "pay", "so_that": "done"}
    first = make_requirement(
        "'=quoted, “结算” | pipe", parent=above, tags=["a;b", "支付"], assignees=[engineer, maya, "Doe, Jane"],
        due=FuzzyDate.parse("2026-Q4"), start=FuzzyDate.parse("2026-03"), outside_requester="Kunde AG",
        drivers={"reach": 1800, "impact": 0.5, "confidence": 80},
        custom={"market": ["CN, south", "EU"], "since": "2026-01-02", "stars": 4, "note": "+1"}, **planned, **written,
    )  # fmt: skip
    add_criterion(first, by=manager, text="It works")
    edit_criterion(add_criterion(first, by=manager, text="[brackets] stay"), by=manager, done=True)
    make_requirement("Plain")
    return Requirement.objects.order_by("number")


@pytest.fixture
def download(shop, web, support):
    def get(format, query="columns=*", *, by=support):
        response = web(by).get(reverse("export_file", args=[shop.key, format]) + f"?{query}")
        return b"".join(response.streaming_content) if response.streaming else response

    return get


@pytest.fixture
def take_back(shop, manager, media):
    def run(content, name):
        import_ = upload(shop, io.BytesIO(content), by=manager, filename=name)
        begin_run(import_, by=manager, here=True)
        work(import_.pk)
        return Import.objects.get(pk=import_.pk)

    return run


def lines(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("format", "raw"), [("csv", ""), ("csv", "&raw=1"), ("xlsx", ""), ("json", "")])
def test_it_comes_back_without_a_change(full, download, take_back, support, format, raw, language):
    support.language = language
    support.save(update_fields=["language"])
    content = download(format, f"columns=*{raw}")
    before = Change.objects.count()
    import_ = take_back(content, f"pool.{format}")
    assert import_.reconciliation == "read 3 = created 0 + updated 0 + unchanged 3 + failed 0", import_.report
    assert Change.objects.count() == before


def test_what_was_changed_in_the_file_is_changed_and_nothing_else(full, download, take_back):
    head, *cells = lines(download("csv"))
    rows = [dict(zip(head, row, strict=True)) for row in cells]
    changed = next(row for row in rows if row["PMHub key"] == "SHOP-2")
    changed |= {"Priority": "P3", "Tags": "支付", "Assignees": "Doe", "Reach": "900", "Parent": ""}
    out = io.StringIO()
    writer = csv.DictWriter(out, changed)
    writer.writeheader()
    writer.writerows(rows)
    import_ = take_back(out.getvalue().encode(), "pool.csv")
    assert import_.reconciliation == "read 3 = created 0 + updated 1 + unchanged 2 + failed 0"
    row = Requirement.objects.get(number=2)
    assert (row.priority, row.parent, row.drivers["reach"]) == (3, None, 900)
    assert row.drivers["impact"] == 0.5
    assert [tag.name for tag in row.tags.all()] == ["支付"]
    assert [str(one) for one in row.assignments.all()] == ["Doe"]


def test_a_row_of_another_installation_is_made_anew_once(full, download, take_back, shop):
    content = download("csv").replace(b"SHOP-3", b"SHOP-777")
    assert "created 1" in take_back(content, "pool.csv").reconciliation
    assert "unchanged 3" in take_back(content, "pool.csv").reconciliation


def test_no_cell_of_a_csv_is_a_formula(full, download):
    for row in lines(download("csv")):
        assert not [
            cell for cell in row if cell[:1] in "=+-@\t\r" and cell and not cell.lstrip("+-").replace(".", "").isdigit()
        ]


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.from_regex(r"'*[=+\-@]?[0-9a-z.]*", fullmatch=True))
def test_defusing_is_reversible(text):
    assert restored(defused(text)) == text


def test_excel_gets_types_and_a_frozen_header(full, download):
    sheet = openpyxl.load_workbook(io.BytesIO(download("xlsx"))).active
    head = [cell.value for cell in sheet[1]]
    first = {name: sheet.cell(row, column) for row in range(2, 5) for column, name in enumerate(head, start=1)
             if sheet.cell(row, 1).value == "SHOP-2"}  # fmt: skip
    assert sheet.freeze_panes == "C2"
    assert (first["Estimate"].value, first["Estimate"].data_type) == (3.5, "n")
    assert first["Since"].is_date
    assert first["Title"].data_type == "s"
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_text_too_long_for_a_cell_is_not_cut_by_coming_back(full, download, take_back, manager):
    edit(full[2], by=manager, description="x" * 40_000)
    assert "unchanged 3" in take_back(download("xlsx"), "pool.xlsx").reconciliation
    assert len(Requirement.objects.get(number=3).description) == 40_000


def test_json_keeps_types(full, download):
    data = json.loads(download("json"))
    item = next(item for item in data["items"] if item["pmhub_key"] == "SHOP-2")
    assert data["product"] == "SHOP"
    assert item["tags"] == ["a;b", "支付"]
    assert (item["drivers.reach"], item["due"], item["custom.stars"]) == (1800, "2026-Q4", 4)


def test_markdown_is_one_table_whatever_stands_in_it(full, download):
    lines = download("md").decode().strip().splitlines()
    columns = lines[1].count("---")
    assert len(lines) == 5
    assert {line.replace("\\|", "").count("|") for line in lines} == {columns + 1}


def test_filters_order_and_columns_are_those_of_the_view(full, download):
    rows = list(
        csv.reader(io.StringIO(download("csv", "priority=0&columns=status,tags&sort=number").decode("utf-8-sig")))
    )
    assert rows[0] == ["PMHub key", "Title", "Status", "Tags"]
    assert [row[0] for row in rows[1:]] == ["SHOP-2"]
    every = lines(download("csv", "sort=-number"))
    assert [row[0] for row in every[1:]] == ["SHOP-3", "SHOP-2", "SHOP-1"]


@pytest.mark.parametrize(
    "sort", ["title", "-votes", "-estimate", "start", "custom.stars", "-custom.note", "drivers.reach"]
)
def test_every_order_of_the_table_is_one_of_the_file(full, download, web, support, shop, sort):
    shown = web(support).get(reverse("requirement_list", args=[shop.key]) + f"?q=&sort={sort}").context["rows"]
    assert [row[0] for row in lines(download("csv", f"sort={sort}"))[1:]] == [row.key for row in shown]
    assert download("csv", "sort=custom.gone").status_code == 422


def test_all_products_export_in_the_orders_of_their_list(full, web, support):
    answer = web(support).get(reverse("all_export_file", args=["csv"]) + "?sort=-title")
    keys = [row[0] for row in lines(b"".join(answer.streaming_content))[1:]]
    assert keys == list(full.order_by("-title").values_list("key", flat=True))
    assert web(support).get(reverse("all_export_file", args=["csv"]) + "?sort=custom.stars").status_code == 422


def test_a_query_that_is_not_understood_is_no_file(full, download, shop, web, support):
    for name in ("csv", ""):
        url = reverse("export_file", args=[shop.key, name]) if name else reverse("export", args=[shop.key])
        response = web(support).get(f"{url}?score=much")
        assert response.status_code == 422
        assert "much" in response.content.decode()
    assert web(support).get(reverse("export_file", args=[shop.key, "exe"])).status_code == 404


@pytest.mark.parametrize("name", ["status", "tag", "version", "parent", "owner"])
def test_a_nul_character_is_no_filter(shop, download, name):
    assert download("csv", f"{name}=%00@").status_code == 422


def test_the_order_may_be_how_well_words_fit(full, download, shop, web, support):
    query = "q=Plain&sort=relevance"
    assert len(lines(download("csv", query))) == 2
    for name in ("export_print", "requirement_tree"):
        assert "Plain" in web(support).get(reverse(name, args=[shop.key]) + f"?{query}").content.decode()


def test_strangers_get_nothing(full, shop, web, outsider, download):
    assert download("csv", by=outsider).status_code == 404
    assert web(outsider).get(reverse("export_print", args=[shop.key])).status_code == 404


def test_pages_to_choose_and_to_print(full, shop, web, support):
    page = web(support).get(reverse("export", args=[shop.key]) + "?priority=0").content.decode()
    assert "1 requirement" in page
    paper = web(support).get(reverse("export_print", args=[shop.key])).content.decode()
    assert "结算" in paper
    assert "&#x27;=quoted" in paper


def test_the_number_of_queries_does_not_grow_within_a_page(make_requirement, download):
    def queries(count):
        for number in range(count):
            make_requirement(f"{number}", tags=[f"t{number}"])
        with CaptureQueriesContext(connection) as seen:
            download("csv")
        return len(seen)

    queries(1)
    assert queries(2) == queries(30)
