"""What a query says, as a tree. Trees compare by meaning: where something stood in the text does not count."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError


class QueryError(ValidationError):
    """A text that is no query, or names what does not exist; characters `start` to `end` of it are at fault."""

    text = ""

    def __init__(self, message, start, end):
        super().__init__(message)
        self.start, self.end = start, max(end, start)

    @property
    def place(self):
        return {"start": self.start, "end": self.end}


@dataclass(frozen=True)
class Term:
    """`status:planned,done`, `score>40`: a field compared with any of the values. `op` is one of : > >= < <=."""

    name: str
    op: str
    values: tuple
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Words:
    """Words to search for: all of them, or as a phrase, next to each other and in this order."""

    text: str
    phrase: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Not:
    part: object


@dataclass(frozen=True)
class And:
    """All of the parts; without parts everything."""

    parts: tuple = ()


@dataclass(frozen=True)
class Or:
    parts: tuple


def opposite(part):
    return part.part if isinstance(part, Not) else Not(part)


def both(parts):
    """All of the parts, each once, without an And in an And, and with neighbouring words together."""
    joined = []
    for part in flat(parts, And):
        last = joined[-1] if joined else None
        if is_plain(part) and is_plain(last):
            joined[-1] = Words(f"{last.text} {part.text}", False, last.start, part.end)
        elif is_plain(part) or part not in joined:
            joined.append(part)
    return joined[0] if len(joined) == 1 else And(tuple(joined))


def parts_of(tree):
    """The parts of a tree that must all hold."""
    return list(tree.parts) if isinstance(tree, And) else [tree]


def either(parts):
    """Any of the parts, without an Or in an Or."""
    parts = flat(parts, Or)
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def flat(parts, kind):
    return [inner for part in parts for inner in (part.parts if isinstance(part, kind) else [part])]


def is_plain(part):
    return isinstance(part, Words) and not part.phrase


def words_of(node):
    """The Words that what is found must or may contain: those that are not negated."""
    if isinstance(node, Words):
        return [node]
    return [words for part in getattr(node, "parts", ()) for words in words_of(part)]
