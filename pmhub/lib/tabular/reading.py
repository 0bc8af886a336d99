"""The rows of a file, one after the other, each with its values and its problems."""

import datetime as dt
from dataclasses import dataclass, field, replace

from pmhub.lib.tabular import shapes, values
from pmhub.lib.tabular.dates import DayOrder
from pmhub.lib.tabular.defusing import is_cut, restored
from pmhub.lib.tabular.headers import MANY, fold
from pmhub.lib.tabular.inspection import records
from pmhub.lib.tabular.problems import BadValue, Problem
from pmhub.lib.tabular.records import TEXT_LIMIT, Row
from pmhub.lib.tabular.vocabulary import LEVEL

PLANNED = ("start", "due")
STAMPS = ("created_at", "updated_at", "closed_at", "received_at")
KEPT = frozenset(
    {*PLANNED, *STAMPS, "external_id", "requester", "owner", "assignees", "status", "version", "parent", "tags"}
)
TELLING = (
    "id",
    "iid",
    "number",
    "key",
    "title",
    "name",
    "username",
    "login",
    "start_date",
    "due_date",
    "due_on",
    "state",
)
READERS = {
    "title": values.title,
    "description": values.limited(TEXT_LIMIT),
    "external_id": values.external_id,
    "url": values.url,
    "kind": values.kind,
    "level": values.level,
    "status": values.status,
    "priority": values.priority,
    "requester": values.person,
    "owner": values.person,
    "assignees": values.people,
    "tags": values.tags,
    "version": values.release,
    "milestone": values.release,
    "parent": values.parent,
    "estimate": values.estimate,
    "votes": values.count,
    "as_a": values.limited(500),
    "i_want": values.limited(1_000),
    "so_that": values.limited(1_000),
    "acceptance": values.acceptance,
}


@dataclass(slots=True)
class Options:
    """How to read: the zone of times without one, "dmy" or "mdy" for columns where 3/4/2026 occurs, which scoring
    drivers are given in percent, whether apostrophes before formulas are to be taken away, and what reads a field
    (a reader for (field, header) goes before one for the field).
    """

    zone: dt.tzinfo = dt.UTC
    orders: dict = field(default_factory=dict)
    percents: frozenset = frozenset()
    defused: bool = False
    readers: dict = field(default_factory=lambda: READERS)


@dataclass(slots=True)
class Tally:
    """What was left out on purpose, counted while reading."""

    pull_requests: int = 0

    @property
    def problems(self):
        """Notes for the report."""
        if not self.pull_requests:
            return []
        return [Problem("pull_requests", params={"count": self.pull_requests}, fatal=False)]


def read(inspection, mapping, options=None, tally=None):
    """Yields a Row for every record of the file, in order, whether it is good or not.

    `mapping` is {header: field} as `mapping.check` accepts it. Memory does not grow with the file (XLSX excepted).
    """
    options, tally = options or Options(), tally or Tally()
    columns = _columns(inspection, mapping, options)
    table = inspection.is_table
    take = _TableRows(inspection, columns, options.defused) if table else _ItemRows(inspection, columns, tally)
    for number, line, cells, problem in records(inspection):
        if problem is not None:
            yield Row(number, line, problems=[_named(problem, inspection.headers)])
            continue
        row = take(number, line, cells)
        if row is not None:
            yield row


def day_orders(inspection, mapping):
    """{header: "dmy" or "mdy"} learned from all values of the date columns; silent where they do not tell."""
    wanted = {header: DayOrder() for header, target in mapping.items() if target in (*PLANNED, *STAMPS)}
    if not wanted or inspection.format in ("gitlab", "github", "jira"):
        return {}
    places = [(_getter(inspection, header), order) for header, order in wanted.items()]
    for _number, _line, cells, problem in records(inspection):
        if problem is None:
            for place, order in places:
                order.feed(place(cells))
    return {header: order.order for header, order in wanted.items() if order.order}


def _getter(inspection, header):
    if not inspection.is_table:
        return lambda item: shapes.cell(item, header) if isinstance(item, dict) else None
    index = inspection.headers.index(header)
    return lambda cells: cells[index] if index < len(cells) else None


def _columns(inspection, mapping, options):
    columns = []
    for index, header in enumerate(inspection.headers):
        target = mapping.get(header)
        if target:
            columns.append((index if inspection.is_table else header, header, target, _reader(target, header, options)))
    return columns


def _reader(target, header, options):
    zone = dt.UTC if "utc" in header.lower() else options.zone
    if target in PLANNED:
        return values.dated(zone, options.orders.get(header))
    if target in STAMPS:
        return values.stamped(zone, options.orders.get(header))
    if target.startswith("driver:"):
        return values.percentage if target[7:] in options.percents else values.number
    if target.startswith("custom:"):
        return values.several
    return options.readers.get((target, header)) or options.readers[target]


class _Rows:
    place = "row"

    def __init__(self, inspection, columns):
        self.columns = columns
        self.format = inspection.format
        self.encoding = inspection.encoding.label
        self.level_from_kind = all(target != "level" for _key, _header, target, _read in columns)

    def fill(self, row, cell_of):
        """Read every mapped cell into the row."""
        for key, header, target, read_value in self.columns:
            cell = None
            try:
                cell = cell_of(key)
                _store(row.fields, target, read_value(cell))
            except BadValue as error:
                if error.kept is not None:
                    _store(row.fields, target, error.kept)
                if not (target == "kind" and self._level(row, cell)):
                    row.problems.append(self._problem(row, header, error))
            if target in KEPT and cell not in ("", None):
                row.original[target] = _kept(cell)
            if target == "kind":
                self._level(row, cell)
        return row

    def _level(self, row, cell):
        found = LEVEL.get(fold(cell)) if self.level_from_kind and isinstance(cell, str) else None
        if found:
            row.fields["level"] = found
        return found

    def _problem(self, row, header, error):
        params = error.params
        if error.code == "broken_text":
            params = {"encoding": self.encoding}
        return Problem(error.code, row.number, header, params, error.fatal, row.line, self.place)


class _TableRows(_Rows):
    def __init__(self, inspection, columns, defused):
        super().__init__(inspection, columns)
        self.width, self.defused = len(inspection.headers), defused

    def __call__(self, number, line, cells):
        row = Row(number, line)
        found = len(cells)
        if found != self.width and (found < self.width or any(cell not in ("", None) for cell in cells[self.width :])):
            code = "few_cells" if found < self.width else "many_cells"
            row.problems.append(Problem(code, number, "", {"found": found, "expected": self.width}, True, line))
            return row
        return self.fill(row, (lambda at: _restored(cells[at])) if self.defused else cells.__getitem__)


class _ItemRows(_Rows):
    place = "item"

    def __init__(self, inspection, columns, tally):
        super().__init__(inspection, columns)
        self.tally = tally

    def __call__(self, number, line, item):
        row = Row(number, line)
        if not isinstance(item, dict):
            row.problems.append(Problem("not_object", number, place="item"))
            return row
        item = shapes.prepare(item, self.format)
        if item is None:
            self.tally.pull_requests += 1
            return None
        row.original.update(shapes.kept(item, self.format))
        return self.fill(row, lambda header: shapes.cell(item, header))


def _restored(cell):
    if not isinstance(cell, str):
        return cell
    if is_cut(cell):
        raise BadValue("cell_cut", fatal=False)
    return restored(cell)


def _store(fields, target, value):
    if target in MANY:
        known = fields.setdefault(target, [])
        known.extend(part for part in value if part not in known)
    elif target.startswith("driver:"):
        fields.setdefault("drivers", {})[target[7:]] = value
    elif target.startswith("custom:"):
        fields.setdefault("custom", {})[target[7:]] = value
    else:
        fields[target] = value


def _kept(cell):
    """A cell as it stands in the file; of objects only what tells which one it is."""
    if isinstance(cell, dict):
        return {name: cell[name] for name in TELLING if cell.get(name) is not None}
    if isinstance(cell, list):
        return [_kept(part) for part in cell]
    return cell if isinstance(cell, str | int | float) else str(cell)


def _named(problem, headers):
    """The problem with the column's name in place of its position."""
    if isinstance(problem.column, int):
        return replace(problem, column=headers[problem.column] if problem.column < len(headers) else "")
    return problem
