"""What of a list's address is the view, and what only the moment."""

from django.http import QueryDict

from requirements.query import And, QueryError, Term, both, parse, written
from requirements.query.conditions.status import GROUPS
from requirements.query.conditions.values import folded

OF_THE_MOMENT = {"view", "cursor", "peek", "column", "lane"}  # the view's own id, and places within it


def kept_of(params):
    """The parameters of a view in the one order and spelling in which two of them can be compared; a QueryDict."""
    kept = QueryDict(mutable=True)
    for name in sorted(params):
        values = [value for value in params.getlist(name) if value.strip()]
        if name == "q":
            values = [text for text in [text_of(values)] if text]
        if values and name not in OF_THE_MOMENT:
            kept.setlist(name, values)
    return kept


def text_of(texts):
    """Several queries, all of which must hold, as one; as they are where one of them cannot be read."""
    try:
        return written(both([parse(text) for text in texts]))
    except QueryError:
        return " ".join(texts)


def settled_text(kept, typed):
    """The query of the chips and the one typed beside them. A status that is typed comes in the place of “all open” or
    “all closed”, as it does in the menu.
    """
    try:
        before, after = parse(kept), parse(typed)
    except QueryError:
        return text_of([kept, typed])
    parts = before.parts if isinstance(before, And) else (before,)
    if any(is_status(part) for part in (after.parts if isinstance(after, And) else (after,))):
        parts = [part for part in parts if not (is_status(part) and all(folded(v) in GROUPS for v in part.values))]
    return written(both([*parts, after]))


def is_status(part):
    return isinstance(part, Term) and (part.name, part.op) == ("status", ":")
