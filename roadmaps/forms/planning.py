from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from pmhub.lib.forms import HOW_EXACT, FuzzyDateField
from requirements.forms.fields import writing
from roadmaps.forms.merging import MergingForm
from roadmaps.forms.promises import reason_field
from roadmaps.models.milestone import HEALTH_NOTE_LENGTH, Health
from roadmaps.models.version import OPEN, State


def members_and(product, pk):
    """The product's people by name, and the one with this id, who may have left."""
    in_product = Q(memberships__product=product, is_active=True)
    return User.objects.filter(in_product | Q(pk=pk)).distinct().order_by("name", "pk")


class PlanForm(MergingForm):
    """What versions and milestones share. `thing` is the one that is edited, if any: its date may move."""

    promise = None

    name = forms.CharField(label=_("Name"), max_length=120)
    owner = forms.ModelChoiceField(None, label=_("Owner"), required=False, empty_label=_("Nobody"))

    def __init__(self, *args, product, thing=None, **kwargs):
        super().__init__(*args, thing=thing, **kwargs)
        self.fields["owner"].queryset = members_and(product, thing and thing.owner_id)
        if thing and getattr(thing, self.promise):
            self.fields["reason"] = reason_field()
        if not thing:
            self.fields["name"].widget.attrs["autofocus"] = True


class VersionForm(PlanForm):
    """A version."""

    promise = "release"
    state = forms.ChoiceField(label=_("Status"), choices=State.choices, initial=State.PLANNED)
    start = FuzzyDateField(label=_("Start"))
    release = FuzzyDateField(label=_("Release"), help_text=HOW_EXACT)
    goal = forms.CharField(label=_("Goal"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 4}))
    objective = forms.ModelChoiceField(
        None, label=_("Product goal"), required=False, empty_label=_("none"),
        help_text=_("The product’s goal that it serves: its lane on the roadmap."),
    )  # fmt: skip
    field_order = ["name", "goal", "objective", "state", "start", "release", "owner"]

    def __init__(self, *args, product, thing=None, **kwargs):
        super().__init__(*args, product=product, thing=thing, **kwargs)
        self.fields["objective"].queryset = product.goals.in_order()
        if thing and thing.state != State.RELEASED and thing.released_at is None:
            self.fields["state"].choices = [choice for choice in State.choices if choice[0] != State.RELEASED]


class MilestoneForm(PlanForm):
    """A milestone."""

    promise = "due"
    due = FuzzyDateField(label=_("Due"), help_text=HOW_EXACT)
    version = forms.ModelChoiceField(None, label=_("Version"), required=False, empty_label=_("none"))
    also = forms.ModelMultipleChoiceField(
        None,
        label=_("Further versions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Versions that need this milestone as well."),
    )
    deliverables = forms.CharField(label=_("Deliverables"), max_length=10_000, required=False, widget=writing(6))
    field_order = ["name", "due", "version", "also", "owner", "deliverables"]

    def __init__(self, *args, product, thing=None, **kwargs):
        super().__init__(*args, product=product, thing=thing, **kwargs)
        self.fields["version"].queryset = product.versions.soonest_first()
        linked = thing.also.values("pk") if thing else []
        self.fields["also"].queryset = product.versions.filter(Q(state__in=OPEN) | Q(pk__in=linked)).soonest_first()
        if thing:
            self.initial["also"] = list(thing.also.values_list("pk", flat=True))


class HealthForm(forms.Form):
    """How a milestone stands."""

    health = forms.ChoiceField(label=_("Health"), choices=Health.choices, widget=forms.RadioSelect)
    health_note = forms.CharField(
        label=_("Note"), max_length=HEALTH_NOTE_LENGTH, required=False, widget=forms.Textarea({"rows": 3})
    )
