"""The first letters of what is said, so that `jsy` finds 结算页 and `nr` finds New requirement."""

import re
import unicodedata

from pmhub.lib.chinese import initial

WORDS = re.compile(r"[a-z]+|\d+|[\u4e00-\u9fff]")


def folded(text):
    """Without differences of width and case."""
    return unicodedata.normalize("NFKC", str(text)).casefold()


def initials(text):
    """The first letter of every word and of every Chinese character; digits stay, rare characters are left out."""
    return "".join(word if word.isdigit() else letter(word[0]) for word in WORDS.findall(folded(text)))


def letter(character):
    return character if character < "\x80" else initial(character)
