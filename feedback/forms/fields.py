"""How people name customers and items."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models import Customer, Feedback
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


def offers_at(place, url_name, product):
    """Attributes of an input that offers what a URL finds, in `place`, while one types."""
    return {**offering(product, f"#{place}", 0), "hx-get": reverse(url_name, args=[product.key])}
