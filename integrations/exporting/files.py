"""Writing rows of values as files: each function yields the file piece by piece."""

import csv
import datetime
import re
import tempfile
from io import StringIO
from pathlib import Path

import orjson
import xlsxwriter
from django.utils import timezone

from integrations.exporting.fields import as_text
from pmhub.lib.tabular.defusing import defused, fitting
from pmhub.lib.texts import NOT_IN_XML

BOM = "\ufeff"  # Excel takes a file without it for one in the system's old encoding
PIECE = 1 << 16


def as_csv(fields, rows, *, raw=False):
    """UTF-8 with a byte order mark. `raw` is for programs: plain names above, and no apostrophes before formulas."""
    made = StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    made.write(BOM)
    writer.writerow([field.name if raw else defused(str(field.label)) for field in fields])
    keep = (lambda text: text) if raw else defused
    for row in rows:
        writer.writerow([keep(as_text(field.of(row), exact=True)) for field in fields])
        if made.tell() > PIECE:
            yield taken(made)
    yield taken(made)


def taken(buffer):
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def as_json(fields, rows, *, product):
    """`{"product": key or null, "at": …, "items": […]}`; numbers, dates and lists keep their types."""
    head = orjson.dumps({"product": product and product.key, "at": timezone.now()})
    yield head[:-1] + b',"items":['
    first = True
    for row in rows:
        yield (b"\n" if first else b",\n") + orjson.dumps({field.name: field.of(row) for field in fields})
        first = False
    yield b"\n]}\n"


def as_markdown(fields, rows):
    """A table; what would break it is escaped."""
    yield f"| {' | '.join(cell(str(field.label)) for field in fields)} |\n".encode()
    yield f"|{' --- |' * len(fields)}\n".encode()
    for row in rows:
        yield f"| {' | '.join(cell(as_text(field.of(row))) for field in fields)} |\n".encode("utf-8", "replace")


def cell(text):
    return re.sub(r"\s*\n\s*", "<br>", re.sub(r"([\\|`*_<\[\]])", r"\\\1", text.strip()))


def as_xlsx(fields, rows):
    """Typed cells under a frozen header. Written to a temporary file row by row, then sent."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.xlsx")
        book = xlsxwriter.Workbook(
            path, {"constant_memory": True, "tmpdir": folder, "strings_to_urls": False, "strings_to_formulas": False}
        )
        write_sheet(book, fields, rows)
        book.close()
        with path.open("rb") as made:
            while piece := made.read(PIECE):
                yield piece


def write_sheet(book, fields, rows):
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 2)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, 48 if field.name == "title" else 14)
        sheet.write_string(0, column, str(field.label), bold)
    number = 0
    for row in rows:
        number += 1
        for column, field in enumerate(fields):
            value = field.of(row)
            if value in (None, "", []):
                continue
            if isinstance(value, datetime.datetime):
                sheet.write_datetime(number, column, timezone.localtime(value).replace(tzinfo=None), moment)
            elif isinstance(value, datetime.date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, (int, float)):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, NOT_IN_XML.sub("", fitting(defused(as_text(value, exact=True)))))
    sheet.autofilter(0, 0, max(number, 1), len(fields) - 1)
