"""Parts of a requirement that name people and tags: what is added and taken away, so that two may do it at once."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pmhub.lib.texts import number_in
from requirements.forms.fields import WordsField, members_of
from requirements.forms.parts import PartForm
from requirements.models import ExternalPerson

MOST_OUTSIDERS = 500
SOMEBODY = re.compile(r"(person:)?(\d{1,18})", re.ASCII)  # a member by their id, or somebody from outside


def outsiders(product, user):
    return ExternalPerson.objects.visible_to(user).of(product).order_by("name", "pk")


def outsiders_of(product, user):
    """The names of outside people to suggest."""
    return outsiders(product, user).values_list("name", flat=True).distinct()[:MOST_OUTSIDERS]


def somebody_named(value, product, user):
    """The member or outside person of the product that a control names as SOMEBODY; None where there is none."""
    named = SOMEBODY.fullmatch(value)
    people = outsiders(product, user) if named and named[1] else members_of(product)
    return people.filter(pk=named[2]).first() if named else None


class RequesterForm(PartForm):
    """Who asked for it: a member, or the name of somebody from outside."""

    shape, suggested = "names", "requester"
    requester = forms.CharField(
        label=_("Requester"),
        max_length=200,
        required=False,
        help_text=_("A member, or anybody's name"),
    )

    def present(self, requirement):
        return {"requester": requirement.asked_by.name if requirement.asked_by else ""}

    def suggestions(self):
        return [*members_of(self.product).values_list("name", flat=True), *outsiders_of(self.product, self.user)]

    def changes(self):
        name = self.cleaned_data["requester"]
        member = members_of(self.product).filter(name=name).first() if name else None
        if member or not name:
            return {"requester": member, "outside_requester": None}
        return {"requester": None, "outside_requester": name}


class AssigneesForm(PartForm):
    shape, suggested, called = "people", "outside", _("Assignees")
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    outside = WordsField(
        label=_("From outside"),
        max_length=2_000,
        required=False,
        help_text=_("Names, with commas"),
    )

    def build(self):
        self.fields["members"] = forms.ModelMultipleChoiceField(
            members_of(self.product), label=_("Members"), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.order_fields(["members", "outside", "was"])

    def present(self, requirement):
        users = [row["id"] for row in requirement.assignee_rows if not row["outside"]]
        names = [row["name"] for row in requirement.assignee_rows if row["outside"]]
        return {"members": users, "outside": ", ".join(names), "was": ",".join(map(str, users))}

    def suggestions(self):
        return outsiders_of(self.product, self.user)

    def clean_was(self):
        ids = self.cleaned_data["was"].split(",")
        return {number_in(pk) for pk in ids} - {None}

    def changes(self):
        """Those assigned now, less those this form has unchecked, and those it has checked."""
        checked, was = set(self.cleaned_data["members"]), self.cleaned_data["was"]
        present = {row.user for row in self.requirement.assignments.select_related("user") if row.user}
        kept = {user for user in present if user in checked or user.pk not in was}
        added = {user for user in checked if user.pk not in was}
        outside = self.requirement.assignments.filter(person__isnull=False).select_related("person")
        known = {row.person.name: row.person for row in outside}
        return {"assignees": [*kept | added, *(known.get(name, name) for name in self.cleaned_data["outside"])]}


class TagsForm(PartForm):
    shape, suggested, called = "tags", "add_tag", _("Tags")
    add_tag = WordsField(label=_("Add a tag"), max_length=1_000, required=False)
    remove_tag = forms.CharField(required=False, widget=forms.HiddenInput)

    def present(self, requirement):
        return {}

    def suggestions(self):
        return self.product.tags.values_list("name", flat=True)[:MOST_OUTSIDERS]

    def clean(self):
        if not self.cleaned_data.get("add_tag") and not self.cleaned_data.get("remove_tag"):
            raise ValidationError(_("Type a tag to add."))

    def changes(self):
        present = self.requirement.tags.values_list("name", flat=True)
        kept = [name for name in present if name != self.cleaned_data["remove_tag"]]
        return {"tags": [*kept, *self.cleaned_data["add_tag"]]}
