"""What writing Chinese differently has in common: simplified and traditional forms, and the first letters of readings.

`variants.txt` holds pairs of a form and its simplified twin, from the character tables of OpenCC (Apache License 2.0).
`initials.txt` holds, for U+4E00 to U+9FFF in order, the first letter of the most common reading, from pypinyin (MIT).
"""

from functools import cache
from itertools import islice, product
from pathlib import Path

FIRST, LAST = 0x4E00, 0x9FFF
HERE = Path(__file__).parent
FORMS_AT_MOST = 16


@cache
def twins():
    """The simplified twin of each form that has another, as `str.translate` wants it."""
    pairs = (HERE / "variants.txt").read_text().strip()
    return {ord(form): simple for form, simple in zip(pairs[::2], pairs[1::2], strict=True)}


@cache
def forms():
    """All forms of each simplified character that has several, itself first."""
    found = {}
    for code, simple in twins().items():
        found.setdefault(simple, [simple]).append(chr(code))
    return found


@cache
def initials():
    return (HERE / "initials.txt").read_text().strip()


def simplified(text):
    """The text in simplified characters, one for each."""
    return text.translate(twins())


def ways_to_write(text):
    """The text in its simplified and traditional forms, the simplified one first, at most FORMS_AT_MOST."""
    choices = [forms().get(character, [character]) for character in simplified(text)]
    return ["".join(chosen) for chosen in islice(product(*choices), FORMS_AT_MOST)]


def initial(character):
    """The letter that the reading of a Chinese character begins with; "" for what has none."""
    code = ord(character)
    return initials()[code - FIRST].replace(".", "") if FIRST <= code <= LAST else ""
