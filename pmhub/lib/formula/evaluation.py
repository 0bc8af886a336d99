"""A formula's result in exact decimals, the same as its SQL twin in `sql.py`.

Sums and products are exact; a quotient is cut after 20 decimals; the score is rounded to 6 decimals, half away from
zero. Intermediate results cannot grow past about 4,000 digits (200 nodes, inputs and numbers up to 10¹²), so nothing
overflows on the way and only the score itself is checked.
"""

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from pmhub.lib.formula.tree import Arithmetic, Choice, Comparison, Extreme, Name, Negation, Node, Number, Rounded

LARGEST_INPUT = Decimal(10) ** 12
INPUT_DECIMALS = 12
QUOTIENT_DECIMALS = 20
LARGEST_SCORE = Decimal(10) ** 14
SCORE_DECIMALS = 6

MISSING, ZERO, OVERFLOW = "missing:", "zero", "overflow"
EXACT = Context(prec=50_000, rounding=ROUND_HALF_UP, Emax=999_999, Emin=-999_999)
COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Score:
    """`value`, or none and the `problem`: `missing:effort,reach` (sorted names), `zero` or `overflow`."""

    value: Decimal | None
    problem: str = ""


def evaluate(tree: Node, inputs: Mapping[str, Decimal | None]) -> Score:
    """The score for these inputs. An input that is absent, not finite or beyond ±10¹² counts as missing."""
    with localcontext(EXACT):
        run = _Run(inputs)
        result = run.value(tree)
        if run.missing:
            return Score(None, MISSING + ",".join(sorted(run.missing)))
        if result is None:
            return Score(None, ZERO)
        score = _round(result, SCORE_DECIMALS)
        return Score(score) if abs(score) < LARGEST_SCORE else Score(None, OVERFLOW)


class _Run:
    """One evaluation. None stands for no value; `missing` collects the names that were needed and had none."""

    def __init__(self, inputs: Mapping[str, Decimal | None]):
        self.inputs = inputs
        self.missing: set[str] = set()

    def value(self, node: Node) -> Decimal | None:
        match node:
            case Number(value):
                return value
            case Name(name):
                return self.input(name)
            case Negation(operand):
                value = self.value(operand)
                return None if value is None else -value
            case Rounded(operand, digits):
                value = self.value(operand)
                return None if value is None else _round(value, digits)
            case Arithmetic(sign, left, right):
                return _calculate(sign, self.value(left), self.value(right))
            case Extreme(function, operands):
                values = [self.value(operand) for operand in operands]
                return None if None in values else (min if function == "min" else max)(values)
            case Choice(condition, then, otherwise):
                holds = self.holds(condition)
                return None if holds is None else self.value(then if holds else otherwise)

    def holds(self, condition: Comparison) -> bool | None:
        left, right = self.value(condition.left), self.value(condition.right)
        if left is None or right is None:
            return None
        return COMPARE[condition.operator](_round(left, SCORE_DECIMALS), _round(right, SCORE_DECIMALS))

    def input(self, name: str) -> Decimal | None:
        value = self.inputs.get(name)
        if value is None or not value.is_finite() or abs(value) > LARGEST_INPUT:
            self.missing.add(name)
            return None
        return _round(value, INPUT_DECIMALS)


def _calculate(sign: str, left: Decimal | None, right: Decimal | None) -> Decimal | None:
    if left is None or right is None:
        return None
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return (left.scaleb(QUOTIENT_DECIMALS) // right).scaleb(-QUOTIENT_DECIMALS) if right else None


def _round(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits))
