"""What of a list's address is the view, and what only the moment."""

from django.http import QueryDict

from requirements.query import QueryError, both, parse, written

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
