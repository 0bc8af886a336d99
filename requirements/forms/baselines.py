"""Names for instants."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pmhub.lib.instants import Instant, InstantError
from requirements.models.baseline import NAME_LENGTH, NOTE_LENGTH


class InstantField(forms.CharField):
    """A date and a time on the person's clock, or with an offset from UTC; cleans to an aware datetime or None."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput({"type": "datetime-local", "step": "any"})
        super().__init__(**{"max_length": 40, "required": False, "widget": widget, **kwargs})

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return Instant.read(text).at if text else None
        except InstantError as error:
            raise ValidationError(str(error)) from None

    def run_validators(self, value):
        """The text's length is checked in reading it."""


class BaselineForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    at = InstantField(label=_("Instant"), help_text=_("Empty means now."))
    note = forms.CharField(label=_("Note"), max_length=NOTE_LENGTH, required=False)


class BaselineWordsForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    note = forms.CharField(label=_("Note"), max_length=NOTE_LENGTH, required=False)
