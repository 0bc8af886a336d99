"""The condition that a requirement contains what was typed, and how well it does."""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Func, IntegerField, Q

from requirements.models import Requirement
from requirements.search.correcting import corrections
from requirements.search.terms import LONGEST, asked, by_initials, in_title, is_chinese, one_of, pieces, query_of

WEIGHTS = [0.1, 0.3, 0.5, 1.0]  # description, comments, story and custom text, title and key
SCALE = 1_000_000
ITS_KEY = 10 * SCALE


def raw(query):
    return SearchQuery(query, search_type="raw", config="simple")


class Unforeseen(SearchQuery):
    """A query that the planner cannot look into: to see whether there is anything it goes by the index, and not
    through the table in the hope that a frequent word stands at its beginning.
    """

    def as_sql(self, *args, **options):
        sql, params = super().as_sql(*args, **options)
        return f"(SELECT {sql})", params


def unforeseen(query):
    return Unforeseen(query, search_type="raw", config="simple")


def matching(text, *, phrase=False, user=None):
    """The condition that a requirement contains all that was typed, or the phrase.

    Where the reader `user` can see nothing that does, words may also be the initials of a title's Chinese (`zf`), be
    mistyped, or be Chinese that sounds alike.
    """
    query = query_of(text, phrase)
    if not query:
        return Q() if not text.strip() else Q(pk=None)
    direct = Q(search=raw(query))
    if phrase or user is None or Requirement.objects.visible_to(user).filter(search=unforeseen(query)).exists():
        return direct
    return Q(search=raw(looser(text, user)))


def titled(text):
    """The condition that the title contains all these words."""
    return Q(search=raw(query)) if (query := in_title(text)) else Q(pk=None)


def looser(text, user):
    """The tsquery in which every word may be meant otherwise."""
    return " & ".join(
        one_of(together(piece), by_initials(piece), *(f"'{word}'" for word in corrections(piece, user)))
        for piece in pieces(text)
    )


def together(piece):
    return f"({' & '.join(asked(piece))})"


class Relevance(Func):
    """What `relevance` says, written out: Django takes longer over the parts than PostgreSQL over a page."""

    arity = 2
    output_field = IntegerField()

    def __init__(self, *columns, query, keys):
        super().__init__(*columns)
        self.query, self.keys = query, keys

    def as_sql(self, compiler, connection, **options):
        search, key = (compiler.compile(column)[0] for column in self.source_expressions)
        rank = f"ts_rank(%s::float4[], {search}, to_tsquery('simple'::regconfig, %s))"
        sql = f"((({rank} * {SCALE}))::integer + CASE WHEN {key} = ANY(%s) THEN {ITS_KEY} ELSE 0 END)"
        return sql, [WEIGHTS, self.query, self.keys]


def relevance(texts, lexemes="search"):
    """How well a requirement fits what was searched for, as a whole number; the one whose key was typed comes first.

    `texts` are `(text, whether it is a phrase)`. It is ts_rank over what matched: places count by WEIGHTS.
    """
    queries = [query_of(text, phrase) if phrase else with_initials(text) for text, phrase in texts]
    keys = [text.strip().upper()[:LONGEST] for text, _phrase in texts]
    return Relevance(lexemes, "key", query=" | ".join(filter(None, dict.fromkeys(queries))), keys=keys)


def with_initials(text):
    """The tsquery in which Latin words may be the initials of a title's Chinese."""
    return " & ".join(
        together(piece) if is_chinese(piece) else one_of(together(piece), by_initials(piece)) for piece in pieces(text)
    )
