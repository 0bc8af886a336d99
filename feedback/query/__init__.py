"""The language in which lists of feedback are asked for; it is that of requirements with fields of its own.

`status:new kind:complaint is:late customer:青禾 tier:A received:<7d -channel:import "没有送水"`.
"""

from feedback.query.listing import FILTERS, Listed, listed
from feedback.query.sorting import DEFAULT_SORT, SORTS, sort_named
from feedback.query.terms import LANGUAGE, TERMS, condition, parse

__all__ = [
    "DEFAULT_SORT",
    "FILTERS",
    "LANGUAGE",
    "SORTS",
    "TERMS",
    "Listed",
    "condition",
    "listed",
    "parse",
    "sort_named",
]
