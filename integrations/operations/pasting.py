"""Rows pasted from a spreadsheet, as the file that an import reads."""

import csv
from io import StringIO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

SURE = 0.9  # of a suggestion: the name is that of a field, not only like one


def pasted_file(text, target):
    """The pasted cells as a file. Rows whose first line names no field get a header, with the first column as title."""
    rows = csv.reader(StringIO(text.lstrip("\n"), newline=""), delimiter="\t")
    first = next(rows, [])
    if not is_header(first, target):
        text = "\t".join(header_of(len(first))) + "\r\n" + text
    return ContentFile(text.encode("utf-8", "replace"), name=_("pasted.tsv"))


def is_header(cells, target):
    """Whether the cells are names of fields: the title is among them, or at least half of them are."""
    named = [guess.target for guess in target.suggest(cells) if guess.confidence >= SURE]
    return "title" in named or "body" in named or len(named) * 2 > len(cells)


def header_of(width):
    return [_("Title"), *(_("Column %d") % number for number in range(2, width + 1))]
