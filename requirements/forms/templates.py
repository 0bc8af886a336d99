from django import forms
from django.utils.translation import gettext_lazy as _

from requirements.forms.fields import writing
from requirements.models.template import BODY_LENGTH


class TemplateForm(forms.Form):
    """A text to begin from."""

    name = forms.CharField(label=_("Name"), max_length=80)
    body = forms.CharField(label=_("Text"), max_length=BODY_LENGTH, strip=False, widget=writing(12))
