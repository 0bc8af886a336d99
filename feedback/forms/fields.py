"""How people name customers and items."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models import Customer, DraftFile, Feedback
from feedback.operations.filing import GONE
from pmhub.lib.instants import refuse_far_off
from pmhub.lib.tabular.amounts import amount
from pmhub.lib.tabular.problems import BadValue
from requirements.forms.fields import offering


class FeedbackField(forms.CharField):
    """Another item of the product, named by its key or its number."""

    def __init__(self, product, user, **options):
        self.candidates = Feedback.objects.visible_to(user).of(product).select_related("duplicate_of")
        self.key = f"{product.key}-F"
        super().__init__(**{"max_length": 40, **options})

    def clean(self, value):
        text = super().clean(value).upper()
        if not text:
            return None
        number = text.split()[0].removeprefix(self.key).removeprefix("F")
        found = self.candidates.filter(key=f"{self.key}{number}").first()
        if found is None:
            raise ValidationError(_("There is no feedback %(key)s in this product."), params={"key": text})
        return found


class CustomerField(forms.CharField):
    """A customer of the product by name; None where nothing is written."""

    def __init__(self, product, user, **options):
        self.candidates = Customer.objects.visible_to(user).of(product).current()
        super().__init__(**{"max_length": 200, "required": False, "label": _("Customer"), **options})

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        found = self.candidates.filter(name__iexact=name).order_by("id").first()
        if found is None:
            raise ValidationError(_("There is no customer “%(name)s”."), params={"name": name})
        return found

    def prepare_value(self, value):
        return value.name if isinstance(value, Customer) else value


class ReceivedField(forms.DateTimeField):
    """When something was said, in the time of whoever writes it down; it is over."""

    def __init__(self, **options):
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"widget": widget, "validators": [refuse_far_off], **options})

    def clean(self, value):
        moment = super().clean(value)
        if moment and moment > timezone.now():
            raise ValidationError(_("It was received already: name a time that has passed."))
        return moment


def offers_at(place, url_name, product):
    """Attributes of an input that offers what a URL finds, in `place`, while one types."""
    return {**offering(product, f"#{place}", 0), "hx-get": reverse(url_name, args=[product.key])}


class AmountField(forms.DecimalField):
    """An amount as people write it: 1300000, 1,300,000 or 130万."""

    widget = forms.TextInput

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return round(amount(value).number, 2)
        except (BadValue, InvalidOperation):
            raise ValidationError(_("Enter an amount, such as 1300000, 1.3M or 130万.")) from None

    def prepare_value(self, value):
        return f"{value:f}".removesuffix(".00") if isinstance(value, Decimal) else value

    def widget_attrs(self, widget):
        return {"inputmode": "decimal"}


class DraftFilesField(forms.ModelMultipleChoiceField):
    """Files that one has put to a message before it was sent, by their names in the store."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, feedback, user):
        drafts = DraftFile.objects.visible_to(user).filter(feedback=feedback)
        super().__init__(drafts, to_field_name="storage", label=_("Attached files"), required=False)
        self.error_messages["invalid_choice"] = GONE
