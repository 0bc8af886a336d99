"""Where something is dropped: values of a board's column and lane, a parent, coordinates of the matrix, a place."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from requirements.forms import parts
from requirements.forms.fields import RequirementField
from requirements.forms.people import somebody_named
from requirements.forms.values import form_named

MOST_VALUES = 8


class MoveForm(forms.Form):
    """`set.<field>` is a field's new value; `before` or `after` the key of the neighbour beside which it lands."""

    lock_version = forms.IntegerField(required=False, min_value=1)
    decline_reason = forms.CharField(required=False, max_length=2_000)

    def __init__(self, requirement, user, data):
        self.requirement, self.product, self.user = requirement, requirement.product, user
        super().__init__(data)
        for name in ("before", "after"):
            self.fields[name] = RequirementField(self.product, user)

    def clean(self):
        self.changes = {}
        given = {name.removeprefix("set."): value for name, value in self.data.items() if name.startswith("set.")}
        if len(given) > MOST_VALUES:
            raise ValidationError(_("A move changes at most %d fields.") % MOST_VALUES)
        for name, value in given.items():
            for field, changed in self.change(name, value.strip()).items():
                both = isinstance(changed, dict) and field in self.changes
                self.changes[field] = {**self.changes[field], **changed} if both else changed

    def change(self, name, value):
        """What `edit` is told so that the field has this value."""
        if name.startswith("drivers."):
            return {"drivers": {name.removeprefix("drivers."): value}}
        if name == "assignee":
            return {"assignees": self.reassigned(value)}
        kind = form_named(self.product, name, parts.FORMS)
        if not kind:
            raise ValidationError(_("“%s” cannot be changed by moving.") % name[:60])
        return self.own(kind, name, value)

    def own(self, kind, name, value):
        """The changes of one part's own form; its refusals are this form's."""
        form = kind(self.requirement, self.user, {name: value, "decline_reason": self.data.get("decline_reason", "")})
        if not form.is_valid():
            raise ValidationError([message for messages in form.errors.values() for message in messages])
        return form.changes()

    def reassigned(self, value):
        """The assignees with somebody else in the first one's place; without a value nobody."""
        if not value:
            return []
        present = self.requirement.assignments.select_related("user", "person").order_by("pk")
        people = [row.user or row.person for row in present][1:]
        somebody = somebody_named(value, self.product, self.user)
        if somebody is None:
            raise ValidationError(_("There is no such person in this product."))
        return list(dict.fromkeys([somebody, *people]))
