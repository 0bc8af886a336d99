"""The condition that feedback contains what was typed. The index is that of requirements: requirements.search."""

from django.db.models import Q

from feedback.models import Feedback, Searched
from requirements.search import relevance as relevance_in
from requirements.search.matching import raw, together, unforeseen
from requirements.search.terms import by_initials, in_title, one_of, pieces, query_of

PROBED = 1_000  # items

__all__ = ["matching", "relevance", "titled"]


def matching(text, *, phrase=False, user=None):
    """The condition that an item contains all that was typed, or the phrase.

    Where the reader `user` can see nothing that does, words may also be the initials of a title's Chinese (`zf`), and
    Chinese words what begins alike (结账 for 结帐).
    """
    query = query_of(text, phrase)
    if not query:
        return Q() if not text.strip() else Q(pk=None)
    if phrase or user is None or (freer := looser(text)) == query:
        return Q(searched__lexemes=raw(query))
    return Q(searched__lexemes=raw(query if is_there(query, user) else freer))


def is_there(query, user):
    """Whether the reader sees anything that has these words, or so many items have them that it is not looked for.

    Asked apart, the words are found by their index; together with who may see what, all items are read.
    """
    having = Searched.objects.filter(lexemes=unforeseen(query)).values_list("pk", flat=True)
    ids = list(having[: PROBED + 1])
    return len(ids) > PROBED or bool(ids) and Feedback.objects.visible_to(user).filter(pk__in=ids).exists()


def looser(text):
    """The tsquery in which every word may be meant otherwise."""
    return " & ".join(one_of(together(piece), by_initials(piece)) for piece in pieces(text))


def titled(text):
    """The condition that the title contains all these words."""
    return Q(searched__lexemes=raw(query)) if (query := in_title(text)) else Q(pk=None)


def relevance(texts):
    """How well an item fits what was searched for; the one whose key was typed comes first."""
    return relevance_in(texts, "searched__lexemes")
