from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from pmhub.lib.forms import HOW_EXACT, FuzzyDateField
from roadmaps.models.version import State


class PlanForm(forms.Form):
    """What versions and milestones share. `thing` is the one that is edited, if any."""

    name = forms.CharField(label=_("Name"), max_length=120)
    owner = forms.ModelChoiceField(None, label=_("Owner"), required=False, empty_label=_("Nobody"))

    def __init__(self, *args, product, thing=None, **kwargs):
        if thing:
            kwargs["initial"] = {name: getattr(thing, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        in_product = Q(memberships__product=product, is_active=True)
        people = User.objects.filter(in_product | Q(pk=thing and thing.owner_id)).distinct()
        self.fields["owner"].queryset = people.order_by("name", "pk")


class VersionForm(PlanForm):
    """A version."""

    state = forms.ChoiceField(label=_("Status"), choices=State.choices, initial=State.PLANNED)
    start = FuzzyDateField(label=_("Start"))
    release = FuzzyDateField(label=_("Release"), help_text=HOW_EXACT)
    goal = forms.CharField(label=_("Goal"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 4}))
    field_order = ["name", "goal", "state", "start", "release", "owner"]


class MilestoneForm(PlanForm):
    """A milestone."""

    due = FuzzyDateField(label=_("Due"), help_text=HOW_EXACT)
    version = forms.ModelChoiceField(None, label=_("Version"), required=False, empty_label=_("none"))
    deliverables = forms.CharField(
        label=_("Deliverables"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 4})
    )
    field_order = ["name", "due", "version", "owner", "deliverables"]

    def __init__(self, *args, product, **kwargs):
        super().__init__(*args, product=product, **kwargs)
        self.fields["version"].queryset = product.versions.soonest_first()
