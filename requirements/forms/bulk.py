"""One part of many requirements at once: the forms of one requirement's parts, and what is added and taken away."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from products.models import Category
from requirements.forms import parts, values
from requirements.forms.fields import WordsField, members_of
from requirements.forms.parts import PartForm
from requirements.forms.people import MOST_OUTSIDERS, outsiders_of
from requirements.models import Requirement


class ManyTagsForm(PartForm):
    called, suggested = _("Tags"), "add_tags"
    add_tags = WordsField(label=_("Add tags"), max_length=1_000, required=False, help_text=_("Separated by commas"))
    remove_tags = WordsField(label=_("Remove tags"), max_length=1_000, required=False)

    def present(self, requirement):
        return {}

    def suggestions(self):
        return self.product.tags.values_list("name", flat=True)[:MOST_OUTSIDERS]


class ManyAssigneesForm(PartForm):
    called, suggested = _("Assignees"), "outside"
    outside = WordsField(label=_("From outside"), max_length=2_000, required=False, help_text=_("Names, with commas"))

    def build(self):
        for name, label in (("add_assignees", _("Assign")), ("remove_assignees", _("Take away from"))):
            self.fields[name] = forms.ModelMultipleChoiceField(
                members_of(self.product), label=label, required=False, widget=forms.CheckboxSelectMultiple
            )
        self.order_fields(["add_assignees", "outside", "remove_assignees"])

    def present(self, requirement):
        return {}

    def suggestions(self):
        return outsiders_of(self.product, self.user)

    def changes(self):
        given = self.cleaned_data
        return {
            "add_assignees": [*given["add_assignees"], *given["outside"]],
            "remove_assignees": list(given["remove_assignees"]),
        }


FORMS = {**parts.FORMS, "assignees": ManyAssigneesForm, "tags": ManyTagsForm, "drivers": values.DriversForm}
LABELS = {
    "status": _("Status"),
    "priority": _("Priority"),
    "assignees": _("Assignees"),
    "tags": _("Tags"),
    "version": _("Version"),
    "due": _("Due"),
    "owner": _("Owner"),
    "milestone": _("Milestone"),
    "kind": _("Kind"),
    "level": _("Level"),
    "parent": _("Parent"),
    "start": _("Start"),
    "estimate": _("Estimate"),
    "drivers": _("Scoring inputs"),
}


def form_of_many(product, user, part, data=None):
    """The form for one part of many requirements; None where there is no such part."""
    made = values.form_named(product, part, FORMS)
    return made and empty(made)(nobody(product), user, data)


def changes_of(job):
    """What a stored bulk change means today; ValidationError where the form would be refused now."""
    data = QueryDict(mutable=True)
    for name, given in job.data.items():
        data.setlist(name, given)
    form = form_of_many(job.product, job.by, job.part, data)
    if form is None or not form.is_valid():
        raise ValidationError(form.errors.as_data() if form else _("This part is gone."))
    return form.changes()


def empty(form_class):
    """The form without present values: many requirements have many."""

    def present(self, requirement):
        return dict.fromkeys(self.own())

    return type(form_class.__name__, (form_class,), {"present": present})


def nobody(product):
    """A requirement that is none: parts ask it for what belongs to the product."""
    status = product.statuses.filter(category=Category.NEW).first()
    return Requirement(product=product, status=status, number=0, lock_version=1)
