"""E-mail addresses: whose is whose, where a change of case makes one letter of another."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

MISTAKABLE = _("“%s” has a sign that could be taken for another letter.")


def is_mistakable(address):
    """Whether a change of case makes another address of it (ı → I → i, ſ → S → s, the Kelvin sign → k)."""
    return unicodedata.normalize("NFKC", address) != address or any(turns(sign) for sign in address)


def turns(sign):
    small, capital = sign.lower(), sign.upper()
    return len(small) > 1 or (len(capital) == 1 and capital.lower() != small)


def refuse_mistakable(address):
    """ValidationError where an address could be taken for another one."""
    if is_mistakable(address):
        raise ValidationError(MISTAKABLE % address)


class AddressField(forms.EmailField):
    """An e-mail address that cannot be taken for another one."""

    default_validators = [*forms.EmailField.default_validators, refuse_mistakable]


class AddressedMixin:
    """Of a queryset whose rows have an `email`."""

    def with_address(self, address):
        """The rows with this address in any case of its letters, none where it could be taken for another one.

        In lower case, as the indexes have it: in capitals "ı" is "i", and a look-alike would get what is another's.
        """
        if is_mistakable(address):
            return self.none()
        return self.alias(small_email=Lower("email")).filter(small_email=Lower(Value(address.strip())))
