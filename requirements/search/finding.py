"""Requirements for what somebody types: to jump to them, and to see that one is there already."""

from dataclasses import dataclass, field, replace

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, F, When
from django.utils.safestring import SafeString

from pmhub.lib.chinese import simplified
from requirements.models import Comment, Requirement
from requirements.search.matching import looser, raw, relevance, with_initials
from requirements.search.showing import marked, snippet
from requirements.search.terms import any_way, is_chinese, pairs, pieces

CANDIDATES = 1_000  # the newest that match are ranked
ALIKE_AT_LEAST, FEWEST, COMPARED = 0.35, 2, 40
TITLES_ONLY = [0, 0, 0, 1]
SHOWN = (
    "id", "key", "number", "title", "product__key", "product__name", "status__name", "status__category", "status__hue"
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A requirement as results of a search show it. `marked` is its title, `snippet` another text that matches.

    It is `guessed` where nothing has what was typed, and this has what may have been meant.
    """

    id: int
    key: str
    number: int
    title: str
    product: str
    product_name: str
    status: str
    category: str
    hue: int
    marked: SafeString = field(default=SafeString(""), compare=False)
    snippet: SafeString = field(default=SafeString(""), compare=False)
    guessed: bool = field(default=False, compare=False)


def found_by(user, text, limit=10, product=None, near=None):
    """The requirements that fit best what was typed, with marks: by key, words, their beginnings or initials.

    The CANDIDATES newest that match are ranked; those of the product `near` come first. Where nothing matches, typing
    errors are forgiven.
    """
    query = with_initials(text)
    if not query:
        return []
    seen = Requirement.objects.visible_to(user)
    seen = seen.of(product) if product else seen
    rows = best(seen, query, text, limit, near)
    guessed = not rows
    rows = rows or best(seen, looser(text, user), text, limit, near)
    shown = [
        Found(*row[: len(SHOWN)], marked=marked(row[3], text), snippet=snippet(row[-1], text), guessed=guessed)
        for row in rows
    ]
    return with_comments(shown, text)


def best(seen, query, text, limit, near):
    """The texts of the best rows; `relevance` looks at no more than the candidates, here and `near`."""
    matching = seen.filter(search=raw(query)).order_by("-pk").values("pk")
    candidates = matching[:CANDIDATES]
    if near:
        candidates = candidates.union(matching.of(near)[:CANDIDATES])
    ranked = seen.filter(pk__in=candidates).annotate(relevance=relevance([(text, False)]))
    away = Case(When(product=near, then=0), default=1)
    return list(ranked.order_by(away, "-relevance", "-pk").values_list(*SHOWN, "description")[:limit])


def with_comments(shown, text):
    """A snippet of the newest comment that matches for those whose title and description do not."""
    bare = {row.id for row in shown if "<mark>" not in row.marked and not row.snippet}
    if not bare:
        return shown
    said = {}
    comments = Comment.objects.filter(requirement__in=bare).order_by("-pk").values_list("requirement", "body")
    for pk, body in comments[:200]:
        if pk not in said and (part := snippet(body, text)):
            said[pk] = part
    return [replace(row, snippet=said.get(row.id, row.snippet)) for row in shown]


def similar_to(title, user, product=None, limit=5):
    """Requirements whose titles say nearly the same, most alike first: for who is about to write one.

    Those that share most words and pairs of Chinese characters are compared.
    """
    own = parts_of(title)
    if len(own) < FEWEST:
        return []
    seen = Requirement.objects.visible_to(user)
    seen = seen.of(product) if product else seen
    query = raw(" | ".join(any_way(part, ":A") if is_chinese(part) else f"'{part}':A" for part in sorted(own)))
    sharing = seen.filter(search=query).order_by(SearchRank(F("search"), query, weights=TITLES_ONLY).desc(), "-pk")
    rows = [Found(*row) for row in sharing.values_list(*SHOWN)[:COMPARED]]
    likeness = {row: alike(own, parts_of(row.title)) for row in rows}
    near = sorted((row for row in rows if likeness[row] >= ALIKE_AT_LEAST), key=likeness.get, reverse=True)
    return [replace(row, marked=marked(row.title, title)) for row in near[:limit]]


def alike(own, other):
    """From 0 to 1: Dice's coefficient, and for what is half typed how much of it the other has; the mean of both."""
    shared = len(own & other)
    return shared / (len(own) + len(other)) + shared / len(own) / 2


def parts_of(title):
    """The words of a title and the pairs of its Chinese characters, in simplified form."""
    return {part for piece in pieces(simplified(title)) for part in (pairs(piece) if is_chinese(piece) else [piece])}
