"""Words that were probably meant, among those of titles that the reader may see."""

import difflib
import re

from django.db.models import F, FloatField, Func, Value
from django.db.models.expressions import RawSQL

from requirements.models import Requirement
from requirements.search.terms import folded, is_chinese

SHORTEST, LIKENESS = 4, 0.75
MOST_TITLES, MOST_WORDS = 400, 3
WORD = re.compile(r"[a-z0-9]+")


def corrections(piece, user):
    """The words most like a mistyped one, at most MOST_WORDS: `search` for `serach`."""
    if len(piece) < SHORTEST or is_chinese(piece) or not piece.isalpha():
        return []
    alike = Func(Value(piece), F("title"), function="word_similarity", output_field=FloatField())
    titles = (
        Requirement.objects.visible_to(user)
        .filter(pk__in=RawSQL("SELECT requirements_alike(%s)", [piece]))
        .order_by(alike.desc(), "-pk")
        .values_list("title", flat=True)[:MOST_TITLES]
    )
    words = {word for title in titles for word in WORD.findall(folded(title)) if abs(len(word) - len(piece)) <= 2}
    return difflib.get_close_matches(piece, sorted(words), n=MOST_WORDS, cutoff=LIKENESS)
