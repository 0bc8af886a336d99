"""CSV and TSV, strictly: a stray quotation mark costs the row it stands in, never the rows around it."""

import csv
from collections import deque

from pmhub.lib.tabular.encoding import open_text
from pmhub.lib.tabular.problems import Problem
from pmhub.lib.tabular.records import CELL_LIMIT

DELIMITERS = ",;\t|"
LONGEST_LINE = 4 * CELL_LIMIT
MOST_QUOTE_PROBLEMS = 200
MOST_RESCANS = 10

csv.field_size_limit(CELL_LIMIT)


def records(path, encoding, delimiter):
    """Yields (number, line, cells, problem) for each record, blank ones left out but counted.

    `number` counts as a spreadsheet does, `line` as an editor does. Cells are None where a problem is given.
    """
    lines = _Lines(path, encoding)
    try:
        yield from _records(lines, delimiter)
    finally:
        lines.close()


def sniff(text):
    """The delimiter of a table that begins with `text`: the one that gives the most, and the steadiest, columns."""
    first = text.lstrip("\r\n").partition("\n")[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    return max(DELIMITERS, key=lambda delimiter: _steadiness(text, delimiter))


def _steadiness(text, delimiter):
    lines = text.splitlines(keepends=True)
    if len(lines) > 1:
        lines.pop()
    widths = []
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if cells:
                widths.append(len(cells))
            if len(widths) == 100:
                break
    except csv.Error:
        pass
    if not widths or widths[0] < 2:
        return 0
    return widths.count(widths[0]) / len(widths) * 100 + min(widths[0], 50)


class _Lines:
    """The lines of a file; those of the record being read can be given back."""

    def __init__(self, path, encoding):
        self.path, self.encoding = path, encoding
        self.stream = open_text(path, encoding)
        self.number = 0
        self.taken = []
        self.returned = deque()
        self.rescans = 0

    def __iter__(self):
        return self

    def __next__(self):
        line = self.returned.popleft() if self.returned else self.stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        return line

    def begin(self):
        """A record begins here; the line it begins on."""
        self.taken.clear()
        return self.number + 1

    def give_back(self):
        """Return to the line after the one where the record began."""
        self.number -= len(self.taken) - 1
        self.returned.extendleft(reversed(self.taken[1:]))
        self.taken.clear()

    def skip_record(self, first_line):
        """Go past a record too long to keep. False if its quotation never ends: then back to its second line."""
        open_quote = sum(line.count('"') for line in self.taken) % 2 == 1
        ended = self.taken[-1].endswith(("\n", "\r"))
        while open_quote or not ended:
            line = self.returned.popleft() if self.returned else self.stream.readline(LONGEST_LINE)
            if not line:
                break
            self.number += ended
            open_quote ^= line.count('"') % 2 == 1
            ended = line.endswith(("\n", "\r"))
        if open_quote:
            self._rescan(first_line)
        return not open_quote

    def _rescan(self, line):
        self.rescans += 1
        self.close()
        self.returned.clear()
        self.stream = open_text(self.path, self.encoding)
        self.number = 0
        while self.number < line:
            text = self.stream.readline(LONGEST_LINE)
            self.number += text.endswith(("\n", "\r")) or not text

    def close(self):
        self.stream.close()


def _records(lines, delimiter):
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = problems = 0
    while True:
        line = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            problems += 1
            if problems > MOST_QUOTE_PROBLEMS or lines.rescans >= MOST_RESCANS:
                yield number, line, None, Problem("too_many_quotes", row=number, line=line)
                return
            yield number, line, None, _problem(error, lines, number, line, delimiter)
            continue
        number += 1
        if cells and any(cells):
            yield number, line, cells, None


def _problem(error, lines, number, line, delimiter):
    text = str(error)
    if "field limit" in text:
        column = max(_field_starts(lines.taken, delimiter), key=lambda start: start[3])[0]
        if lines.skip_record(line):
            return Problem("cell_long", row=number, line=line, column=column, params={"limit": CELL_LIMIT})
        return Problem("quote_open", row=number, line=line, params={"line": line})
    quoted = [start for start in _field_starts(lines.taken, delimiter) if start[2]]
    begun = line + (quoted[-1][1] if quoted else 0)
    lines.give_back()
    return Problem("quote_open" if "end of data" in text else "quote", row=number, line=line, params={"line": begun})


def _field_starts(taken, delimiter):
    """For each field of a record its column, the line it begins on (from 0), whether it is quoted, and its length."""
    starts = [[0, 0, False, 0]]
    quoted, fresh = False, True
    for index, line in enumerate(taken):
        for char in line:
            if quoted:
                quoted = char != '"'
            elif char == '"':
                quoted = True
                starts[-1][2] |= fresh
            elif char == delimiter:
                starts.append([len(starts), index, False, 0])
                fresh = True
                continue
            fresh = False
            starts[-1][3] += 1
    return starts


def letters(index):
    """The name a spreadsheet gives a column: 0 is A, 26 is AA."""
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
