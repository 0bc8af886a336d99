"""Where marked words stand. People mark what they see, the body is what was written: only the letters are in both."""

import html
import re

from django.utils.html import escape
from django.utils.safestring import mark_safe

PIECES = re.compile(r"<[^>]*>|&[#\w]+;|[^<&]|.", re.DOTALL)  # a tag, an entity, or a character
NEAR = 30  # letters before the marked ones that tell it from the same words elsewhere


def letters_of(text):
    return "".join(sign for sign in text if sign.isalnum())


def passage_in(body, words, before=""):
    """`(passage, start)`: the words as they are written in the body, and where; what stood `before` them finds the
    right ones among many. The start is None where they are not to be found.
    """
    places = [at for at, sign in enumerate(body) if sign.isalnum()]
    written = "".join(body[at] for at in places)
    sought, led = letters_of(words), letters_of(before)[-NEAR:]
    at = written.find(led + sought)
    at = at + len(led) if at >= 0 else written.find(sought)
    if not sought or at < 0:
        start = body.find(words) if words else -1
        return words, start if start >= 0 else None
    start, end = places[at], places[at + len(sought) - 1] + 1
    tail = words.rstrip()[len(words.rstrip().rstrip("。，、！？；：…,.!?;:”’」』）)\"'")) :]
    return body[start : end + len(tail)] if body.startswith(tail, end) else body[start:end], start


def marked(markup, body, evidence):
    """Safe HTML with the passages of the evidence in `<mark>`; each says the keys of what it speaks for."""
    pieces = PIECES.findall(markup)
    places = [at for at, piece in enumerate(pieces) if shown(piece).isalnum()]
    text = "".join(shown(pieces[at]) for at in places)
    keys = {}
    for one in evidence:
        sought = letters_of(one.passage)
        at = nearest(text, sought, len(letters_of(body[: one.start or 0])))
        if sought and at is not None:
            for place in range(places[at], places[at + len(sought) - 1] + 1):
                keys.setdefault(place, []).append(one.requirement.key)
    return mark_safe("".join(written_out(pieces, keys)))  # pieces of what was safe, and escaped keys


def shown(piece):
    if piece.startswith("<"):
        return ""
    return html.unescape(piece)[:1]


def nearest(text, sought, place):
    """Where `sought` stands nearest to a place; None where it does not."""
    at = text.rfind(sought, 0, place + len(sought)) if sought else -1
    later = text.find(sought, place) if sought else -1
    found = [one for one in (at, later) if one >= 0]
    return min(found, key=lambda one: abs(one - place)) if found else None


def written_out(pieces, keys):
    before = None
    for at, piece in enumerate(pieces):
        now = None if piece.startswith("<") else keys.get(at)
        if now != before:
            if before:
                yield "</mark>"
            if now:
                yield f'<mark title="{escape(", ".join(dict.fromkeys(now)))}">'
        before = now
        yield piece
    if before:
        yield "</mark>"
