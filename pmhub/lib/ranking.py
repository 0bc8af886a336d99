"""Ranks that people give by hand: text keys between which there is always room, ordered by `COLLATE "C"`.

A key is a fraction in base 62 without trailing zeros ("V" is a half), so moving one item writes one row. At the ends of
a list keys count on in a fixed five characters: 900 million items fit before they lengthen. Between two neighbours a
key is the shortest that halves the gap: one character more per six insertions at the very same place, hence about 36
characters after 200 of them at worst and 8 or fewer in ordinary use.
"""

import string

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
BASE = len(DIGITS)
VALUES = {digit: value for value, digit in enumerate(DIGITS)}
COUNTING = 5  # characters with which the ends of a list are counted on


class RankError(ValueError):
    """Keys between which nothing can be placed; the message names them."""


def between(before: str | None, after: str | None) -> str:
    """A key above `before` and below `after`; None stands for the end of the list. Raises RankError."""
    return spread(before, after, 1)[0]


def spread(before: str | None, after: str | None, count: int) -> list[str]:
    """`count` ascending keys between two, evenly apart and as short as that allows. Raises RankError."""
    _check(before)
    _check(after)
    if before is not None and after is not None and before >= after:
        raise RankError(format_lazy(_("the rank “{before}” is not below “{after}”"), before=before, after=after))
    if before is None or after is None:
        counted = _counted(before, after, count)
        if counted is not None:
            return counted
    return _divided(before or "", after, count)


def _counted(before: str | None, after: str | None, count: int) -> list[str] | None:
    """Keys of the counting width beyond an end, or None when that width has no room left."""
    if after is not None:
        last = _number(after, COUNTING)
        first = last - count
    else:
        first = _number(before or DIGITS[BASE // 2], COUNTING) + 1
        last = first + count
    if first <= 0 or last > BASE**COUNTING:
        return None
    return [_key(number, COUNTING) for number in range(first, last)]


def _divided(before: str, after: str | None, count: int) -> list[str]:
    """The gap cut in equal parts, at the smallest width that has a whole number for each."""
    width = 1
    while True:
        low = _number(before, width)
        high = BASE**width if after is None else _number(after, width)
        # A key longer than the width lies above its own cut-off number, so the numbers strictly between are safe.
        if high - low - 1 >= count:
            return [_key(low + (high - low) * step // (count + 1), width) for step in range(1, count + 1)]
        width += 1


def _number(key: str, width: int) -> int:
    """The key's first `width` digits as a number."""
    number = 0
    for digit in key[:width].ljust(width, DIGITS[0]):
        number = number * BASE + VALUES[digit]
    return number


def _key(number: int, width: int) -> str:
    digits = []
    for _place in range(width):
        number, value = divmod(number, BASE)
        digits.append(DIGITS[value])
    return "".join(reversed(digits)).rstrip(DIGITS[0])


def _check(key: str | None) -> None:
    if key is not None and (not key or not VALUES.keys() >= set(key) or key.endswith(DIGITS[0])):
        raise RankError(format_lazy(_("“{key}” is not a rank"), key=key))
