"""Where in a text it is that was searched for. What is shown is escaped, and only then marked."""

import unicodedata

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from pmhub.lib.chinese import initial, simplified
from requirements.search.terms import DAMAGED, INITIALS, is_chinese, pairs, pieces

AROUND = 60
LONGEST_TEXT = 20_000


def aligned(text):
    """The text folded to simplified small letters, and for each of its characters the place in the original."""
    letters, places = [], []
    for place, character in enumerate(text):
        for letter in simplified(unicodedata.normalize("NFKC", character.translate(DAMAGED)).lower()):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def spans(text, words):
    """The parts of a text that what was searched for matches, as `(start, end)` in order and apart."""
    plain, places = aligned(text[:LONGEST_TEXT])
    found = []
    for piece in map(simplified, pieces(words)):
        here = occurrences(plain, piece)
        if not here and is_chinese(piece):
            here = [span for pair in pairs(piece) for span in occurrences(plain, pair)]
        found += here or initials_of(plain, piece)
    return joined([(places[start], places[end - 1] + 1) for start, end in found])


def occurrences(plain, piece):
    """Where the piece stands; a word only where one begins."""
    found, at = [], plain.find(piece)
    while at >= 0:
        before = plain[at - 1 : at]
        if is_chinese(piece) or not (before.isalnum() and not is_chinese(before)):
            found.append((at, at + len(piece)))
        at = plain.find(piece, at + len(piece))
    return found


def initials_of(plain, piece):
    """Where Chinese characters stand whose readings begin with these letters: the first such place."""
    if not INITIALS.fullmatch(piece):
        return []
    at = "".join(initial(character) or "." for character in plain).find(piece)
    return [(at, at + len(piece))] if at >= 0 else []


def joined(found):
    apart = []
    for start, end in sorted(found):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def marked(text, words):
    """The text as safe HTML with `<mark>` around what was searched for."""
    return with_marks(text, spans(text, words))


def with_marks(text, found):
    starts = [0, *(end for _start, end in found)]
    parts = [(text[begin:start], text[start:end]) for begin, (start, end) in zip(starts, found, strict=False)]
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), text[starts[-1] :])


def snippet(text, words):
    """What stands around the first place in a text that matches, marked, on one line; empty where nothing does."""
    text = text[:LONGEST_TEXT]
    found = spans(text, words)
    if not found:
        return mark_safe("")
    start, end = max(0, found[0][0] - AROUND // 2), min(len(text), found[0][1] + AROUND)
    part = " ".join(text[start:end].split())
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return format_html("{}{}{}", before, marked(part, words), after)
