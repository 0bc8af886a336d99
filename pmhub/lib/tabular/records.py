"""The shapes that readers hand over: a row, and what hangs on it."""

import datetime as dt
from dataclasses import dataclass, field

TITLE_LIMIT = 500
TEXT_LIMIT = 200_000
CELL_LIMIT = 1_000_000
ID_LIMIT = 200
NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a file: data, never an account."""

    external_id: str
    name: str
    username: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A version or milestone named in a file; dates are (date, precision) or None."""

    name: str
    external_id: str = ""
    start: tuple[dt.date, str] | None = None
    due: tuple[dt.date, str] | None = None
    closed: bool = False
    description: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Parent:
    """The item above: by id alone when it is another row, with a title when the file brings it along (an epic)."""

    external_id: str
    title: str = ""
    url: str = ""
    level: str = ""


@dataclass(slots=True)
class Row:
    """One record of a file.

    `number` is what a spreadsheet shows beside the row (the header is row 1) or the position of the item in a JSON
    list; `line` the line of the file where the record begins. `fields` holds only what the file has a column for.
    `original` keeps ids, dates and people exactly as written.
    """

    number: int
    line: int | None = None
    fields: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    original: dict = field(default_factory=dict)

    @property
    def failed(self):
        """Whether any problem keeps the row out."""
        return any(problem.fatal for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of acceptance criteria."""

    text: str
    done: bool = False
