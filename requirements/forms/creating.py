from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from pmhub.lib.forms import HOW_EXACT, FuzzyDateField
from products.models import Category
from requirements.forms.fields import RequirementField, WordsField, members_of, offering, one_of, writing
from requirements.models.requirement import TEXT_LENGTH, TITLE_LENGTH, Kind, Level, Priority

KEPT = ("kind", "level", "status", "version", "parent")  # what the next one probably has in common
BEGUN = ("title", "another", "priority", "tags", "due", "assignees")  # what an address may say besides


class NewRequirementForm(forms.Form):
    """A requirement from its title on; everything else may wait."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    description = forms.CharField(label=_("Description"), max_length=TEXT_LENGTH, required=False, widget=writing(8))
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, empty_value=4, required=False
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, required=False)
    tags = WordsField(label=_("Tags"), max_length=1_000, required=False, help_text=_("Separated by commas"))
    due = FuzzyDateField(label=_("Due"), help_text=HOW_EXACT)
    estimate = forms.DecimalField(label=_("Estimate"), max_digits=9, decimal_places=2, min_value=0, required=False)
    another = forms.BooleanField(label=_("Create another"), required=False)

    def __init__(self, product, user, data=None, **options):
        super().__init__(data, **options)
        self.initial = {"priority": Priority.P4, "level": Level.STORY, **self.initial}
        decline = product.statuses.exclude(category=Category.DECLINED)
        self.fields["status"] = one_of(decline, _("Status"), None)
        self.fields["owner"] = one_of(members_of(product), _("Owner"), _("Nobody"))
        self.fields["assignees"] = forms.ModelMultipleChoiceField(
            members_of(product), label=_("Assignees"), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["version"] = one_of(product.versions.open().soonest_first(), _("Version"), _("Unplanned"))
        self.fields["parent"] = RequirementField(product, user, label=_("Parent"))
        offered = offering(product, "#parents")
        self.fields["parent"].widget.attrs |= {**offered, "list": "parents", "placeholder": _("Key or title")}
        self.fields["title"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}

    def given(self):
        """The arguments for `create`: what was filled in."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "another" and (name == "priority" or value not in (None, "", []))
        }

    def next_time(self):
        """The query string for the next form: what it probably has in common with this one."""
        kept = {name: self.data[name] for name in KEPT if self.data.get(name)}
        return urlencode({**kept, "another": "on"})
