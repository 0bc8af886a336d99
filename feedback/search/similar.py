"""What says nearly the same, for who is about to write it down and for triage.

The rarest words and pairs of what was written choose, by the index of the search, which items are compared: only so
many of them as are expected, by the statistics of the database, to be in MATCHING items. So the cost is bounded,
whatever the product holds.
"""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import F
from django.db.models.functions import Left

from feedback.models import Feedback
from feedback.search.alike import LOOKED_AT, likeness, parts_of
from requirements.search.matching import raw
from requirements.search.terms import any_way, is_chinese, pairs, pieces

RAREST, MATCHING, COMPARED = 12, 1_000, 120
RARE = 5  # items, of a part that is in no statistics
AT_LEAST = 0.25
FEWEST = 2  # parts: a single word is like everything
TELLING = 4  # parts of a title that say of what it is
WHOLE = 0.6  # how alike a text is to one whose title it holds, whatever else both tell
FREQUENCIES = """
SELECT e.part, e.share * greatest(c.reltuples, 0)
  FROM pg_stats s JOIN pg_class c ON c.oid = 'feedback_searched'::regclass,
       LATERAL unnest(s.most_common_elems::text::text[],
       s.most_common_elem_freqs[1:cardinality(s.most_common_elems::text::text[])]) AS e(part, share)
 WHERE s.schemaname = current_schema() AND s.tablename = 'feedback_searched' AND s.attname = 'lexemes'
   AND e.part = ANY(%s)
"""


@dataclass(frozen=True)
class Similar:
    """An item that says nearly the same; `percent` of what both say stands in both."""

    feedback: Feedback
    percent: int


def similar_to(text_or_feedback, user, product, limit=5):
    """The items of a product most like a text or an item, the most alike first, as `Similar`.

    For something that was merged the first of its group is named, once. An item is not like itself or its group.
    """
    itself = text_or_feedback if isinstance(text_or_feedback, Feedback) else None
    text = f"{itself.title}\n{itself.body}" if itself else text_or_feedback
    own = parts_of(text)
    if len(own) < FEWEST or not (query := rare_query(text)):
        return []
    seen = Feedback.objects.visible_to(user).of(product)
    seen = seen.exclude(pk__in=group_of(itself)) if itself else seen
    best = {}
    for pk, first, title, body in candidates(seen, query):
        other = parts_of(f"{title}\n{body}")
        share = max(likeness(own, other), held_by(own, title), held_by(other, itself.title) if itself else 0)
        if share >= AT_LEAST:
            best[first or pk] = max(share, best.get(first or pk, 0))
    chosen = sorted(best, key=lambda pk: (-best[pk], -pk))[:limit]
    rows = seen.with_rows().in_bulk(chosen)
    return [Similar(rows[pk], round(100 * best[pk])) for pk in chosen if pk in rows]


def held_by(parts, title):
    """How alike a text of these parts is to one with this title: long stories of one thing share only its name."""
    named = parts_of(title)
    return WHOLE * len(named & parts) / len(named) if len(named) >= TELLING else 0


def group_of(feedback):
    first = Feedback(pk=feedback.duplicate_of_id or feedback.pk)
    return Feedback.objects.in_group_of(first).values("pk")


def candidates(seen, query):
    """Of at most MATCHING that have one of the rare parts the COMPARED that have most of them."""
    matching = seen.filter(searched__lexemes=raw(query)).order_by().values("pk")[:MATCHING]
    ranked = Feedback.objects.filter(pk__in=matching).order_by(
        SearchRank(F("searched__lexemes"), raw(query)).desc(), "-pk"
    )
    return ranked.values_list("pk", "duplicate_of", "title", Left("body", LOOKED_AT))[:COMPARED]


def rare_query(text):
    """The tsquery for any of the rarest words and pairs of a text; empty where nothing in it can be searched."""
    found = [part for piece in pieces(text) for part in (pairs(piece) if is_chinese(piece) else [piece])]
    with connection.cursor() as cursor:
        cursor.execute(FREQUENCIES, [found])
        rows = dict(cursor.fetchall())
    expected, chosen = 0, []
    for part in sorted(dict.fromkeys(found), key=lambda part: rows.get(part, RARE)):
        expected += rows.get(part, RARE)
        if len(chosen) == RAREST or (expected > MATCHING and len(chosen) >= FEWEST):
            break
        chosen.append(part)
    return " | ".join(any_way(part) if is_chinese(part) else f"'{part}'" for part in chosen)
