"""Search over mixed Chinese and English, by the index that `requirements_search_vector` fills."""

import re
import unicodedata

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
PIECES = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
LONGEST = 200


def query_of(text):
    """The tsquery for what somebody typed: words match by their beginning, Chinese runs by all their pairs.

    Folded as the index is: compatibility forms (full-width) and case. Empty when nothing in it can be searched.
    """
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    terms = []
    for piece in PIECES.findall(folded):
        if re.match(rf"[{CJK}]", piece) and len(piece) > 1:
            terms += [f"'{piece[i : i + 2]}'" for i in range(len(piece) - 1)]
        else:
            terms.append(f"'{piece}':*")
    return " & ".join(dict.fromkeys(terms))


def matching(text):
    """The condition that a requirement contains all that was typed."""
    query = query_of(text)
    if not query:
        return Q() if not text.strip() else Q(pk=None)
    return Q(search=SearchQuery(query, search_type="raw", config="simple"))
