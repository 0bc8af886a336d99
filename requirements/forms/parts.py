"""The parts of a requirement that are edited on their own. Each says what it changes; the view calls the operation."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext_lazy as _

from pmhub.lib.forms import HOW_EXACT, FuzzyDateField
from pmhub.lib.pinyin import initials
from products.models import Category
from requirements.forms.conflicts import Meeting
from requirements.forms.fields import RequirementField, members_of, offering, one_of, writing
from requirements.models.plans import refusal
from requirements.models.requirement import TEXT_LENGTH, TITLE_LENGTH, Kind, Level, Priority


@dataclass
class Choice:
    """An entry of a menu; `look` are the data attributes of its glyph."""

    value: str
    label: str
    look: dict = field(default_factory=dict)
    on: bool = False

    @property
    def initials(self):
        """The first letters of the label, by which it is found as well."""
        return initials(self.label)


class PartForm(Meeting, forms.Form):
    """One part of a requirement. `lock_version` says which version its writer has read.

    `shape` names how it is laid out: "line", "text", "markdown", "menu", "people", "tags" or "search".
    `theirs` is filled in when somebody else was faster: `(label, present value)` of each field that clashes.
    """

    shape = "line"
    called = ""  # what people call a part of several fields
    suggested = ""  # the field that offers `suggestions()`
    lock_version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    theirs = ()

    def __init__(self, requirement, user, data=None):
        self.requirement, self.product, self.user = requirement, requirement.product, user
        super().__init__(data, auto_id=f"{self.ident}-%s", initial={"lock_version": requirement.lock_version})
        self.build()
        if self.suggested:
            self.fields[self.suggested].widget.attrs |= {"list": f"{self.ident}-suggestions", "autocomplete": "off"}
        self.initial |= self.present(requirement)

    def build(self):
        """Add what depends on the product."""

    @property
    def ident(self):
        """What the ids of this form's elements begin with."""
        return type(self).__name__.lower()

    @property
    def label(self):
        """What people call this part."""
        return self.called or self.fields[self.own()[0]].label

    def own(self):
        return [name for name in self.fields if name != "lock_version"]

    def present(self, requirement):
        return {name: getattr(requirement, name) for name in self.own()}

    def changes(self):
        """The arguments for `edit`."""
        return {name: self.cleaned_data[name] for name in self.own()}

    def meet(self, fresh):
        """Show what somebody else has saved meanwhile; sending the form again means: mine."""
        now = self.present(fresh)
        self.theirs = [(self.fields[name].label, self[name].name, self.shown(name, now[name])) for name in self.own()]
        self.data = self.data.copy()
        self.data["lock_version"] = fresh.lock_version

    def now(self, requirement):
        """The texts as the requirement has them, by field."""
        return {name: self.shown(name, value) for name, value in self.present(requirement).items()}

    def shown(self, name, value):
        return self.fields[name].prepare_value(value) if value is not None else ""


def text(label, longest, **options):
    return forms.CharField(label=label, max_length=longest, required=False, **options)


class TitleForm(PartForm):
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)


class DescriptionForm(PartForm):
    shape = "markdown"
    description = text(_("Description"), TEXT_LENGTH, strip=False, widget=writing(10))


class StoryForm(PartForm):
    shape, called = "text", _("User story")
    as_a = text(_("As a"), 500)
    i_want = text(_("I want"), 1_000)
    so_that = text(_("so that"), 1_000)


class StartForm(PartForm):
    start = FuzzyDateField(label=_("Start"), help_text=HOW_EXACT)


class DueForm(PartForm):
    due = FuzzyDateField(label=_("Due"), help_text=HOW_EXACT)


class EstimateForm(PartForm):
    estimate = forms.DecimalField(
        label=_("Estimate"), max_digits=9, decimal_places=2, min_value=0, required=False, widget=forms.TextInput
    )


class ReasonForm(PartForm):
    shape = "text"
    decline_reason = forms.CharField(
        label=_("Reason for declining"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class MenuForm(PartForm):
    """One choice among a few: each is a button."""

    shape = "menu"

    @property
    def menu(self):
        return self[self.own()[0]]

    def choices(self):
        present = self.initial[self.menu.name]
        present = "" if present is None else str(getattr(present, "pk", present))
        for value, label in self.menu.field.choices:
            instance = getattr(value, "instance", None)
            choice = Choice(str(value), str(label), self.look(instance, value))
            choice.on = choice.value == present
            if choice.on or self.offers(instance):
                yield choice

    def offers(self, instance):
        """Whether an entry can be chosen; what cannot is not shown."""
        return True

    def look(self, instance, value):
        """Data attributes of the glyph before an entry."""
        return {}


class StatusForm(MenuForm):
    decline_reason = text(_("Reason for declining"), 2_000, widget=forms.Textarea(attrs={"rows": 3}))

    def build(self):
        self.fields["status"] = forms.ModelChoiceField(self.product.statuses.all(), label=_("Status"), empty_label=None)
        self.order_fields(["status", "decline_reason"])

    def present(self, requirement):
        return {"status": requirement.status, "decline_reason": ""}

    def look(self, instance, value):
        return {"category": instance.category, "hue": instance.hue}

    def clean(self):
        status = self.cleaned_data.get("status")
        if status and status.category == Category.DECLINED and not self.cleaned_data.get("decline_reason"):
            self.add_error("decline_reason", _("Say why it is declined: people will ask."))

    def changes(self):
        status = self.cleaned_data["status"]
        reason = {"decline_reason": self.cleaned_data["decline_reason"]} if status.category == "declined" else {}
        return {"status": status, **reason}


class PriorityForm(MenuForm):
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int)

    def look(self, instance, value):
        return {"level": value}


class KindForm(MenuForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)


class LevelForm(MenuForm):
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)


class OwnerForm(MenuForm):
    def build(self):
        self.fields["owner"] = one_of(members_of(self.product), _("Owner"), _("Nobody"))


class VersionForm(MenuForm):
    def build(self):
        self.fields["version"] = one_of(self.product.versions.order_by("-pk"), _("Version"), _("Unplanned"))

    def offers(self, instance):
        is_open = self.requirement.pk and self.requirement.status.is_open
        return not (is_open and refusal(instance))


class MilestoneForm(MenuForm):
    def build(self):
        self.fields["milestone"] = one_of(self.product.milestones.order_by("-pk"), _("Milestone"), _("None"))


class ParentForm(PartForm):
    shape = "search"

    def build(self):
        self.fields["parent"] = RequirementField(self.product, self.user, label=_("Parent"))
        self.fields["parent"].widget.attrs |= offering(self.product, "#offers-parent", self.requirement.number)


FORMS = {  # by the part's name: those that an editor, a cell, a drop and a change of many have in common
    "status": StatusForm,
    "priority": PriorityForm,
    "kind": KindForm,
    "level": LevelForm,
    "parent": ParentForm,
    "owner": OwnerForm,
    "version": VersionForm,
    "milestone": MilestoneForm,
    "start": StartForm,
    "due": DueForm,
    "estimate": EstimateForm,
}
