"""What people write in operations, made ready to be kept."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmhub.lib.texts import plain, refuse_nul


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
