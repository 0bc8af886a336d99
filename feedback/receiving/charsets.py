"""Bytes of a mail as text, whatever their header says or does not say about them."""

import codecs
import re
from base64 import b64decode
from email.quoprimime import header_decode

from pmhub.lib.tabular.encoding import ALIASES, COMMON

GUESSES = ("utf-8", "gb18030", "cp950", "big5hkscs")
SAYS_NOTHING = {"", "ascii", "us-ascii", "unknown-8bit", "8bit", "iso-8859-1", "latin-1", "windows-1252", "cp1252"}
LOOKED_AT = 20_000  # characters or bytes by which a text is judged
CLEARLY = 0.15  # a text read rightly has so many more of the commonest characters
UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LINE_FOLD = re.compile(r"\r?\n[ \t]*")
WORD = re.compile(r"=\?(?P<charset>[^?\s*]{1,40})(?:\*[^?]*)?\?(?P<how>[bBqQ])\?(?P<text>[^?]*)\?=")
GAP_OF_WORDS = re.compile(r"(\?=)\s+(=\?)")


def clean(text):
    """A text that a database keeps: without controls and halves of characters, lines ended by LF."""
    return UNPRINTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_of(data, declared=""):
    """Bytes as text. The declared charset is believed unless another one reads much better Chinese."""
    name = codec_of(declared)
    if data.isascii() and (name is None or name in GUESSES):
        return data.decode("ascii")
    read = {one: text for one in dict.fromkeys([name, *GUESSES]) if one and (text := strictly(data, one)) is not None}
    if not read:
        return max((data.decode(one, "replace") for one in GUESSES), key=soundness)
    believed = name in read and declared.strip().lower() not in SAYS_NOTHING
    if believed or "utf-8" in read:
        first = name if believed else "utf-8"
        better = max(read, key=lambda one: likeness(read[one]))
        return read[better] if likeness(read[better]) > likeness(read[first]) + CLEARLY else read[first]
    chinese = max((one for one in read if one in GUESSES), key=lambda one: likeness(read[one]), default=None)
    if chinese and (likeness(read[chinese]) >= CLEARLY or is_dense(data)):
        return read[chinese]
    return read[name] if name in read else data.decode("cp1252", "replace")


def codec_of(declared):
    """Python's name of a charset, None where it knows no such."""
    folded = declared.strip().strip("\"'").lower()
    try:
        found = codecs.lookup(ALIASES.get(folded, folded) or "?")
    except (LookupError, ValueError):
        return None
    return ALIASES.get(found.name, found.name) if found._is_text_encoding else None


def strictly(data, name):
    """The text, None where it is none in this charset; half a character at the end is one that was cut."""
    try:
        return codecs.getincrementaldecoder(name)().decode(data)
    except (UnicodeError, LookupError, ValueError):
        return None


def likeness(text):
    """The share of the commonest Chinese characters among all that is not ASCII."""
    wide = [sign for sign in text[:LOOKED_AT] if sign > "\x7f"]
    return sum(sign in COMMON for sign in wide) / len(wide) if wide else 0.0


def is_dense(data):
    """Whether most bytes are not ASCII, as in no text of Latin letters."""
    begin = data[:LOOKED_AT]
    return sum(byte > 0x7F for byte in begin) > 0.6 * len(begin)


def soundness(text):
    return likeness(text) - text.count("\ufffd") / max(1, len(text))


def header_text(raw, hint=""):
    """A header as people read it: encoded words and bare bytes (in `hint`, or what they look like) alike."""
    line = GAP_OF_WORDS.sub(r"\1\2", LINE_FOLD.sub(" ", raw))
    found = []  # (bytes, charset); neighbours of one charset together: some programs cut words within a character
    at = 0
    for word in WORD.finditer(line):
        found.append((line[at : word.start()].encode("utf-8", "surrogateescape"), hint))
        at, data = word.end(), word_bytes(word)
        if len(found) > 1 and not found[-1][0] and found[-2][1] == word["charset"].lower():
            found[-2:] = [(found[-2][0] + data, found[-2][1])]
        else:
            found.append((data, word["charset"].lower()))
    found.append((line[at:].encode("utf-8", "surrogateescape"), hint))
    return " ".join(clean("".join(text_of(data, charset) for data, charset in found)).split())


def word_bytes(word):
    """What an encoded word (RFC 2047) stands for; base64 is read as far as it goes."""
    text = word["text"].encode("utf-8", "surrogateescape")
    if word["how"].lower() == "q":
        return header_decode(word["text"].replace(" ", "_")).encode("latin-1", "replace")
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
    return b64decode(data[: len(data) - (len(data) % 4 == 1)] + b"=" * (-len(data) % 4))
