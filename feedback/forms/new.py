"""An item that one of us writes down."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.forms.fields import ReceivedField
from feedback.models.feedback import BODY_LENGTH, TITLE_LENGTH, Channel, Kind
from pmhub.lib.mail_addresses import AddressField
from requirements.forms.fields import offering, writing


class NewFeedbackForm(forms.Form):
    body = forms.CharField(label=_("What was said"), max_length=BODY_LENGTH, widget=writing(8))
    title = forms.CharField(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=_("Left empty, the first line is the title."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.SUGGESTION)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, initial=Channel.MEETING)
    customer = forms.CharField(
        label=_("Customer"), max_length=200, required=False, help_text=_("A new name becomes a customer.")
    )
    contact_name = forms.CharField(label=_("Contact"), max_length=200, required=False)
    contact_email = AddressField(label=_("Their e-mail address"), required=False)
    received_at = ReceivedField(label=_("Received on"), required=False, help_text=_("Left empty, it is now."))
    another = forms.BooleanField(label=_("Write another"), required=False)

    def __init__(self, product, data=None, **options):
        super().__init__(data, **options)
        self.fields["body"].widget.attrs["autofocus"] = True
        self.fields["customer"].widget.attrs |= {
            **offering(product, "#offers-new-customer"),
            "hx-get": f"{reverse('customer_suggestions', args=[product.key])}?as_list=1",
            "list": "offers-new-customer",
        }
