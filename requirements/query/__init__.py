"""The one language in which lists of requirements are asked for: pages, REST, exports and bulk edits share it.

`status:planned assignee:@me score>40 updated:<7d tag:支付 -tag:later (due<=2w OR priority:p0) "结算"`: what stands side
by side must all hold, `OR` between, `-` before, commas for any of several values, quotes around phrases.
"""

from requirements.query.conditions.terms import TERMS, condition
from requirements.query.grammar import parse
from requirements.query.nodes import And, Not, Or, QueryError, Term, Words, both, either, opposite, parts_of, words_of
from requirements.query.parameters import FILTERS, filtered, searched_for, with_relevance
from requirements.query.sorting import DEFAULT_SORT, SORTS, sort_named
from requirements.query.writing import written

__all__ = [
    "DEFAULT_SORT",
    "FILTERS",
    "SORTS",
    "TERMS",
    "And",
    "Not",
    "Or",
    "QueryError",
    "Term",
    "Words",
    "both",
    "condition",
    "either",
    "filtered",
    "opposite",
    "parse",
    "parts_of",
    "searched_for",
    "sort_named",
    "with_relevance",
    "words_of",
    "written",
]
