"""From tree to text: the canonical way to write a query, which `parse` reads back as the same tree."""

import re

from requirements.query.nodes import And, Not, Or, Term
from requirements.query.scanning import QUOTES, Scanner

PLAIN_VALUE = re.compile(r"[\w@.+#/%:*-]+")
QUOTED = re.compile(r'(["“”„‟＂\\])')
KEYWORDS = {"OR", "AND", "NOT", "或", "或者", "且", "&", "&&"}


def written(node):
    """The query as text."""
    match node:
        case And(parts):
            return " ".join(bracketed(part, Or) for part in parts)
        case Or(parts):
            return " OR ".join(written(part) for part in parts)
        case Not(part):
            return f"-{negatable(part)}"
        case Term(name, op, values):
            return f"{name}{op}{','.join(value_written(value) for value in values)}"
        case _:
            return quoted(node.text) if node.phrase else " ".join(map(word_written, node.text.split()))


def bracketed(part, *kinds):
    return f"({written(part)})" if isinstance(part, kinds) else written(part)


def negatable(part):
    text = bracketed(part, And, Or)
    simple = isinstance(part, (And, Or, Term)) or getattr(part, "phrase", False)
    return text if simple or not re.search(r"\s|^-", text) else f"({text})"


def value_written(value):
    return value if PLAIN_VALUE.fullmatch(value) else quoted(value)


def word_written(word):
    """A word as it is, or in quotes where it would be read as something else."""
    scanner = Scanner(word)
    special = word in KEYWORDS or any(sign in scanner.folded for sign in [*QUOTES, "(", ")", "|"])
    negated = scanner.next == "-" and len(word) > 1
    return quoted(word) if special or negated or scanner.comparison() else word


def quoted(text):
    return '"' + QUOTED.sub(r"\\\1", text) + '"'
