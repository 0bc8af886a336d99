"""What can be decided about many items at once, and what a filled in form means by it."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.forms import triaging as forms
from feedback.models import Feedback
from feedback.operations import bulk


class Act(NamedTuple):
    """What a button asks for: the form that reads it, the field that the button itself fills in, and what is done."""

    form: type
    field: str
    perform: object


ACTS = {
    "accept": Act(forms.OfItem, "", bulk.accept_many),
    "decline": Act(forms.DeclineForm, "", bulk.decline_many),
    "assign": Act(forms.AssigneeForm, "to", bulk.assign_many),
    "kind": Act(forms.KindForm, "kind", bulk.set_kind_many),
    "snooze": Act(forms.SnoozeForm, "until", bulk.snooze_many),
    "customer": Act(forms.CustomerOfManyForm, "", bulk.set_customer_many),
    "duplicate": Act(forms.DuplicateForm, "", bulk.mark_duplicates),
}
LABELS = {
    "accept": pgettext_lazy("feedback", "Accept"), "decline": _("Decline"), "assign": _("Assign"), "kind": _("Kind"),
    "snooze": pgettext_lazy("inbox", "Later"), "customer": _("Customer"), "duplicate": _("Duplicate"),
}  # fmt: skip
ARGUMENTS = {"decline_reason": "reason"}  # of the operations, where their forms call them otherwise


def form_of_many(product, user, act, data):
    """The form of an act, filled in."""
    return act.form(Feedback(product=product), user, data)


def values_of(form):
    """What a valid form says, as the operation takes it."""
    return {ARGUMENTS.get(name, name): given for name, given in form.cleaned_data.items()}


def decision_of(job):
    """What a stored decision means today; ValidationError where the form would be refused now."""
    name = job.part.partition(".")[2]
    form = form_of_many(job.product, job.by, ACTS[name], job.data)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return {"act": name, "values": values_of(form)}


def decide(product, numbers, *, by, act, values):
    """Take a decision about the items with these numbers; returns Many, with who is left as they were."""
    return ACTS[act].perform(product, dict.fromkeys(numbers), by=by, **values)
