"""What writing Chinese differently has in common: simplified and traditional forms, first letters of readings."""

from bisect import bisect_right
from functools import cache
from itertools import islice, product

from opencc import OpenCC

FIRST, LAST = 0x3400, 0x9FFF
FORMS_AT_MOST = 16
# GB 2312 sorts its 3,755 common characters by their most common reading: where each first letter begins.
SORTED = [
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1, 0xD7FA,
]  # fmt: skip
LETTERS = "abcdefghjklmnopqrstwxyz"


@cache
def twins():
    """The simplified twin of each form that has another, as `str.translate` wants it."""
    found, simplify = {}, OpenCC("t2s").convert
    for code in range(FIRST, LAST + 1):
        twin = simplify(chr(code))  # one by one, so that none is read as part of a word
        if ord(twin) != code and ord(twin) <= LAST:
            found[code] = twin
    return found


@cache
def forms():
    """All forms of each simplified character that has several, itself first."""
    found = {}
    for code, simple in twins().items():
        found.setdefault(simple, [simple]).append(chr(code))
    return found


def simplified(text):
    """The text in simplified characters, one for each."""
    return text.translate(twins())


def ways_to_write(text):
    """The text in its simplified and traditional forms, the simplified one first, at most FORMS_AT_MOST."""
    choices = [forms().get(character, [character]) for character in simplified(text)]
    return ["".join(chosen) for chosen in islice(product(*choices), FORMS_AT_MOST)]


def initial(character):
    """The letter that the reading of a common Chinese character begins with; "" for what has none."""
    code = int.from_bytes(simplified(character).encode("gb2312", "ignore"), "big")
    place = bisect_right(SORTED, code) - 1
    return LETTERS[place] if 0 <= place < len(LETTERS) else ""
