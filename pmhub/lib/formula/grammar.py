"""From text to tree: a hand-written parser whose every refusal names the position."""

import difflib
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pmhub.lib.formula.tree import Arithmetic, Choice, Comparison, Extreme, Name, Negation, Node, Number, Rounded

LONGEST = 2_000
DEEPEST = 50
MOST_NODES = 200
LARGEST_NUMBER = Decimal(10) ** 12
MOST_DECIMALS = 12
FUNCTIONS = ("if", "max", "min", "round")
COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}

FOLDED = str.maketrans("（），、＋－−–＊×·／÷＜＞＝！．０１２３４５６７８９＿", "(),,+---***//<>=!.0123456789_")
ALIASES = {"≤": "<=", "≥": ">=", "≠": "!=", "==": "=", "<>": "!="}
TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(?P<name>[^\W\d]\w*(?:\.\w+)*)"
    r"|(?P<sign><=|>=|!=|==|<>|[-+*/(),<>=≤≥≠])"
)


class FormulaError(ValueError):
    """A formula that cannot be understood. `position` counts characters from 1; `message` is for people."""

    def __init__(self, position: int, message: str):
        super().__init__(position, message)
        self.position = position
        self.message = message

    def __str__(self) -> str:
        return str(format_lazy(_("Position {position}: {message}"), position=self.position, message=self.message))


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # number, name, sign or end
    text: str
    position: int


def parse(text: str, known: Collection[str] | None = None) -> Node:
    """The tree of a formula. With `known`, a name outside it is refused too. Raises FormulaError."""
    parser = _Parser(text, known)
    tree = parser.expression()
    parser.expect_end()
    return tree


def tokens(text: str) -> Iterator[Token]:
    """One token at a time, so that the first problem in reading order is the one reported."""
    folded = text.translate(FOLDED)
    at = 0
    while at < len(folded):
        if at >= LONGEST:
            raise _error(at, _("a formula may have {limit} characters; this one has {found}"), LONGEST, len(text))
        match = TOKEN.match(folded, at)
        if match is None:
            raise _error(at, _("the character {found} has no meaning in a formula"), found=_shown(text[at]))
        if match.lastgroup != "space":
            yield Token(match.lastgroup, ALIASES.get(match[0], match[0]), at + 1)
        at = match.end()
    yield Token("end", "", len(text) + 1)


def _error(index: int, message: str, limit: object = "", found: object = "", **words: object) -> FormulaError:
    return FormulaError(index + 1, format_lazy(message, limit=limit, found=found, **words))


def _shown(text: str) -> str:
    return f"“{text}”" if text.isprintable() else f"U+{ord(text):04X}"


class _Parser:
    """Precedence climbing. Depth and size are counted before descending, so no input can exhaust the stack."""

    def __init__(self, text: str, known: Collection[str] | None):
        self.known = known
        self.depth = 0
        self.nodes = 0
        self.stream = tokens(text)
        self.token = next(self.stream)

    def expression(self, weakest: int = 1) -> Node:
        left = self.operand()
        while PRECEDENCE.get(self.token.text, 0) >= weakest:
            sign = self.advance()
            right = self.expression(PRECEDENCE[sign.text] + 1)
            left = self.built(sign, Arithmetic, sign.text, left, right)
        return left

    def operand(self) -> Node:
        token = self.advance()
        if token.kind == "number":
            return self.built(token, Number, self.number(token))
        if token.kind == "name":
            return self.call(token) if self.token.text == "(" else self.name(token)
        if token.text in ("-", "+"):
            with self.deeper(token):
                operand = self.operand()
            return self.built(token, Negation, operand) if token.text == "-" else operand
        if token.text == "(":
            with self.deeper(token):
                inner = self.expression()
                self.expect(")")
            return inner
        raise self.refusal(token, _("expected a number, a name or “(”, found {found}"))

    def call(self, function: Token) -> Node:
        rules: dict[str, Callable[[Token], Node]] = {
            "if": self.choice,
            "min": self.extreme,
            "max": self.extreme,
            "round": self.rounded,
        }
        if function.text not in rules:
            raise self.refusal(function, _("unknown function {found}; there are {known}"), known=", ".join(FUNCTIONS))
        with self.deeper(self.expect("(")):
            node = rules[function.text](function)
            self.expect(")")
        return node

    def choice(self, function: Token) -> Node:
        condition = self.comparison()
        self.expect(",")
        then = self.expression()
        self.expect(",")
        return self.built(function, Choice, condition, then, self.expression())

    def comparison(self) -> Comparison:
        left = self.expression()
        sign = self.advance()
        if sign.text not in COMPARISONS:
            raise self.refusal(sign, _("expected a comparison such as “>”, found {found}"))
        return self.built(sign, Comparison, sign.text, left, self.expression())

    def extreme(self, function: Token) -> Node:
        operands = [self.expression()]
        self.expect(",")
        operands.append(self.expression())
        while self.token.text == ",":
            self.advance()
            operands.append(self.expression())
        return self.built(function, Extreme, function.text, tuple(operands))

    def rounded(self, function: Token) -> Node:
        operand = self.expression()
        digits = 0
        if self.token.text == ",":
            self.advance()
            digits = self.digits()
        return self.built(function, Rounded, operand, digits)

    def digits(self) -> int:
        negative = self.token.text == "-"
        token = self.advance() if not negative else (self.advance(), self.advance())[1]
        if token.kind != "number" or not token.text.isdigit() or int(token.text) > MOST_DECIMALS:
            raise self.refusal(token, _("expected a whole number up to {limit}, found {found}"), limit=MOST_DECIMALS)
        return -int(token.text) if negative else int(token.text)

    def name(self, token: Token) -> Node:
        if token.text in FUNCTIONS:
            raise self.refusal(self.token, _("expected “(” after “{function}”, found {found}"), function=token.text)
        if self.known is not None and token.text not in self.known:
            raise self.unknown(token)
        return self.built(token, Name, token.text)

    def unknown(self, token: Token) -> FormulaError:
        listed = ", ".join(sorted(self.known)) or "–"
        folded = {name.casefold(): name for name in self.known}
        close = difflib.get_close_matches(token.text.casefold(), folded, n=1)
        if close:
            message = _("unknown name {found}; did you mean “{close}”? Known names: {known}")
            return self.refusal(token, message, close=folded[close[0]], known=listed)
        return self.refusal(token, _("unknown name {found}; known names: {known}"), known=listed)

    def number(self, token: Token) -> Decimal:
        value = Decimal(token.text)
        if value > LARGEST_NUMBER or -value.as_tuple().exponent > MOST_DECIMALS:
            message = _("a number may be up to {limit} with {decimals} decimals")
            raise self.refusal(token, message, limit=f"{LARGEST_NUMBER:,f}", decimals=MOST_DECIMALS)
        return value

    def advance(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.token = next(self.stream)
        return token

    def expect(self, sign: str) -> Token:
        if self.token.text != sign or self.token.kind != "sign":
            raise self.refusal(self.token, _("expected “{sign}”, found {found}"), sign=sign)
        return self.advance()

    def expect_end(self) -> None:
        if self.token.text in COMPARISONS:
            raise self.refusal(self.token, _("{found} may only stand in the condition of if(…)"))
        if self.token.kind != "end":
            raise self.refusal(self.token, _("expected an operator or the end, found {found}"))

    @contextmanager
    def deeper(self, token: Token) -> Iterator[None]:
        if self.depth == DEEPEST:
            raise self.refusal(token, _("brackets and signs may be nested {limit} deep"), limit=DEEPEST)
        self.depth += 1
        yield
        self.depth -= 1

    def built(self, token: Token, kind: Callable[..., Node], *parts: object) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self.refusal(token, _("a formula may have {limit} numbers, names and operators"), limit=MOST_NODES)
        return kind(*parts)

    def refusal(self, token: Token, message: str, **words: object) -> FormulaError:
        found = _("the end") if token.kind == "end" else f"“{token.text}”"
        return _error(token.position - 1, message, found=found, **words)
