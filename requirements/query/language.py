"""From the tree of a query to the condition that the database understands, for one kind of list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from requirements.query.grammar import parse
from requirements.query.names import Names, perhaps
from requirements.query.nodes import And, Not, Or, QueryError, Term, Words
from requirements.search.terms import query_of

MOST_AT_ONCE = 30  # conditions that must all hold: the planner's time grows with more than their square


@dataclass(frozen=True)
class Language:
    """What one kind of list can be asked for.

    `terms` build a condition from `(term, user)` by the names of fields, `maps` for names with a point in them, and
    `matching(text, phrase=…, user=…)` that for words; without a user typing errors are not forgiven.
    """

    names: Names
    terms: dict
    matching: Callable
    maps: dict = field(default_factory=dict)

    def parse(self, text):
        """The tree for a query in this language."""
        return parse(text, self.names)

    def condition(self, node, user, *, forgiving=True):
        """The condition on rows that a query says, as `user` means it; QueryError points at what it names wrongly.

        It narrows what the reader may see and never widens it: begin at `visible_to(user)`. Typing errors are forgiven
        in what is looked for, not in what is excluded.
        """
        match node:
            case And(parts):
                refuse_too_many(parts)
                return reduce(and_, [self.condition(part, user, forgiving=forgiving) for part in asking(parts)], Q())
            case Or(parts):
                return reduce(or_, [self.condition(part, user, forgiving=forgiving) for part in parts])
            case Not(part):
                return ~self.condition(part, user, forgiving=False)
            case Term():
                return self.of_term(node, user)
            case _:
                return self.matching(node.text, phrase=node.phrase, user=user if forgiving else None)

    def of_term(self, term, user):
        head = term.name.partition(".")[0]
        build = self.terms.get(term.name) or (self.maps.get(head) if "." in term.name else None)
        if build is None:
            message = _("There is no field “%s”.") % term.name[:40] + perhaps(term.name, self.terms)
            raise QueryError(message, term.start, term.end)
        try:
            return build(term, user)
        except ValidationError as error:
            raise QueryError(" ".join(error.messages), term.start, term.end) from None


def refuse_too_many(parts):
    terms = [part for part in parts if isinstance(part, Term)]
    if len(terms) > MOST_AT_ONCE:
        message = _("A query may have %d words and conditions.") % MOST_AT_ONCE
        raise QueryError(message, terms[MOST_AT_ONCE].start, terms[MOST_AT_ONCE].end)


def asking(parts):
    """Signs between words (a dash, an arrow) ask for nothing where there is anything else to ask for."""
    return [part for part in parts if not isinstance(part, Words) or query_of(part.text)] or parts
