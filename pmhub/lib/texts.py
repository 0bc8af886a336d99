"""What every text that people or programs send must be."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def plain(text):
    """A text as it was typed: browsers send every line end as CR LF."""
    return (text or "").replace("\r\n", "\n").strip()


def number_in(text, *, digits=18):
    """The number that a text writes, None for any other text; with 18 digits it fits wherever there are ids."""
    return int(text) if text.isdecimal() and len(text) <= digits else None


def width_of(text, letter):
    """Roughly, where a Latin letter is `letter` wide: Chinese characters are two letters wide."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text) * letter


def refuse_nul(values):
    """ValidationError by name for the texts among `values` that PostgreSQL cannot keep."""
    errors = {
        name: _("This contains a NUL character at position %d.") % (value.index("\x00") + 1)
        for name, value in values.items()
        if isinstance(value, str) and "\x00" in value
    }
    if errors:
        raise ValidationError(errors)
