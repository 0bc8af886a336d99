"""A cell of the table in its editor: the part's form, and the choices to pick from while one types."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Q, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from products.models.custom_field import Kind
from requirements.forms import parts
from requirements.forms.fields import members_of
from requirements.forms.parts import Choice, MenuForm, PartForm
from requirements.forms.people import MOST_OUTSIDERS, SOMEBODY, outsiders, somebody_named
from requirements.forms.values import CustomForm, DriversForm, form_named
from requirements.models import Requirement
from requirements.search import matching

MOST_PARENTS = 12
LONGEST = 200


class SeveralField(forms.Field):
    """Any number of short texts."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        words = [word.strip() for word in value or [] if word.strip()]
        if any(len(word) > LONGEST for word in words):
            raise ValidationError(_("A name has at most %d characters.") % LONGEST)
        return list(dict.fromkeys(words))


class SeveralCell(PartForm):
    """Several of a list: `value` are those chosen now, `was` those its writer began with, so that two may do it."""

    was = SeveralField(required=False)

    def present(self, requirement):
        return {}

    def merged(self, present):
        """Of `{name: thing}` those that are there now and were not taken away; and the names that were added."""
        wanted, was = self.cleaned_data[self.several], self.cleaned_data["was"]
        kept = [thing for name, thing in present.items() if name in wanted or name not in was]
        return kept, [name for name in wanted if name not in was and name not in present]


class TagsCell(SeveralCell):
    called, several = _("Tags"), "tags"
    tags = SeveralField(required=False)

    def choices(self, typed):
        for tag in self.product.tags.order_by("name")[:MOST_OUTSIDERS]:
            yield Choice(tag.name, tag.name, {"hue": tag.hue})

    def changes(self):
        kept, added = self.merged({tag.name: tag for tag in self.requirement.tags.all()})
        return {"tags": [*kept, *added]}


class AssigneesCell(SeveralCell):
    """People by their id, outsiders as `person:ID`, or the name of somebody new."""

    called, several = _("Assignees"), "assignees"
    assignees = SeveralField(required=False)

    def choices(self, typed):
        for member in members_of(self.product):
            yield Choice(str(member.pk), member.name)
        for person in outsiders(self.product, self.user)[:MOST_OUTSIDERS]:
            yield Choice(f"person:{person.pk}", person.name)

    def changes(self):
        rows = self.requirement.assignments.select_related("user", "person").order_by("pk")
        present = {str(row.user_id) if row.user else f"person:{row.person_id}": row.user or row.person for row in rows}
        kept, added = self.merged(present)
        return {"assignees": [*kept, *map(self.somebody, added)]}

    def somebody(self, name):
        if not SOMEBODY.fullmatch(name):
            return name
        known = somebody_named(name, self.product, self.user)
        if known is None:
            raise ValidationError({"assignees": _("“%s” is nobody of this product.") % name})
        return known


class ParentCell(parts.ParentForm):
    searches = True  # the choices depend on what is typed

    def choices(self, typed):
        if not typed:
            yield Choice("", _("None"))
        seen = Requirement.objects.visible_to(self.user).of(self.product).exclude(pk=self.requirement.pk)
        named = Q(key=f"{self.product.key}-{typed}" if typed.isdecimal() else typed.upper())
        found = seen.filter(matching(typed) | named) if typed else seen.exclude(level="story")
        order = [Case(When(named, then=0), default=1), "-updated_at", "-pk"]
        for key, title in found.order_by(*order).values_list("key", "title")[:MOST_PARENTS]:
            yield Choice(key, f"{key} {title}")


FORMS = {
    **parts.FORMS,
    "title": parts.TitleForm,
    "parent": ParentCell,
    "assignees": AssigneesCell,
    "tags": TagsCell,
}


def cell_form(requirement, user, field, data=None):
    """The form of one cell, from `value` (and `was`) as the table sends them; None where there is nothing to edit."""
    base = form_of(requirement.product, field)
    if base is None:
        return None
    return base(requirement, user, data and named(data, field))


def form_of(product, field):
    if field.startswith("drivers."):
        return type("DriverCell", (DriverCell,), {"only": field})
    return form_named(product, field, FORMS)


class DriverCell(DriversForm):
    """One input of the score."""

    only = called = ""

    def build(self):
        super().build()
        self.fields = {name: made for name, made in self.fields.items() if name in (self.only, "lock_version")}

    def changes(self):
        value = self.cleaned_data[self.only].replace(",", "")
        return {"drivers": {self.only.removeprefix("drivers."): value}}


def named(data, field):
    """What the table has sent, under the names of the part's form."""
    params = QueryDict(mutable=True)
    params.setlist(field, data.getlist("value"))
    for name in ("was", "lock_version", "decline_reason"):
        if name in data:
            params.setlist(name, data.getlist(name))
    return params


def choices_of(form, typed):
    """What can be picked, as Choice rows; empty where people type."""
    if isinstance(form, MenuForm):
        return list(form.choices())
    if isinstance(form, CustomForm):
        custom = form.custom
        if custom.kind == Kind.MULTI_SELECT:
            return [Choice(option, option) for option in custom.options]
        return [Choice(name, name) for name in form.suggestions()] if custom.kind == Kind.PERSON else []
    return list(form.choices(typed)) if hasattr(form, "choices") else []
