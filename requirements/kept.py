"""What of a list's address is the view, and what only the moment."""

from django.http import QueryDict

from requirements.places import REQUIREMENTS
from requirements.query import QueryError, Term, both, parts_of, written
from requirements.query.conditions.status import GROUPS
from requirements.query.conditions.values import folded


def kept_of(params, place=REQUIREMENTS):
    """The parameters of a view in the one order and spelling in which two of them can be compared; a QueryDict."""
    kept = QueryDict(mutable=True)
    for name in sorted(params):
        values = [value for value in params.getlist(name) if value.strip()]
        if name == "q":
            values = [text for text in [text_of(values, place)] if text]
        if values and name not in place.of_the_moment:
            kept.setlist(name, values)
    return kept


def text_of(texts, place=REQUIREMENTS):
    """Several queries, all of which must hold, as one; as they are where one of them cannot be read."""
    try:
        return written(both([place.language.parse(text) for text in texts]))
    except QueryError:
        return " ".join(texts)


def settle(params, kept, typed, place=REQUIREMENTS):
    """Put the query of the chips and the one typed beside them together, in `params`. A status that is typed comes in
    the place of “all open” or “all closed”, as it does in the menu.
    """
    try:
        before, after = place.language.parse(kept), place.language.parse(typed)
    except QueryError:
        params["q"] = text_of([kept, typed], place)
        return
    parts = parts_of(before)
    if any(is_status(part) for part in parts_of(after)):
        parts = [part for part in parts if not (is_status(part) and stand_for_many(part.values))]
        if stand_for_many(params.getlist("status")):
            params.pop("status", None)
    params["q"] = written(both([*parts, after]))


def is_status(part):
    return isinstance(part, Term) and (part.name, part.op) == ("status", ":")


def stand_for_many(statuses):
    return all(folded(value) in GROUPS for value in statuses)
