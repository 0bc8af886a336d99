from django import forms
from django.utils.translation import gettext_lazy as _

from roadmaps.models.slip import REASON_LENGTH

REASON = {"label": _("Reason"), "max_length": REASON_LENGTH, "required": False, "strip": True}


class ReasonForm(forms.Form):
    """Why a date moved later."""

    reason = forms.CharField(
        **REASON,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("In one or two sentences. Leave it empty to take it back."),
    )


def reason_field():
    """What the forms of versions and milestones ask when their date moves later."""
    return forms.CharField(
        **{**REASON, "label": _("If the date moves later: why?")},
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It stands with the slip in the ledger. You can also say it there later."),
    )
