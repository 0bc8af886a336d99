"""The first letters of what is said, so that `jsy` finds 结算页 and `nr` finds New requirement."""

import re
import unicodedata
from bisect import bisect_right

# GB 2312 sorts its 3,755 common characters by their reading: where each first letter begins.
FIRST = [
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1, 0xD7FA,
]  # fmt: skip
LETTERS = "abcdefghjklmnopqrstwxyz"
WORDS = re.compile(r"[a-z]+|\d+|[\u4e00-\u9fff]")


def folded(text):
    """Without differences of width and case."""
    return unicodedata.normalize("NFKC", str(text)).casefold()


def initials(text):
    """The first letter of every word and of every Chinese character; digits stay, rare characters are left out."""
    return "".join(word if word.isdigit() else letter(word[0]) for word in WORDS.findall(folded(text)))


def letter(character):
    if character < "\x80":
        return character
    code = int.from_bytes(character.encode("gb2312", "ignore"), "big")
    place = bisect_right(FIRST, code) - 1
    return LETTERS[place] if 0 <= place < len(LETTERS) else ""
