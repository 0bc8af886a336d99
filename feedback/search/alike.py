"""How alike two texts are: by pairs of neighbouring Chinese characters and triples of Latin letters."""

from pmhub.lib.chinese import simplified
from requirements.search.terms import PIECES, folded, is_chinese, pairs

LOOKED_AT = 600  # characters of a text: who complains says at once of what


def parts_of(text):
    """What a text is compared by: 没有送水 is 没有, 有送 and 送水; `slow` is ` sl`, `slo`, `low` and `ow `."""
    found = set()
    for piece in PIECES.findall(simplified(folded(text[:LOOKED_AT]))):
        found.update(pairs(piece) if is_chinese(piece) else triples(piece))
    return found


def triples(word):
    padded = f" {word} "
    return [padded[at : at + 3] for at in range(len(padded) - 2)]


def likeness(own, other):
    """From 0 to 1: the share of the parts of both that they have in common (Dice's coefficient)."""
    return 2 * len(own & other) / (len(own) + len(other)) if own and other else 0.0
