"""XLSX files through calamine, after a look at what they unpack to."""

import datetime as dt
import struct
import zipfile
import zlib
from pathlib import Path

import python_calamine

from pmhub.lib.tabular.problems import Unreadable

UNPACKED_LIMIT = 300 * 1024 * 1024
MEMBERS_LIMIT = 2_000
CHUNK = 1 << 20


def records(path):
    """Yields (number, None, cells, None) for each row of the first sheet with content, blank rows left out.

    Raises Unreadable for damaged files, passwords and zip bombs, before anything is unpacked into memory.
    """
    refuse_bombs(path)
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            sheet = _first_sheet(book)
            if sheet is None:
                return
            first = (sheet.start or (0, 0))[0]
            rows = sheet.to_python(skip_empty_area=True)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("xlsx_broken") from error
    for number, cells in enumerate(rows, start=first + 1):
        if any(cell not in ("", None) for cell in cells):
            yield number, None, [_plain(cell) for cell in cells], None


def refuse_bombs(path):
    """Unpack every member into nothing, by the bytes and not by what the directory claims, up to the limit."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MEMBERS_LIMIT or sum(member.file_size for member in members) > UNPACKED_LIMIT:
                raise Unreadable("xlsx_bomb", limit=UNPACKED_LIMIT >> 20)
            if any(member.flag_bits & 1 for member in members) or "[Content_Types].xml" not in archive.namelist():
                raise Unreadable("xlsx_broken")
        total = 0
        with Path(path).open("rb") as file:
            for member in members:
                total += _unpacked_size(file, member, UNPACKED_LIMIT - total)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, OSError) as error:
        raise Unreadable("xlsx_broken") from error


def _unpacked_size(file, member, allowed):
    if member.compress_type == zipfile.ZIP_STORED:
        return member.compress_size
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise Unreadable("xlsx_broken")
    file.seek(member.header_offset + 26)
    name, extra = struct.unpack("<HH", file.read(4))
    file.seek(name + extra, 1)
    decoder, left, size = zlib.decompressobj(-15), member.compress_size, 0
    while left > 0 and not decoder.eof:
        data = file.read(min(CHUNK, left))
        if not data:
            break
        left -= len(data)
        while data:
            size += len(decoder.decompress(data, CHUNK))
            data = decoder.unconsumed_tail
            if size > allowed:
                raise Unreadable("xlsx_bomb", limit=UNPACKED_LIMIT >> 20)
    return size


def _first_sheet(book):
    for meta in book.sheets_metadata:
        if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.height:
                return sheet
    return None


def _plain(cell):
    """12.0 as "12", midnight as a date, TRUE as "true"; text and dates as they are."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    if isinstance(cell, str | dt.date):
        return cell
    return str(cell)
