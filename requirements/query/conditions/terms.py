"""From the tree of a query to the condition that the database understands."""

from django.db.models import Q

from requirements.query.conditions import choices, flags, numbers, people, plans, status, times
from requirements.query.conditions.custom import custom
from requirements.query.conditions.values import any_of, only_equal
from requirements.query.language import Language
from requirements.query.names import NAMES
from requirements.search import matching, titled


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
LANGUAGE = Language(NAMES, TERMS, matching, MAPS)
condition = LANGUAGE.condition
