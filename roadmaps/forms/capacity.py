"""Capacities and risks of a version, as people type them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadmaps.forms.merging import MergingForm
from roadmaps.forms.planning import members_and
from roadmaps.models.capacity import MOST
from roadmaps.models.risk import RISK_LENGTH, Degree


class CapacityForm(forms.Form):
    """A number for every member (`user-ID`) and every job title (`title-NAME`); empty where none is known.

    Beside each stands what the page showed (`initial-…`), so that only what somebody touched is written.
    """

    def __init__(self, plan, *args):
        super().__init__(*args)
        self.plan = plan
        self.rows = {f"user-{row.person.pk}": row for row in plan.people if row.is_member}
        self.rows |= {f"title-{row.title}": row for row in plan.titles}
        for name, row in self.rows.items():
            self.fields[name] = forms.DecimalField(
                label=_("Capacity of %s") % row.name, required=False, max_digits=9, decimal_places=2, min_value=0,
                max_value=MOST, initial=None if row.is_summed else shortest(row.amount),
                widget=forms.TextInput({"inputmode": "decimal", "size": 6, "autocomplete": "off"}),
                show_hidden_initial=True,
            )  # fmt: skip
            row.field = self[name]

    def entries(self):
        """What `set_capacities` takes: those that say something else than the page showed."""
        for name in [name for name in self.fields if name in self.data]:
            row, field = self.rows[name], self.fields[name]
            shown = field.to_python(self.data.get(self.add_initial_prefix(name), field.initial))
            whose = {"user": row.person} if row.person else {"title": row.title}
            if self.cleaned_data[name] != shown:
                yield {"amount": self.cleaned_data[name], "seen": shown, **whose}

    def meet(self):
        """Show what stands there by now, beside what was typed: sending it again means it."""
        now = {self.add_initial_prefix(name): field.initial for name, field in self.fields.items()}
        self.data = {**self.data.dict(), **now}


def shortest(amount):
    """A number as people type it: 40 and 21.1, not 40.00 and 21.10."""
    if amount is None:
        return None
    return int(amount) if amount == int(amount) else amount.normalize()


class RiskForm(MergingForm):
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
        super().__init__(*args, thing=thing, **kwargs)
        self.fields["owner"].queryset = members_and(product, thing and thing.owner_id)
