"""The parts of a requirement that each product defines for itself: scoring inputs and custom fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pmhub.lib.fuzzy_dates import FuzzyDate, FuzzyDateError
from pmhub.lib.named_days import day_named, today
from products.models.custom_field import Kind
from requirements.forms.fields import members_of
from requirements.forms.parts import MenuForm, PartForm
from requirements.models import ScoringModel

RATINGS = [(str(stars), "★" * stars) for stars in range(1, 6)]
WIDGETS = {
    Kind.NUMBER: forms.TextInput(attrs={"inputmode": "decimal"}),
    Kind.DATE: forms.DateInput(attrs={"type": "date"}),
    Kind.URL: forms.URLInput(),
}


class DriversForm(PartForm):
    """All inputs of the score at once."""

    shape, called = "inputs", _("Scoring inputs")

    def build(self):
        for name, driver in ScoringModel.of_product(self.product).inputs.items():
            label = f"{driver.title} ({driver.unit})" if driver.unit else driver.title
            self.fields[f"drivers.{name}"] = forms.CharField(
                label=label,
                help_text=driver.range,
                max_length=40,
                required=False,
                show_hidden_initial=True,  # so that only what this person has changed is sent on
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )

    def present(self, requirement):
        return {name: requirement.drivers.get(name.removeprefix("drivers.")) for name in self.own()}

    def changes(self):
        changed = [name for name in self.own() if name in self.changed_data]
        return {
            "drivers": {name.removeprefix("drivers."): self.cleaned_data[name].replace(",", "") for name in changed}
        }


class CustomForm(PartForm):
    """A custom field that is typed, or ticked where it takes several values."""

    custom = None  # the CustomField

    def build(self):
        if self.custom.kind == Kind.MULTI_SELECT:
            self.shape = "text"
            made = forms.MultipleChoiceField(
                choices=[(o, o) for o in self.custom.options], widget=forms.CheckboxSelectMultiple
            )
        else:
            made = forms.CharField(max_length=10_000, widget=WIDGETS.get(self.custom.kind, forms.TextInput()))
        made.label, made.required = self.custom.name, False
        self.fields[self.name] = made
        if self.custom.kind == Kind.PERSON:
            self.suggested = self.name

    @property
    def ident(self):
        return f"custom-{self.custom.key}"

    @property
    def name(self):
        return f"custom.{self.custom.key}"

    def suggestions(self):
        return members_of(self.product).values_list("name", flat=True)

    def present(self, requirement):
        return {self.name: requirement.custom.get(self.custom.key)}

    def changes(self):
        value = self.cleaned_data[self.name]
        return {"custom": {self.custom.key: exact(value) if self.custom.kind == Kind.DATE else value}}


class CustomMenuForm(CustomForm, MenuForm):
    """A custom field with one value of a list."""

    def build(self):
        options = RATINGS if self.custom.kind == Kind.RATING else [(option, option) for option in self.custom.options]
        self.fields[self.name] = forms.ChoiceField(
            label=self.custom.name, choices=[("", _("None")), *options], required=False
        )


def exact(text):
    """A day that people name (`明天`, `friday`, `31 Dec 2026`) as it is stored; what names none as it is."""
    try:
        day = day_named(text, today()) or FuzzyDate.parse(text)
    except FuzzyDateError:
        return text
    return str(day)


def custom_form(custom):
    """The form class for one custom field."""
    base = CustomMenuForm if custom.kind in (Kind.SELECT, Kind.RATING) else CustomForm
    return type(base.__name__, (base,), {"custom": custom})


def form_named(product, part, forms):
    """The form class of a part: one of `forms`, or of the product's own fields; None where there is neither."""
    if part.startswith("custom."):
        custom = product.custom_fields.filter(key=part.removeprefix("custom.")).first()
        return custom and custom_form(custom)
    return forms.get(part)
