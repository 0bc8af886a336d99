"""Posts that say nearly the same: by the words and the pairs of Chinese characters that their public titles share."""

from django.contrib.postgres.search import SearchRank
from django.db.models import F

from requirements.search.finding import ALIKE_AT_LEAST, COMPARED, FEWEST, TITLES_ONLY, alike, parts_of
from requirements.search.matching import raw
from requirements.search.terms import any_way, is_chinese

MOST = 5


def similar_posts(posts, title):
    """The posts of a queryset whose titles are most like the one that somebody types, at most five."""
    own = parts_of(title)
    if len(own) < FEWEST:
        return []
    query = raw(" | ".join(any_way(part, ":A") if is_chinese(part) else f"'{part}':A" for part in sorted(own)))
    sharing = posts.filter(search=query).order_by(SearchRank(F("search"), query, weights=TITLES_ONLY).desc(), "-pk")
    likeness = {post: alike(own, parts_of(post.title)) for post in sharing[:COMPARED]}
    near = sorted((post for post in likeness if likeness[post] >= ALIKE_AT_LEAST), key=likeness.get, reverse=True)
    return near[:MOST]
