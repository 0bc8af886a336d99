"""What can be wrong with an import file, said in sentences that name the row, the column or the position.

A problem is kept as a code with its values, so that it is shown in the language of whoever reads it.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
SENTENCES = {
    # one cell or row
    "title_empty": _("the title is empty."),
    "title_long": _("the title has {length} characters; at most {limit} are possible."),
    "text_long": _("the text has {length} characters; at most {limit} are possible."),
    "cell_long": _("a value has more than {limit} characters."),
    "nul": _("the text contains a NUL character."),
    "broken_text": _("the text contains bytes that do not belong to the encoding {encoding}."),
    "few_cells": _("the row has {found} values, the table has {expected} columns."),
    "many_cells": _("the row has {found} values, the table has only {expected} columns."),
    "quote": _("a quotation mark is wrong: the quoted text that begins in line {line} is not closed properly."),
    "quote_open": _("the quotation mark opened in line {line} is never closed."),
    "not_number": _("“{value}” is not a number."),
    "not_amount": _("“{value}” cannot be read as an amount; left out."),
    "currency_other": _("“{value}” is in {found}, the product counts in {expected}; the number is taken as it stands."),
    "number_range": _("{value} is outside of {low} to {high}."),
    "not_date": _("“{value}” is not a date."),
    "date_ambiguous": _("“{value}” can be read in two ways; choose “day first” or “month first” for this column."),
    "not_priority": _("“{value}” is not a priority; P0 to P4 or words like high and low are possible."),
    "kind_unknown": _("“{value}” is not a known kind; left out."),
    "channel_unknown": _("“{value}” is not a known channel; left out."),
    "state_unknown": _("“{value}” is not a known status; left out."),
    "address_unknown": _("“{value}” is not an e-mail address; left out."),
    "body_empty": _("the row says nothing."),
    "name_empty": _("the name is empty."),
    "owner_unknown": _("“{value}” is not a member of the product; left out."),
    "customer_differs": _("it says something else of the customer than row {first}, which counts."),
    "contact_elsewhere": _("the contact belongs to “{value}” already and stays there."),
    "contact_named": _("the contact is known by another name or none; that stays."),
    "level_unknown": _("“{value}” is not a known level; left out."),
    "cell_cut": _("the file holds only a part of the text; left as it is."),
    "url_unknown": _("“{value}” is not a web address; left out."),
    "status_unknown": _("the status “{value}” is not part of the workflow; the first status is used."),
    "person_unknown": _("“{value}” is not a member of the product; kept as an outside person."),
    "custom_value": _("“{value}” is not possible in the field “{field}”."),
    "id_empty": _("the identifier is empty."),
    "id_twice": _("the identifier “{value}” was already used in row {first}."),
    "row_twice": _("a row with the same title and description already stands in row {first}."),
    "parent_below": _("the parent “{value}” lies below this requirement."),
    "level_finer": _("the levels do not fit: {why}"),
    "parent_finer": _("the parent “{value}” was left out: {why}"),
    "parent_missing": _("the parent “{value}” is neither in the file nor in the product; left out."),
    "parent_cycle": _("the parents form a circle: {cycle}."),
    "version_closed": _("the version does not take it: {why}"),
    "start_after_due": _("the start is after the due date."),
    "not_object": _("an object with fields was expected."),
    "refused": _("the database refused the row: {value}."),
    # the file from here on
    "json_broken": _("the JSON is not valid at line {line}, character {position}; what follows was not read."),
    "json_line": _("line {line} is not valid JSON at character {position}."),
    "json_truncated": _("the file ends in the middle of an item (line {line}, character {position})."),
    "json_nested": _("the item is nested too deeply."),
    "json_long": _("the item is larger than {limit} characters (line {line}, character {position})."),
    "too_many_quotes": _("too many quotation marks are wrong; the file was not read any further."),
    # the file as a whole
    "file_empty": _("The file is empty."),
    "file_large": _("The file has {size} MB; at most {limit} MB are possible."),
    "file_binary": _("The file is neither a table (CSV, TSV, XLSX) nor JSON."),
    "file_xls": _("This is a file of the old Excel format; save it as .xlsx or .csv."),
    "xlsx_broken": _("The Excel file cannot be opened; it may be damaged or protected by a password."),
    "xlsx_bomb": _("The Excel file unpacks to more than {limit} MB and is refused."),
    "format_unknown": _("“{value}” is not a known format; known are {known}."),
    "encoding_unknown": _("“{value}” is not a known encoding."),
    "encoding_mixed": _(
        "The file is {encoding}, but byte {position} (line {line}) does not belong to it; is it a mix of encodings? "
        "Rows with such bytes are left out."
    ),
    "no_header": _("The file has no row with column names."),
    "many_columns": _("The file has {found} columns; at most {limit} are possible."),
    "no_title": _("No column holds the title. Columns found: {found}. Names understood as the title: {expected}."),
    "no_body": _("No column holds what was said or a title. Columns found: {found}. Understood are: {expected}."),
    "no_name": _("No column holds the customer's name. Columns found: {found}. Names understood as it: {expected}."),
    "not_shape": _("The items do not look like {format}. Fields found: {found}."),
    "no_items": _("The file has no list of items."),
    "mapping_header": _("There is no column “{value}” in the file. Columns found: {found}."),
    "mapping_target": _("“{value}” is not a field. Fields are {known}."),
    "mapping_twice": _("Two columns are mapped to “{value}”: {first} and {second}."),
    "pull_requests": _("{count} pull requests were left out."),
}

PLACES = {
    ("row", False, False): _("Row {row}: "),
    ("row", True, False): _("Row {row} (line {line}): "),
    ("row", False, True): _("Row {row}, column “{column}”: "),
    ("row", True, True): _("Row {row} (line {line}), column “{column}”: "),
    ("item", False, False): _("Item {row}: "),
    ("item", False, True): _("Item {row}, field “{column}”: "),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a row; `fatal` ones keep the row out, others only leave out a value."""

    code: str
    row: int | None = None
    column: str = ""
    params: dict = field(default_factory=dict)
    fatal: bool = True
    line: int | None = None
    place: str = "row"

    @property
    def message(self):
        """The sentence in the active language, beginning with the place."""
        sentence = str(SENTENCES[self.code]).format(**self.params)
        if self.row is None:
            return sentence
        line = self.line if self.place == "row" and self.line != self.row else None
        start = str(PLACES[self.place, line is not None, bool(self.column)])
        return start.format(row=self.row, line=line, column=self.column) + sentence

    def as_dict(self):
        """For keeping as JSON; `Problem(**problem.as_dict())` says the same."""
        params = {name: keepable(value) if isinstance(value, str) else value for name, value in self.params.items()}
        return {name: getattr(self, name) for name in self.__slots__} | {"params": params}


class Unreadable(Exception):
    """The file as a whole cannot be imported; `message` says why, in the active language."""

    def __init__(self, code, **params):
        super().__init__(code, params)
        self.code = code
        self.params = params

    @property
    def message(self):
        return str(SENTENCES[self.code]).format(**self.params)

    def __str__(self):
        return self.message


class BadValue(ValueError):
    """One cell cannot be understood; turned into a `Problem` by whoever knows row and column.

    `kept` is what is taken from the cell nevertheless.
    """

    def __init__(self, code, *, fatal=True, kept=None, **params):
        super().__init__(code)
        self.code = code
        self.fatal = fatal
        self.kept = kept
        self.params = params


def keepable(text):
    """The text without what no database keeps: NUL and halves of characters become a replacement character."""
    return text if text.isascii() and "\0" not in text else UNKEEPABLE.sub("\ufffd", text)


def comma_list(values, limit=20):
    """A readable list for messages, shortened when long."""
    shown = [str(value)[:60] for value in values[:limit]]
    if len(values) > limit:
        shown.append(translate("… ({count} more)").format(count=len(values) - limit))
    return translate(", ").join(shown)
