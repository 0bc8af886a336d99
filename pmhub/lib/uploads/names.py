"""Names of uploaded files, fit to be shown, linked and saved on any system."""

import re
import unicodedata

LONGEST = 120  # characters
MOST_BYTES = 200
JOINER = "\u200d"  # within emoji
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|\Z)", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")


def clean_name(raw: str) -> str:
    """The last part of a path without what deceives or breaks: controls, direction marks, reserved words, length.

    >>> clean_name("C:\\\\secret\\\\..\\\\invoice\\u202egpj.exe")
    'invoicegpj.exe'
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    name = "".join(letter for letter in name if is_shown(letter))
    name = " ".join(FORBIDDEN.sub("_", name).split()).strip(". ")
    if RESERVED.match(name):
        name = f"_{name}"
    return shortened(name) or "file"


def is_shown(letter):
    """No controls, surrogates, private or unassigned characters, separators of lines, marks that turn the direction."""
    return letter == JOINER or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def shortened(name):
    """At most LONGEST characters and MOST_BYTES bytes; the ending stays."""
    ending = match[0] if (match := ENDING.search(name)) else ""
    stem = name.removesuffix(ending)[: LONGEST - len(ending)]
    room = MOST_BYTES - len(ending)
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return f"{stem}{ending}".strip(". ") if stem else ending.strip(".")
