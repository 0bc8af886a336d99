"""From text to tree: `status:planned (tag:支付 OR score>40) -assignee:@me "结算"`."""

from django.utils.translation import gettext as _

from requirements.query.names import NAMES, perhaps
from requirements.query.nodes import And, QueryError, Term, Words, both, either, opposite
from requirements.query.scanning import END_OF_VALUE, END_OF_WORD, QUOTES, Scanner

LONGEST, DEEPEST, MOST_TERMS = 4_000, 20, 200
DAMAGED = dict.fromkeys([*range(0xD800, 0xE000)], "\ufffd")


def parse(text, names=NAMES):
    """The tree for a query; QueryError says what is wrong and where. Nothing is looked up: see `condition`.

    `names` are the fields of this kind of list.
    """
    if len(text) > LONGEST:
        message = _("A query may have %(most)s characters; this one has %(found)s.")
        raise QueryError(message % {"most": f"{LONGEST:,}", "found": f"{len(text):,}"}, LONGEST, len(text))
    if "\x00" in text:
        at = text.index("\x00")
        raise QueryError(_("This contains a NUL character."), at, at + 1)
    return Parser(Scanner(text.translate(DAMAGED), names)).whole()


class Parser:
    """By recursive descent, at most DEEPEST parentheses down."""

    def __init__(self, scanner):
        self.scanner, self.depth, self.count = scanner, 0, 0

    def whole(self):
        self.scanner.skip_space()
        if not self.scanner.next:
            return And()
        tree = self.either()
        if self.scanner.next:
            raise self.wrong(_("There is no parenthesis to close here."))
        return tree

    def wrong(self, message, length=1):
        return QueryError(message, self.scanner.at, min(self.scanner.at + length, len(self.scanner.text)))

    def either(self):
        parts = [self.both()]
        while self.stands("|", "OR", "或", "或者"):
            while self.scanner.next == "|":
                self.scanner.at += 1
            parts.append(self.both())
        return either(parts)

    def stands(self, sign, *words):
        """Whether the sign comes next (it stays), or one of the words (which is stepped over)."""
        self.scanner.skip_space()
        return self.scanner.next == sign or self.scanner.keyword(*words)

    def both(self):
        parts = []
        while True:
            self.scanner.skip_space()
            if self.scanner.keyword("AND", "&", "&&", "且"):
                if not parts:
                    raise QueryError(_("Something is missing before this."), self.scanner.at - 1, self.scanner.at)
                parts.append(self.part())
            elif self.scanner.next in ("", ")", "|") or self.ahead("OR", "或", "或者"):
                if not parts:
                    raise self.wrong(_("Something to look for is missing here."))
                return both(parts)
            else:
                parts.append(self.part())

    def ahead(self, *words):
        at = self.scanner.at
        found = self.scanner.keyword(*words)
        self.scanner.at = at
        return found

    def part(self):
        negated = False
        while self.negation():
            negated = not negated
        found = self.group() if self.scanner.next == "(" else self.simple()
        return opposite(found) if negated else found

    def negation(self):
        self.scanner.skip_space()
        following = self.scanner.folded[self.scanner.at + 1 : self.scanner.at + 2]
        if self.scanner.next == "-" and following not in ("", ")", "|") and not following.isspace():
            self.scanner.at += 1
            return True
        return self.scanner.keyword("NOT")

    def group(self):
        start = self.scanner.at
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong(_("Parentheses may be nested %d deep.") % DEEPEST)
        self.scanner.at += 1
        inner = self.either()
        if self.scanner.next != ")":
            raise QueryError(_("This parenthesis is not closed."), start, start + 1)
        self.scanner.at += 1
        self.depth -= 1
        return inner

    def simple(self):
        start = self.scanner.at
        if self.scanner.next in ("", ")", "|"):
            raise self.wrong(_("Something to look for is missing here."))
        if found := self.scanner.comparison():
            return self.term(*found)
        phrase = self.scanner.next in QUOTES
        text = self.scanner.quoted() if phrase else self.scanner.until(END_OF_WORD)
        self.counted(start)
        return Words(text, phrase, start, self.scanner.at)

    def term(self, name, op, written, start):
        if name is None:
            message = _("There is no field “%s”.") % written[:40] + perhaps(written, self.scanner.names)
            quote = " " + _("To search for the words themselves, put them in quotes.")
            raise QueryError(message + quote, start, start + len(written))
        values = tuple(self.values(start))
        term = Term(name, ":" if op == "!=" else op, values, start, self.scanner.at)
        return opposite(term) if op == "!=" else term

    def values(self, start):
        """One value or several with commas (or |) between them."""
        while True:
            value = self.scanner.quoted() if self.scanner.next in QUOTES else self.scanner.until(END_OF_VALUE)
            if not value:
                raise QueryError(_("A value is missing here."), start, max(self.scanner.at, start + 1))
            self.counted(start)
            yield value
            if self.scanner.next not in (",", "|") or not self.scanner.next:
                return
            self.scanner.at += 1
            self.scanner.skip_space()

    def counted(self, start):
        self.count += 1
        if self.count > MOST_TERMS:
            message = _("A query may have %d words and conditions.") % MOST_TERMS
            raise QueryError(message, start, self.scanner.at)
