"""What every text that people or programs send must be."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2

# controls (but the spaces among them, and NUL, which is refused), and what turns a line around or takes no place in it;
# the joiners of emoji and of Persian letters stay
UNSEEN = re.compile(
    "[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
JOINERS = "\u200c\u200d\ufe0e\ufe0f"


def plain(text):
    """A text as it was typed: browsers send every line end as CR LF."""
    return (text or "").replace("\r\n", "\n").strip()


def name_of(text):
    """A name as it is kept: on one line, without signs that nobody sees; "" where nothing else is in it."""
    name = " ".join(UNSEEN.sub("", text).split())
    return name if name.strip(JOINERS + " ") else ""


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
