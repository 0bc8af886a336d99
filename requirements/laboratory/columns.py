"""A formula over many rows at once, in floating point: for simulations, never for scores that are kept.

Each node gives a list with a number for every row; `nan` stands for what is missing or divided by zero.
"""

import math
import operator

from pmhub.lib.formula.tree import Arithmetic, Choice, Extreme, Name, Negation, Number, Rounded

NAN, SIX = math.nan, 10**6
CALCULATE = {"+": operator.add, "-": operator.sub, "*": operator.mul}
COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


def evaluated(node, inputs, count):
    """The column of a formula's values; `inputs` are columns by name."""
    match node:
        case Number(value):
            return [float(value)] * count
        case Name(name):
            return inputs.get(name) or [NAN] * count
        case Negation(operand):
            return [-value for value in evaluated(operand, inputs, count)]
        case Rounded(operand, digits):
            return [rounded(value, digits) for value in evaluated(operand, inputs, count)]
        case Arithmetic("/", left, right):
            pairs = zip(evaluated(left, inputs, count), evaluated(right, inputs, count), strict=True)
            return [one / other if other else NAN for one, other in pairs]
        case Arithmetic(sign, left, right):
            return list(map(CALCULATE[sign], evaluated(left, inputs, count), evaluated(right, inputs, count)))
        case Extreme(function, operands):
            columns = [evaluated(operand, inputs, count) for operand in operands]
            pick = min if function == "min" else max
            return [NAN if any(map(math.isnan, row)) else pick(row) for row in zip(*columns, strict=True)]
        case Choice(condition, then, otherwise):
            sides = [evaluated(side, inputs, count) for side in (condition.left, condition.right, then, otherwise)]
            return [chosen(COMPARE[condition.operator], *row) for row in zip(*sides, strict=True)]


def rounded(value, digits):
    """Half away from zero."""
    if not math.isfinite(value):
        return value
    scale = 10.0**digits
    return math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value)


def chosen(compare, left, right, then, otherwise):
    if left != left or right != right:
        return NAN
    return then if compare(rounded(left, 6), rounded(right, 6)) else otherwise
