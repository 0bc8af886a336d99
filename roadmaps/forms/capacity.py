"""Capacities and risks of a version, as people type them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadmaps.forms.planning import members_and
from roadmaps.models.capacity import MOST
from roadmaps.models.risk import RISK_LENGTH, Degree


class CapacityForm(forms.Form):
    """A number for every member (`user-ID`) and every job title (`title-NAME`); empty where none is known."""

    def __init__(self, plan, *args):
        super().__init__(*args)
        self.rows = {f"user-{row.person.pk}": row for row in plan.people if row.is_member}
        self.rows |= {f"title-{row.title}": row for row in plan.titles}
        for name, row in self.rows.items():
            self.fields[name] = forms.DecimalField(
                label=_("Capacity of %s") % row.name, required=False, max_digits=9, decimal_places=2, min_value=0,
                max_value=MOST, initial=None if row.is_summed else shortest(row.amount),
                widget=forms.TextInput({"inputmode": "decimal", "size": 6, "autocomplete": "off"}),
            )  # fmt: skip
            row.field = self[name]

    def entries(self):
        """What `set_capacities` takes: those that say something else than before."""
        for name in [name for name in self.changed_data if name in self.data]:
            row = self.rows[name]
            whose = {"user": row.person} if row.person else {"title": row.title}
            yield {"amount": self.cleaned_data[name], **whose}


def shortest(amount):
    """A whole number without its decimals."""
    return int(amount) if amount is not None and amount == int(amount) else amount


class RiskForm(forms.Form):
    """A risk of a version. `thing` is the one that is edited, if any."""

    text = forms.CharField(label=gettext_lazy("Risk"), max_length=RISK_LENGTH, widget=forms.Textarea({"rows": 2}))
    countermeasure = forms.CharField(
        label=gettext_lazy("Countermeasure"), max_length=RISK_LENGTH, required=False,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    probability = forms.ChoiceField(label=gettext_lazy("Probability"), choices=Degree.choices, initial=Degree.MID)
    impact = forms.ChoiceField(label=gettext_lazy("Impact"), choices=Degree.choices, initial=Degree.MID)
    owner = forms.ModelChoiceField(
        None, label=gettext_lazy("Owner"), required=False, empty_label=gettext_lazy("Nobody")
    )

    def __init__(self, *args, product, thing=None, **kwargs):
        if thing:
            kwargs["initial"] = {name: getattr(thing, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = members_and(product, thing and thing.owner_id)
