"""A formula as one PostgreSQL subquery that cannot fail, the twin of `evaluation.py`.

The innermost select reads and bounds the inputs once, the next computes, the outer one rounds and explains. `OFFSET 0`
keeps the planner from merging them, which would repeat the work for every mention of a name.
"""

from collections.abc import Mapping

from pmhub.lib.formula.evaluation import (
    INPUT_DECIMALS,
    LARGEST_INPUT,
    LARGEST_SCORE,
    MISSING,
    OVERFLOW,
    QUOTIENT_DECIMALS,
    SCORE_DECIMALS,
    ZERO,
)
from pmhub.lib.formula.tree import (
    Arithmetic,
    Choice,
    Comparison,
    Extreme,
    Name,
    Negation,
    Node,
    Number,
    Rounded,
    children,
    names,
)

COMPARE = {"!=": "<>"}


def to_sql(tree: Node, columns: Mapping[str, str]) -> str:
    """A select of one row, `value numeric` and `problem text` as in Score, for use as a correlated subquery.

    `columns` gives every name of the formula an SQL expression of type numeric. The text holds no parameters:
    a formula has only numbers and names, whose characters are allow-listed by the grammar.
    """
    inputs = {name: f"i{index}" for index, name in enumerate(names(tree))}
    bounded = ", ".join(f"{_bounded(columns[name])} AS {alias}" for name, alias in inputs.items())
    return (
        f"SELECT CASE WHEN abs(score) < {LARGEST_SCORE:f} THEN score END AS value, "
        f"CASE WHEN abs(score) < {LARGEST_SCORE:f} THEN '' WHEN score IS NOT NULL THEN '{OVERFLOW}' "
        f"ELSE coalesce('{MISSING}' || {_missing(tree, inputs)}, '{ZERO}') END AS problem "
        f"FROM (SELECT *, round({_value(tree, inputs)}, {SCORE_DECIMALS}) AS score "
        f"FROM (SELECT {bounded or 'NULL'} OFFSET 0) AS inputs OFFSET 0) AS computed"
    )


def _bounded(column: str) -> str:
    return f"CASE WHEN abs({column}) <= {LARGEST_INPUT:f} THEN round({column}, {INPUT_DECIMALS}) END"


def _value(node: Node, inputs: Mapping[str, str]) -> str:
    match node:
        case Number(value):
            return f"{value:f}::numeric"
        case Name(name):
            return inputs[name]
        case Negation(operand):
            return f"(- {_value(operand, inputs)})"
        case Rounded(operand, digits):
            return f"round({_value(operand, inputs)}, {digits})"
        case Arithmetic(sign, left, right):
            return _arithmetic(sign, _value(left, inputs), _value(right, inputs))
        case Extreme(function, operands):
            rows = ", ".join(f"({_value(operand, inputs)})" for operand in operands)
            return f"(SELECT CASE WHEN count(o) = {len(operands)} THEN {function}(o) END FROM (VALUES {rows}) AS v(o))"
        case Choice(condition, then, otherwise):
            return _choice(condition, _value(then, inputs), _value(otherwise, inputs), inputs)


def _arithmetic(sign: str, left: str, right: str) -> str:
    if sign == "/":
        return f"(div({left} * 1e{QUOTIENT_DECIMALS}, NULLIF({right}, 0)) * 1e-{QUOTIENT_DECIMALS})"
    return f"({left} {sign} {right})"


def _choice(condition: Comparison, then: str, otherwise: str, inputs: Mapping[str, str]) -> str:
    left, right = _value(condition.left, inputs), _value(condition.right, inputs)
    sign = COMPARE.get(condition.operator, condition.operator)
    holds = f"round({left}, {SCORE_DECIMALS}) {sign} round({right}, {SCORE_DECIMALS})"
    return f"CASE {holds} WHEN true THEN {then} WHEN false THEN {otherwise} END"


def _missing(tree: Node, inputs: Mapping[str, str]) -> str:
    """SQL for the sorted, comma-separated names that were needed and had no value; NULL when there are none."""
    return (
        """(SELECT string_agg(DISTINCT n COLLATE "C", ',' ORDER BY n COLLATE "C") """
        f"FROM unnest({_needed(tree, inputs)}) AS n)"
    )


def _needed(node: Node, inputs: Mapping[str, str]) -> str:
    """SQL for an array of the names without a value; of a choice only those of its condition and the branch taken."""
    always: dict[str, str] = {}
    choices = []
    waiting: list[Node | Comparison] = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Name):
            always[node.name] = f"CASE WHEN {inputs[node.name]} IS NULL THEN '{node.name}' END"
        elif isinstance(node, Choice):
            waiting.append(node.condition)
            choices.append(node)
        else:
            waiting.extend(children(node))
    taken = [
        _choice(node.condition, _needed(node.then, inputs), _needed(node.otherwise, inputs), inputs) for node in choices
    ]
    return " || ".join([f"ARRAY[{', '.join(always.values())}]::text[]", *(f"({text})" for text in taken)])
