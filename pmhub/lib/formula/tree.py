"""The allow-listed tree a formula is parsed to. Nothing outside this file can occur in a formula."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Negation:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left operator right`, where operator is one of `+ - * /`."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Only the condition of a Choice. Both sides are compared at six decimals, as people see them."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Choice:
    """`if(condition, then, otherwise)`; only the branch taken needs its inputs."""

    condition: Comparison
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Extreme:
    """`min(…)` or `max(…)` of two or more operands; one missing operand makes it missing."""

    function: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Rounded:
    """Half away from zero, to this many decimals (negative: tens, hundreds …)."""

    operand: "Node"
    digits: int


Node = Number | Name | Negation | Arithmetic | Choice | Extreme | Rounded


def children(node: Node | Comparison) -> tuple[Node | Comparison, ...]:
    match node:
        case Number() | Name():
            return ()
        case Negation(operand) | Rounded(operand, _):
            return (operand,)
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            return (left, right)
        case Choice(condition, then, otherwise):
            return (condition, then, otherwise)
        case Extreme(_, operands):
            return operands


def walk(node: Node | Comparison) -> Iterator[Node | Comparison]:
    """The node and everything under it, in the order it is written."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def names(tree: Node) -> tuple[str, ...]:
    """The distinct names a formula reads, in the order they first appear."""
    return tuple(dict.fromkeys(node.name for node in walk(tree) if isinstance(node, Name)))
