"""From what somebody typed to what the index is asked for."""

import re
import unicodedata

from pmhub.lib.chinese import initial, ways_to_write

CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
PIECES = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
LONGEST = 200
DAMAGED = dict.fromkeys([0xFFFD, *range(0xD800, 0xE000)])
INITIALS = re.compile(r"[a-hj-tw-z]{2,8}")  # no reading begins with i, u or v
BEFORE_INITIALS = "0"


def folded(text):
    """Without differences of width and case, and without what is left of damaged characters."""
    return unicodedata.normalize("NFKC", text.translate(DAMAGED)).lower()


def pieces(text):
    """The Chinese runs and the words in the first LONGEST characters of a text, each once."""
    return list(dict.fromkeys(PIECES.findall(folded(text[:LONGEST]))))


def is_chinese(piece):
    return re.match(rf"[{CJK}]", piece) is not None


def pairs(run):
    """The overlapping pairs of a run: 结算页 gives 结算 and 算页; a single character stays."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def any_way(lexeme, prefix=""):
    """A lexeme in each of its written forms."""
    ways = [f"'{way}'{prefix}" for way in ways_to_write(lexeme)]
    return ways[0] if len(ways) == 1 else f"({' | '.join(ways)})"


def asked(piece, prefix=":*"):
    """What a piece asks of the index: words by their beginning, Chinese runs by all their pairs."""
    if not is_chinese(piece):
        return [f"'{piece}'{prefix}"]
    return [any_way(pair, ":*" if len(piece) == 1 else "") for pair in pairs(piece)]


def query_of(text, phrase=False):
    """The tsquery for words, all of which must be there, or for a phrase. Empty when nothing in it can be searched."""
    found = pieces(text)
    if phrase:
        return in_order(PIECES.findall(folded(text[:LONGEST])))
    return " & ".join(dict.fromkeys(lexeme for piece in found for lexeme in asked(piece)))


def in_title(text):
    """The tsquery for words all of which stand in the title (or are its key)."""
    found = pieces(text)
    words = [f"'{piece}':*A" for piece in found if not is_chinese(piece)]
    runs = [pair for piece in found if is_chinese(piece) for pair in pairs(piece)]
    return " & ".join([*words, *(any_way(pair, ":*A" if len(pair) == 1 else ":A") for pair in runs)])


def in_order(found):
    """Words one after the other, and runs of pairs one after the other; words and runs are indexed apart."""
    groups = [" <-> ".join(asked(piece)) for piece in found if is_chinese(piece)]
    words = [f"'{piece}'" for piece in found if not is_chinese(piece)]
    return " & ".join(f"({group})" for group in dict.fromkeys([*groups, " <-> ".join(words)]) if group)


def by_initials(piece):
    """The lexeme of a title's initials that a piece may stand for: `zf` for 支付; 结帐 for 结账, as both are `jz`."""
    letters = "".join(map(initial, piece)) if is_chinese(piece) else piece
    return f"'{BEFORE_INITIALS}{letters}':*" if INITIALS.fullmatch(letters) else None


def one_of(*asked):
    asked = [query for query in asked if query]
    return asked[0] if len(asked) == 1 else f"({' | '.join(asked)})"
