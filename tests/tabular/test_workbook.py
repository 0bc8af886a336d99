import datetime as dt
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from pmhub.lib.tabular import workbook
from pmhub.lib.tabular.problems import Unreadable
from tests.tabular.conftest import messages, titles


@pytest.fixture
def book(tmp_path):
    """book([[cells], …]) -> the bytes of an XLSX file."""

    def do(lines, empty_first_sheet=False):
        made = openpyxl.Workbook()
        sheet = made.create_sheet("data") if empty_first_sheet else made.active
        for line in lines:
            sheet.append(line)
        made.save(tmp_path / "made.xlsx")
        return (tmp_path / "made.xlsx").read_bytes()

    return do


def test_cells_arrive_as_what_they_are(rows, book):
    content = book(
        [
            ["编号", "标题", "故事点", "创建时间", "截止日期", "描述"],
            [12.0, "支付", 3.5, dt.datetime(2026, 3, 4, 10), dt.date(2026, 3, 4), "=x"],
        ]
    )
    (row,) = rows(content, name="x.xlsx")
    assert row.fields["external_id"] == "12"
    assert row.fields["estimate"] == Decimal("3.5")
    assert row.fields["due"] == (dt.date(2026, 3, 4), "day")
    assert row.fields["created_at"].hour == 10


def test_blank_rows_are_skipped_and_numbers_are_the_sheets(rows, book):
    content = book([[], ["title", "points"], ["a", 1], [None, None], ["b", "x"]], empty_first_sheet=True)
    found = rows(content, name="x.xlsx")
    assert titles(found) == ["a"]
    assert messages(found) == ["Row 5, column “points”: “x” is not a number."]


def test_zip_bombs_are_refused_before_reading(rows, book, tmp_path, monkeypatch):
    content = book([["title"], ["a"]])
    monkeypatch.setattr(workbook, "UNPACKED_LIMIT", 5 << 20)
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(content)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"0" * (6 << 20))
    with pytest.raises(Unreadable, match="unpacks to more than 5 MB"):
        rows(path.read_bytes(), name="x.xlsx")


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "UNPACKED_LIMIT", 5 << 20)
    path = tmp_path / "liar.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/bomb.xml", b"0" * (6 << 20))
        for member in archive.infolist():
            member.file_size = 10
    with pytest.raises(Unreadable, match="unpacks to more than 5 MB"):
        workbook.refuse_bombs(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", b"PK\x03\x04" + b"\0" * 500])
def test_damaged_files_are_refused(rows, content):
    with pytest.raises(Unreadable, match="cannot be opened"):
        rows(content, name="x.xlsx")


def test_a_zip_without_a_sheet_is_refused(rows, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(Unreadable):
        rows((tmp_path / "x.zip").read_bytes(), name="x.xlsx")


def test_the_old_excel_format_is_named(rows):
    with pytest.raises(Unreadable, match="old Excel format"):
        rows(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, name="x.xls")
