"""What people write in operations, made ready to be kept."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmhub.lib.texts import plain, refuse_nul


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
