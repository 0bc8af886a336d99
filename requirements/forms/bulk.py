"""One part of many requirements at once: the forms of one requirement's parts, and what is added and taken away."""

from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from products.models import Category
from requirements.forms import parts, values
from requirements.forms.fields import WordsField, members_of
from requirements.forms.parts import MenuForm, PartForm
from requirements.forms.people import MOST_OUTSIDERS, outsiders_of
from requirements.models import Requirement, Review


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


class ReviewField(forms.ModelChoiceField):
    """A review by its title and day: many have the same title every week."""

    def label_from_instance(self, review):
        day = review.starts_at.astimezone(ZoneInfo(review.time_zone))
        return f"{review.title} · {day:%Y-%m-%d}"


class ReviewForm(MenuForm):
    """The review onto whose agenda they are put."""

    called = _("Review")

    def build(self):
        reviews = Review.objects.visible_to(self.user).of(self.product).filter(closed_at=None)
        self.fields["review"] = ReviewField(reviews.order_by("starts_at", "id"), label=_("Review"), empty_label=None)


FORMS = parts.FORMS | {
    "assignees": ManyAssigneesForm,
    "tags": ManyTagsForm,
    "drivers": values.DriversForm,
    "review": ReviewForm,
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
