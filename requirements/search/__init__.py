"""Search over keys, titles, descriptions, comments and custom text, Chinese and English mixed.

The database keeps the index (models/indexing.py). What was typed is folded as the index is: width, case, damaged
characters; simplified and traditional forms are looked for alike.
"""

from requirements.search.finding import Found, found_by, similar_to
from requirements.search.matching import matching, relevance, titled
from requirements.search.showing import marked, snippet
from requirements.search.terms import query_of

__all__ = ["Found", "found_by", "marked", "matching", "query_of", "relevance", "similar_to", "snippet", "titled"]
