"""What forms of all apps share."""

from contextlib import contextmanager

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from pmhub.lib.fuzzy_dates import FuzzyDate, FuzzyDateError
from pmhub.lib.named_days import day_named, today


@contextmanager
def refusals_on(form):
    """Let an operation's refusal inside stand on the form, at the field it names; the form is invalid afterwards.

    So does what somebody else stored at the same moment and the database accepts but once.
    """
    try:
        yield
    except IntegrityError:
        form.add_error(None, _("Somebody was faster: look at it again and repeat."))
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)


class FuzzyDateField(forms.CharField):
    """A date as exact as people know it, or a day that they name (`friday`, `+3d`); cleans to a FuzzyDate or None."""

    def __init__(self, **kwargs):
        widget = forms.TextInput({"placeholder": "2026-Q4", "autocomplete": "off"})
        super().__init__(**{"max_length": 40, "required": False, "widget": widget, **kwargs})

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            return day_named(text, today()) or FuzzyDate.parse(text)
        except FuzzyDateError as error:
            raise ValidationError(str(error)) from None

    def validate(self, value):
        if value is None:
            super().validate("")

    def run_validators(self, value):
        if value is not None:
            super().run_validators(str(value))

    def prepare_value(self, value):
        return str(value) if isinstance(value, FuzzyDate) else value

    def has_changed(self, initial, data):
        return str(initial or "") != (data or "").strip()


HOW_EXACT = _("As exactly as you know it: 2026-12-31, 2026-12, 2026-Q4, 2026, friday, next quarter or +3d.")
