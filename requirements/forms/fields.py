"""How people write keys and lists of words."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from requirements.models import Requirement


class RequirementField(forms.CharField):
    """A requirement of the product, named by its key or its number."""

    def __init__(self, product, user, **options):
        self.candidates = Requirement.objects.visible_to(user).of(product)
        self.prefix = product.key
        super().__init__(**{"required": False, "max_length": 40, **options})

    def clean(self, value):
        text = super().clean(value).upper()
        if not text:
            return None
        key = text.split()[0]
        found = self.candidates.filter(key=f"{self.prefix}-{key}" if key.isdecimal() else key).first()
        if found is None:
            raise ValidationError(_("There is no requirement %(key)s in this product."), params={"key": text})
        return found

    def prepare_value(self, value):
        return value.key if isinstance(value, Requirement) else value


def offering(product, place, but=""):
    """Attributes of an input that offers requirements (all `but` one number) in `place` while one types."""
    combobox = {
        "data-controller": "offers",
        "role": "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": place.removeprefix("#"),
    }
    return {
        **({} if but == "" else combobox),
        "autocomplete": "off",
        "hx-get": f"{reverse('requirement_suggestions', args=[product.key])}?but={but}",
        "hx-trigger": "input changed delay:200ms",
        "hx-target": place,
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }


def writing(rows):
    """A text area for Markdown: see `requirements/_writing.html`."""
    widget = forms.Textarea(attrs={"rows": rows, "data-preview-target": "field"})
    widget.upload_limit = settings.UPLOAD_LIMIT
    return widget


class WordsField(forms.CharField):
    """Words between commas (also full-width ones); cleans to a list."""

    def clean(self, value):
        words = super().clean(value).replace("，", ",").replace("、", ",").split(",")
        return [word.strip() for word in words if word.strip()]


def members_of(product):
    """The people who can be given something to do in a product."""
    return User.objects.people().filter(memberships__product=product, is_active=True).order_by("name", "pk")


def one_of(queryset, label, blank):
    return forms.ModelChoiceField(queryset, label=label, required=False, empty_label=blank)
