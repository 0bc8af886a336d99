"""The items of a JSON file, one at a time: an array, {"issues": […]}, or one object per line."""

import json
import re

from pmhub.lib.tabular.encoding import open_text
from pmhub.lib.tabular.problems import Problem, Unreadable

CHUNK = 1 << 16
ITEM_LIMIT = 16_000_000
BLANK = re.compile(r"[ \t\r\n]*")
LISTS = ("issues", "items", "results", "data")
_decoder = json.JSONDecoder(parse_constant=str)


class Truncated(ValueError):
    """The file ends inside a value."""


class TooLong(ValueError):
    """A value is larger than may be kept in memory."""


CODES = {Truncated: "json_truncated", TooLong: "json_long", RecursionError: "json_nested"}


def items(path, encoding):
    """Yields (number, value, problem); value is None where a problem is given.

    Memory is bounded by the largest item. Broken or truncated JSON ends the list with a problem that names the
    position; with one object per line only that line is lost.
    """
    with open_text(path, encoding) as stream:
        window = Window(stream)
        first = window.peek()
        if first == "[":
            window.at += 1
            yield from _array(window)
        elif first == "{" and _enter_list(window):
            yield from _array(window)
        elif first == "{":
            stream.seek(0)
            yield from _lines(stream)
        else:
            raise Unreadable("no_items" if first else "file_empty")


class Window:
    """A part of the text that moves forward and knows the line and character it begins at."""

    def __init__(self, stream):
        self.stream = stream
        self.text, self.at, self.line, self.column, self.ended = "", 0, 1, 1, False
        self.more()

    def more(self, size=CHUNK):
        """Read on, forgetting what was passed; False at the end of the file."""
        self.line, self.column = self.position(self.at)
        data = self.stream.read(size)
        self.ended = not data
        self.text, self.at = self.text[self.at :] + data, 0
        return not self.ended

    def position(self, end):
        """(line, character) of a place in the text, both from 1."""
        breaks = self.text.count("\n", 0, end)
        if not breaks:
            return self.line, self.column + end
        return self.line + breaks, end - self.text.rfind("\n", 0, end)

    def peek(self):
        """The next character that is not blank, "" at the end."""
        while True:
            self.at = BLANK.match(self.text, self.at).end()
            if self.at < len(self.text) or not self.more():
                return self.text[self.at : self.at + 1]

    def value(self):
        """The next JSON value. Raises ValueError (Truncated, TooLong or json's own) or RecursionError."""
        size = CHUNK
        while True:
            error = None
            try:
                value, end = _decoder.raw_decode(self.text, self.at)
                if self.ended or end < len(self.text) or self.text[end - 1] in '}]"':
                    self.at = end
                    return value
            except json.JSONDecodeError as found:
                error = found
                if not error.msg.startswith("Unterminated") and error.pos < len(self.text) - 16:
                    raise
            if len(self.text) - self.at > ITEM_LIMIT:
                raise TooLong
            if not self.more(size) and error is not None:
                raise Truncated
            size *= 2

    def take(self, number):
        """(value, None) or (None, the problem with item `number`)."""
        try:
            return self.value(), None
        except (ValueError, RecursionError) as error:
            code = CODES.get(type(error), "json_broken")
            end = len(self.text) if code == "json_truncated" else self.at
            line, position = self.position(getattr(error, "pos", end))
        params = {"line": line, "position": position, "limit": ITEM_LIMIT}
        return None, Problem(code, row=number, place="item", params=params)


def _array(window):
    number = 0
    while (mark := window.peek()) != "]":
        if number and mark != ",":
            line, position = window.position(window.at)
            code = "json_broken" if mark else "json_truncated"
            params = {"line": line, "position": position}
            yield number + 1, None, Problem(code, row=number + 1, place="item", params=params)
            return
        if number:
            window.at += 1
            window.peek()
        number += 1
        value, problem = window.take(number)
        yield number, value, problem
        if problem:
            return


def _enter_list(window):
    """Move into the array of {"issues": […]}; False when the object is something else."""
    window.at += 1
    try:
        while window.peek() == '"':
            key = window.value()
            if window.peek() != ":":
                return False
            window.at += 1
            if window.peek() == "[" and key in LISTS:
                window.at += 1
                return True
            window.value()
            if window.peek() == ",":
                window.at += 1
    except (ValueError, RecursionError):
        return False
    return False


def _lines(stream):
    """One object per line; a broken line is lost alone. A file of one object over several lines is one item."""
    number, line_number = 0, 0
    while line := stream.readline(ITEM_LIMIT):
        line_number += 1
        text = line.strip().removeprefix("\ufeff")
        if not text:
            continue
        number += 1
        try:
            yield number, _decoder.decode(text), None
        except (ValueError, RecursionError) as error:
            if number == 1 and text == "{":
                stream.seek(0)
                window = Window(stream)
                window.peek()
                yield (1, *window.take(1))
                return
            code = "json_nested" if isinstance(error, RecursionError) else "json_line"
            params = {"line": line_number, "position": getattr(error, "pos", 0) + 1}
            yield number, None, Problem(code, row=number, place="item", params=params)
