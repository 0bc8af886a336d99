"""What people write in operations, made ready to be kept."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from feedback.models.feedback import TITLE_LENGTH
from pmhub.lib.texts import TURNING, plain, refuse_nul


def key_elsewhere(model, source, external_id):
    """The names of another system and of its key, as the fields of a model keep them. ValidationError where they name
    nothing.
    """
    empty = _("This cannot be empty.")
    pair = {"source": source, "external_id": external_id}
    return {name: said(model, name, text, missing=empty) for name, text in pair.items()}


def said(model, name, text, *, missing=""):
    """A text as the field of a model keeps it. ValidationError by its name where it is too long, or, with the sentence
    `missing`, where it says nothing.
    """
    text = plain(text)
    refuse_nul({name: text})
    longest = model._meta.get_field(name).max_length
    if len(text) > longest:
        raise ValidationError({name: _("This is too long: at most %d characters.") % longest})
    if missing and not text:
        raise ValidationError({name: missing})
    return text


def headline(text):
    """The first line that shows anything, in one line and not too long."""
    line = next((line for line in text.splitlines() if shows(line)), "")
    line = " ".join(TURNING.sub("", line).split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def shows(line):
    """Whether there is a sign in it that can be seen: neither space nor control, nor one that only turns the text."""
    return any(unicodedata.category(sign)[0] not in "ZC" for sign in line)
