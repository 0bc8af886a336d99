"""A first look at a file: what it is, which columns it has, where they probably go."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

from pmhub.lib.tabular import delimited, items, shapes, workbook
from pmhub.lib.tabular.cells import written
from pmhub.lib.tabular.encoding import Encoding, detect, open_text
from pmhub.lib.tabular.mapping import Suggestion, suggest
from pmhub.lib.tabular.problems import Unreadable, comma_list, keepable

FORMATS = ("csv", "tsv", "xlsx", "json", "gitlab", "github", "jira")
TABLES = ("csv", "tsv", "xlsx")
SIZE_LIMIT = 512 * 1024 * 1024
COLUMN_LIMIT = 1_000
SAMPLE_ROWS = 50
SAMPLES_SHOWN = 3
SHOWN_LENGTH = 60
SAMPLE_CHARS = 1 << 16
OLE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"


@dataclass(slots=True)
class Inspection:
    """What is known about a file before it is read; enough, with a mapping, to read it."""

    path: str
    format: str
    encoding: Encoding
    delimiter: str = ""
    headers: list = field(default_factory=list)
    header_number: int = 1
    samples: list = field(default_factory=list)
    suggestions: list = field(default_factory=list)

    @property
    def is_table(self):
        return self.format in TABLES

    @property
    def problems(self):
        """Warnings about the file as a whole."""
        return [problem for problem in [self.encoding.problem] if problem]

    @property
    def signature(self):
        """The same for files with the same columns, so that a mapping can be offered again."""
        names = json.dumps([self.format if not self.is_table else "table", *self.headers])
        return hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()[:32]

    def as_dict(self):
        """For keeping as JSON, with a few samples for people to look at."""
        shown = [self.sample(index) for index in range(len(self.headers))]
        return {
            "format": self.format,
            "encoding": asdict(self.encoding),
            "delimiter": self.delimiter,
            "headers": self.headers,
            "header_number": self.header_number,
            "samples": shown,
            "sure": {guess.header: guess.confidence for guess in self.suggestions if guess.target},
        }

    def sample(self, index):
        """The first few different values of a column, as text and cut short."""
        found = {}
        for cells in self.samples:
            shown = as_shown(cells[index]) if index < len(cells) else ""
            if shown:
                found[shown] = None
            if len(found) == SAMPLES_SHOWN:
                break
        return list(found)

    @classmethod
    def from_dict(cls, path, kept):
        """The inspection again, of the same file; enough to read it."""
        needed = {name: kept[name] for name in ("format", "delimiter", "headers", "header_number")}
        return cls(path=str(path), encoding=Encoding(**kept["encoding"]), **needed)


def largest_file():
    """How many bytes a file may have."""
    return SIZE_LIMIT


def inspect(path, *, filename="", format=None, encoding=None, drivers=(), custom=None):
    """Look at a file. `format` and `encoding` overrule what is found; see `mapping.suggest` for the rest.

    Raises Unreadable when the file as a whole cannot be imported.
    """
    path, format, encoding = Path(path), format or None, encoding or None
    if format and format not in FORMATS:
        raise Unreadable("format_unknown", value=str(format)[:60], known=", ".join(FORMATS))
    head = _head(path)
    if head.startswith(ZIP) or format == "xlsx":
        found = _inspect_table(Inspection(str(path), "xlsx", Encoding("utf-8")))
    else:
        found = _inspect_text(path, filename, format, detect(path, encoding))
    if not found.suggestions:
        found.suggestions = suggest(found.headers, drivers=drivers, custom=custom)
    return found


def as_shown(cell):
    """A cell in a few words, safe to keep as JSON."""
    text = " ".join(keepable(written(cell)[:400]).split())
    return text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH] + "…"


def records(inspection):
    """Yields (number, line, cells, problem) after the header; cells are a list (tables) or an object (JSON)."""
    if inspection.is_table:
        for number, line, cells, problem in _table(inspection):
            if number > inspection.header_number:
                yield number, line, cells, problem
        return
    for number, value, problem in items.items(inspection.path, inspection.encoding):
        yield number, None, value, problem


def _head(path):
    size = path.stat().st_size
    if not size:
        raise Unreadable("file_empty")
    if size > SIZE_LIMIT:
        raise Unreadable("file_large", size=size >> 20, limit=SIZE_LIMIT >> 20)
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(OLE):
        raise Unreadable("file_xls")
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"GIF8", b"7z\xbc\xaf", b"Rar!")):
        raise Unreadable("file_binary")
    return head


def _inspect_text(path, filename, format, encoding):
    with open_text(path, encoding) as stream:
        text = stream.read(SAMPLE_CHARS)
    start = text.lstrip()[:1]
    if not start:
        raise Unreadable("file_empty")
    if sum(char < " " and char not in "\t\r\n" for char in text) > len(text) * 0.1:
        raise Unreadable("file_binary")
    if format in ("csv", "tsv") or (format is None and start not in "[{"):
        delimiter = "\t" if format == "tsv" or filename.lower().endswith(".tsv") else delimited.sniff(text)
        kind = format or ("tsv" if delimiter == "\t" else "csv")
        return _inspect_table(Inspection(str(path), kind, encoding, delimiter))
    return _inspect_items(path, format, encoding)


def _table(inspection):
    if inspection.format == "xlsx":
        return workbook.records(inspection.path)
    return delimited.records(inspection.path, inspection.encoding, inspection.delimiter)


def _inspect_table(found):
    rows = _table(found)
    number, line, cells, problem = next(rows, (None, None, None, None))
    if cells and len(cells) <= 2 and str(cells[0]).lower().startswith("sep="):
        number, line, cells, problem = next(rows, (None, None, None, None))
    if cells is None:
        raise Unreadable("no_header")
    if len(cells) > COLUMN_LIMIT:
        raise Unreadable("many_columns", found=len(cells), limit=COLUMN_LIMIT)
    found.headers, found.header_number = _unique(cells), number
    found.samples = [cells for _number, _line, cells, _problem in islice(rows, SAMPLE_ROWS) if cells]
    rows.close()
    return found


def _unique(cells):
    """Column names, made different: a second "Labels" is "Labels (2)", an empty one gets its letter."""
    names, seen = [], {}
    for index, cell in enumerate(cells):
        name = keepable(str(cell)).strip()[:200] or f"({delimited.letters(index)})"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _inspect_items(path, format, encoding):
    values = [value for _number, value, _problem in islice(items.items(path, encoding), SAMPLE_ROWS)]
    samples = [value for value in values if isinstance(value, dict)]
    if not any(samples):
        raise Unreadable("no_items")
    shape = shapes.recognise(samples)
    if format in ("gitlab", "github", "jira") and shape.format != format:
        raise Unreadable("not_shape", format=format, found=comma_list(list(samples[0])))
    headers = shape.headers[:COLUMN_LIMIT]
    found = Inspection(str(path), shape.format, encoding, headers=headers)
    found.samples = [[shapes.cell(item, header) for header in headers] for item in samples]
    if shape.mapping is not None:
        found.suggestions = [Suggestion(header, shape.mapping[header], 1.0) for header in headers]
    return found
