"""What hangs on a requirement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from requirements.forms.conflicts import Meeting
from requirements.forms.fields import RequirementField, offering, writing
from requirements.models.link import LinkKind


class ReadText(Meeting, forms.Form):
    """A text that is edited in place; `read` is how it was when its editor was opened."""

    read = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def seen(self):
        """What the writer has read, None where the form does not say."""
        return self.cleaned_data["read"] if "read" in self.data else None

    def overtaken(self, name, now):
        """Somebody, perhaps the same person in another tab, was faster: show both."""
        self.compare({name: self.cleaned_data["read"]}, {name: now})
        self.data["read"] = now


class CriterionForm(ReadText):
    text = forms.CharField(
        label=_("Criterion"),
        max_length=1_000,
        widget=forms.TextInput(attrs={"placeholder": _("Add what must be true"), "autocomplete": "off"}),
    )


class CommentForm(ReadText):
    body = forms.CharField(label=_("Comment"), max_length=50_000, widget=writing(3))


class LinkForm(forms.Form):
    """A link to another requirement of the product, seen from either end."""

    BACKWARDS = [("blocked", _("is blocked by")), ("duplicated", _("is duplicated by"))]
    kind = forms.ChoiceField(label=_("Kind of link"), choices=[*LinkKind.choices, *BACKWARDS])

    def __init__(self, requirement, user, data=None, **options):
        super().__init__(data, **options)
        self.requirement = requirement
        self.fields["target"] = RequirementField(requirement.product, user, label=_("Key or title"), required=True)
        offered = offering(requirement.product, "#offers-link", requirement.number)
        self.fields["target"].widget.attrs |= {"placeholder": _("Key or title"), **offered}

    def ends(self):
        """`(source, target, kind)` of the link."""
        requirement, kind, other = self.requirement, self.cleaned_data["kind"], self.cleaned_data["target"]
        turned = {"blocked": LinkKind.BLOCKS, "duplicated": LinkKind.DUPLICATES}
        return (other, requirement, turned[kind]) if kind in turned else (requirement, other, LinkKind(kind))
