"""Query strings: `q` is text in the query language, every other filter is a parameter of its own.

Several values of one name mean "any of them" (several `q` mean all), several names mean "all of them".
"""

from functools import partial

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext as _

from requirements.models.requirement import Kind, Level
from requirements.query.conditions.choices import by_choice, by_priority
from requirements.query.conditions.numbers import by_score
from requirements.query.conditions.people import by_assignee, by_person
from requirements.query.conditions.plans import by_missing_tag, by_parent, by_plan, by_tag
from requirements.query.conditions.status import by_status
from requirements.query.conditions.terms import condition
from requirements.query.conditions.times import by_due, by_instant
from requirements.query.grammar import parse
from requirements.query.nodes import QueryError, words_of
from requirements.search import query_of, relevance

MOST_TEXTS = 3  # each of them as long as a query may be


def filtered(requirements, params, user, *, forgiving=True):
    """Narrow a queryset by a query string (a QueryDict); ValidationError names the parameter and the value.

    For `q` the error is a QueryError, which says where in the text it is. Where its words match nothing, typing errors
    are forgiven people; a program (not `forgiving`) means what it writes.
    """
    errors, filters = {}, {**FILTERS, "q": partial(by_text, forgiving=forgiving)}
    for name in params:
        if name in FILTERS:
            try:
                values = params.getlist(name)
                if name != "q" and any("\x00" in value for value in values):
                    raise ValidationError(_("This contains a NUL character."))
                requirements = requirements.filter(filters[name](values, user))
            except ValidationError as error:
                errors[name] = error
    if errors:
        raise ValidationError(errors)
    by_words = params.get("sort", "").removeprefix("-") == "relevance"
    return with_relevance(requirements, params) if by_words else requirements


def searched_for(params):
    """The words and phrases that a query string looks for, as `(text, whether it is a phrase)`."""
    words = [found for value in params.getlist("q") for found in words_of(parse(value))]
    return [(found.text, found.phrase) for found in words if query_of(found.text, found.phrase)]


def with_relevance(requirements, params):
    """Annotate `relevance` where the order is by it or none is asked for: how well words fit; without words the newest
    come first.
    """
    if params.get("sort", "").removeprefix("-") not in ("", "relevance"):
        return requirements
    if words := searched_for(params):
        return requirements.annotate(relevance=relevance(words))
    return requirements.annotate(relevance=F("created_at")) if params.get("sort") else requirements


def by_text(values, user, *, forgiving=True):
    if len(values) > MOST_TEXTS:
        raise ValidationError(_("A query may have %d words and conditions.") % MOST_TEXTS)
    found = Q()
    for value in values:
        try:
            found &= condition(parse(value), user, forgiving=forgiving)
        except QueryError as error:
            error.text = value
            raise
    return found


FILTERS = {
    "q": by_text,
    "status": by_status,
    "priority": by_priority,
    "kind": by_choice("kind", Kind.values),
    "level": by_choice("level", Level.values),
    "assignee": by_assignee,
    "owner": by_person("owner"),
    "requester": by_person("requester"),
    "author": by_person("author"),
    "tag": by_tag,
    "not_tag": by_missing_tag,
    "version": by_plan("version"),
    "milestone": by_plan("milestone"),
    "parent": by_parent,
    "due": by_due,
    "score": by_score,
    "created_since": by_instant("created_at", "gte"),
    "updated_since": by_instant("updated_at", "gte"),
    "updated_before": by_instant("updated_at", "lt"),
}
