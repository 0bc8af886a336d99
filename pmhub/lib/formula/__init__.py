"""A small arithmetic language for scores: `reach * impact * confidence / 100 / effort`.

`+ - * / ( )`, `min`, `max`, `round(x)`, `round(x, digits)`, `if(a > b, then, otherwise)`, names and decimal numbers;
full-width punctuation means the same. Parsed to an allow-listed tree, evaluated in exact decimals here and by the same
rules in PostgreSQL; never `eval`.
"""

from pmhub.lib.formula.evaluation import LARGEST_INPUT, MISSING, OVERFLOW, ZERO, Score, evaluate
from pmhub.lib.formula.grammar import FormulaError, parse
from pmhub.lib.formula.sql import to_sql
from pmhub.lib.formula.tree import Node, names

__all__ = [
    "LARGEST_INPUT",
    "MISSING",
    "OVERFLOW",
    "ZERO",
    "FormulaError",
    "Node",
    "Score",
    "evaluate",
    "names",
    "parse",
    "to_sql",
]
