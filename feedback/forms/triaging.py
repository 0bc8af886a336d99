"""What people fill in while they decide on an item."""

from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.forms.fields import CustomerField, DraftFilesField, FeedbackField, offers_at
from feedback.models.evidence import Importance
from feedback.models.feedback import Channel, Kind
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.named_days import day_named, today
from products.models import Role
from requirements.forms.fields import members_of, offering, writing

MORNING = time(9)


class OfItem(forms.Form):
    """A form about one item, filled in by a person. `data` None shows it empty."""

    def __init__(self, feedback, user, data=None, **options):
        super().__init__(data, **options)
        self.feedback, self.user = feedback, user
        self.prepare()

    def prepare(self):
        """Set up what depends on the item."""


class DeclineForm(OfItem):
    decline_reason = forms.CharField(
        label=_("Reason"), max_length=2_000, widget=forms.Textarea({"rows": 3, "autofocus": True})
    )


class DuplicateForm(OfItem):
    def prepare(self):
        self.fields["of"] = FeedbackField(self.feedback.product, self.user, label=_("Key or words"))
        offered = offers_at("offers-of", "feedback_suggestions", self.feedback.product)
        self.fields["of"].widget.attrs |= {**offered, "placeholder": _("Key or words"), "autofocus": True}


class SnoozeForm(OfItem):
    """Until the morning of a day, as people name it."""

    until = forms.CharField(label=_("Or when"), max_length=60)

    def clean_until(self):
        words = self.cleaned_data["until"].strip()
        try:
            day = (day_named(words, today()) or FuzzyDate.parse(words)).date
        except ValueError:
            raise ValidationError(_("“%s” is not understood. Write tomorrow, friday, +3d or 12-31.") % words) from None
        return timezone.make_aware(datetime.combine(day, MORNING))


def assignable(product):
    """The people an item of a product can be given to: those who may change something in it, each once."""
    writing = product.memberships.filter(role__gte=Role.CONTRIBUTOR)
    return members_of(product).filter(pk__in=writing.values("user"))


class AssigneeForm(OfItem):
    def prepare(self):
        self.fields["to"] = forms.ModelChoiceField(assignable(self.feedback.product), required=False)


class KindForm(OfItem):
    kind = forms.ChoiceField(choices=Kind.choices)


class ChannelForm(OfItem):
    channel = forms.ChoiceField(choices=Channel.choices)


class CustomerForm(OfItem):
    def prepare(self):
        product = self.feedback.product
        self.fields["customer"] = CustomerField(product, self.user)
        offered = offers_at("offers-customer", "customer_suggestions", product)
        self.fields["customer"].widget.attrs |= {**offered, "placeholder": _("Name"), "autofocus": True}


class CustomerOfManyForm(OfItem):
    """Whose voices they are; that they are nobody's is said by a button of its own."""

    nobody = forms.BooleanField(label=_("Nobody"), required=False)

    def prepare(self):
        self.fields["customer"] = CustomerField(self.feedback.product, self.user)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.pop("nobody", False) and "customer" in cleaned and cleaned["customer"] is None:
            self.add_error("customer", _("Name a customer, or choose nobody."))
        return cleaned


class SolutionForm(OfItem):
    root_cause = forms.CharField(
        label=_("Root cause"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 3, "autofocus": True})
    )
    solution = forms.CharField(label=_("Solution"), max_length=10_000, widget=forms.Textarea({"rows": 3}))


class MessageForm(OfItem):
    KINDS = [("reply", _("To the customer")), ("note", _("For the team"))]
    kind = forms.ChoiceField(choices=KINDS, widget=forms.RadioSelect, label=_("Who reads it"), initial="reply")
    body = forms.CharField(label=_("Message"), max_length=100_000, widget=writing(3))
    waiting = forms.BooleanField(label=_("and wait for their answer"), required=False)

    def prepare(self):
        self.fields["files"] = DraftFilesField(self.feedback, self.user)


class EvidenceForm(OfItem):
    """Which requirement an item, or words of it, speak for: one by its key, or a new one with this title."""

    target = forms.CharField(label=_("Key or title"), max_length=300, required=False)
    importance = forms.TypedChoiceField(
        label=_("How important is it to them?"), choices=Importance.choices, coerce=int, widget=forms.RadioSelect,
        initial=Importance.NICE,
    )  # fmt: skip
    passage = forms.CharField(required=False, max_length=10_000, strip=False, widget=forms.HiddenInput)
    before = forms.CharField(required=False, max_length=10_000, strip=False, widget=forms.HiddenInput)

    def prepare(self):
        offered = offering(self.feedback.product, "#offers-target", 0)
        self.fields["target"].widget.attrs |= {**offered, "placeholder": _("Key or title"), "autofocus": True}


class ImportanceForm(OfItem):
    importance = forms.TypedChoiceField(choices=Importance.choices, coerce=int)


class WaitingForm(OfItem):
    answered = forms.BooleanField(required=False)
