"""Reading a query's text from left to right."""

import re

from django.utils.translation import gettext as _

from requirements.query.names import NAMES
from requirements.query.nodes import QueryError

WIDE = str.maketrans("：（）＞＜＝≥≤！｜－−＂“”„‟，、；＠　", ':()><=}{!|--""""",,;@ ')
QUOTES = {'"': '"', "「": "」", "『": "』"}
END_OF_WORD = re.compile(r'[\s()|"「『]')
END_OF_VALUE = re.compile(r'[\s()|,"「『]')
NAME = re.compile(r"[^\W\d][\w.]*")
COMPARISON = re.compile(r"\s*(?::\s*)?(>=|=>|<=|=<|!=|>|<|=|\}|\{)\s*|:\s*")
OPERATORS = {"": ":", "=": ":", "=>": ">=", "=<": "<=", "}": ">=", "{": "<="}


class Scanner:
    """A place in a text. `folded` has the same length, with full-width punctuation as its ASCII twin."""

    def __init__(self, text, names=NAMES):
        self.text, self.folded, self.at, self.names = text, text.translate(WIDE), 0, names

    def skip_space(self):
        while self.at < len(self.text) and self.folded[self.at].isspace():
            self.at += 1

    @property
    def next(self):
        return self.folded[self.at : self.at + 1]

    def keyword(self, *words):
        """Step over one of these words where it stands alone."""
        for word in words:
            end = self.at + len(word)
            if self.folded.startswith(word, self.at) and (end == len(self.text) or END_OF_WORD.match(self.folded, end)):
                self.at = end
                return True
        return False

    def until(self, pattern):
        """The text up to where the pattern begins."""
        found, start = pattern.search(self.folded, self.at), self.at
        self.at = found.start() if found else len(self.text)
        return self.text[start : self.at]

    def quoted(self):
        """The text in the quotes that open here; a backslash takes the next character as it is."""
        start, closing, read = self.at, QUOTES[self.next], []
        self.at += 1
        while self.at < len(self.text) and self.folded[self.at] != closing:
            if self.text[self.at] == "\\" and self.at + 1 < len(self.text):
                self.at += 1
            read.append(self.text[self.at])
            self.at += 1
        if self.at >= len(self.text):
            raise QueryError(_("This quotation is not closed."), start, len(self.text))
        self.at += 1
        return "".join(read)

    def comparison(self):
        """`(name, op, start)` where a field's name and a comparison stand here, stepping over them; or None."""
        name = NAME.match(self.folded, self.at)
        found = name and COMPARISON.match(self.folded, name.end())
        if not found or self.folded.startswith("//", found.end()):
            return None
        known, start, spaced = self.names.find(name.group()), self.at, found.group()[0].isspace()
        if spaced and not known:
            return None
        self.at = found.end()
        op = found.group(1) or ""
        return known, OPERATORS.get(op, op), name.group(), start
