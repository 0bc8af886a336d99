"""Cells that no spreadsheet takes for formulas, and the way back."""

import re

DANGEROUS = re.compile(r"'*[=+\-@\t\r\n\0]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
LONGEST = 32_767  # characters that a cell of Excel holds
CUT = " … (cut)"


def defused(text):
    """A text with an apostrophe before what could begin a formula. `restored` gives the text back."""
    return f"'{text}" if DANGEROUS.match(text) and not NUMBER.fullmatch(text) else text


def restored(text):
    """What `defused` was given."""
    return text[1:] if text.startswith("'") and DANGEROUS.match(text) else text


def fitting(text):
    """As much of a text as a cell holds, and a mark that it is not all."""
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def is_cut(text):
    """Whether `fitting` had to leave something out."""
    return len(text) == LONGEST and text.endswith(CUT)
