"""From the tree of a query to the condition that the database understands."""

from functools import reduce
from operator import and_, or_

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from requirements.query.conditions import choices, flags, numbers, people, plans, status, times
from requirements.query.conditions.custom import custom
from requirements.query.conditions.values import any_of, only_equal
from requirements.query.names import perhaps
from requirements.query.nodes import And, Not, Or, QueryError, Term, Words
from requirements.search import matching, query_of, titled


def key(term, user):
    only_equal(term)
    return any_of(term.values, lambda value: Q(key=value.lstrip("#＃").upper()))


def title(term, user):
    only_equal(term)
    return any_of(term.values, titled)


TERMS = {
    "status": status.status,
    "priority": choices.priority,
    "kind": choices.kind,
    "level": choices.level,
    "assignee": people.assignee,
    "owner": people.owner,
    "requester": people.requester,
    "author": people.author,
    "watcher": people.watcher,
    "tag": plans.tag,
    "version": plans.version,
    "milestone": plans.milestone,
    "parent": plans.parent,
    "product": plans.product,
    "key": key,
    "title": title,
    "due": times.due,
    "start": times.start,
    "created": times.created,
    "updated": times.updated,
    "score": numbers.score,
    "votes": numbers.votes,
    "demand": numbers.demand,
    "estimate": numbers.estimate,
    "is": flags.being,
    "has": flags.possessing,
    "no": flags.lacking,
}
MAPS = {"custom": custom, "driver": numbers.driver}
MOST_AT_ONCE = 30  # conditions that must all hold: the planner's time grows with more than their square


def condition(node, user, *, forgiving=True):
    """The condition on requirements that a query says, as `user` means it; QueryError points at what it names wrongly.

    It narrows what the reader may see and never widens it: begin at `visible_to(user)`. Typing errors are forgiven
    in what is looked for, not in what is excluded.
    """
    match node:
        case And(parts):
            refuse_too_many(parts)
            return reduce(and_, [condition(part, user, forgiving=forgiving) for part in asking(parts)], Q())
        case Or(parts):
            return reduce(or_, [condition(part, user, forgiving=forgiving) for part in parts])
        case Not(part):
            return ~condition(part, user, forgiving=False)
        case Term():
            return of_term(node, user)
        case _:
            return matching(node.text, phrase=node.phrase, user=user if forgiving else None)


def refuse_too_many(parts):
    terms = [part for part in parts if isinstance(part, Term)]
    if len(terms) > MOST_AT_ONCE:
        message = _("A query may have %d words and conditions.") % MOST_AT_ONCE
        raise QueryError(message, terms[MOST_AT_ONCE].start, terms[MOST_AT_ONCE].end)


def asking(parts):
    """Signs between words (a dash, an arrow) ask for nothing where there is anything else to ask for."""
    return [part for part in parts if not isinstance(part, Words) or query_of(part.text)] or parts


def of_term(term, user):
    head = term.name.partition(".")[0]
    build = TERMS.get(term.name) or (MAPS.get(head) if "." in term.name else None)
    if build is None:
        message = _("There is no field “%s”.") % term.name[:40] + perhaps(term.name, TERMS)
        raise QueryError(message, term.start, term.end)
    try:
        return build(term, user)
    except ValidationError as error:
        raise QueryError(" ".join(error.messages), term.start, term.end) from None
