"""The parts of an item that are edited on their own: its words, when it came, and from whom."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.forms.fields import ReceivedField, offers_at
from feedback.forms.triaging import OfItem
from feedback.models import Contact
from feedback.models.feedback import BODY_LENGTH, TITLE_LENGTH
from pmhub.lib.mail_addresses import AddressField
from requirements.forms.conflicts import Meeting
from requirements.forms.details import ReadText
from requirements.forms.fields import writing


class PartForm(Meeting, OfItem):
    """One part of an item. `lock_version` says which version its writer has read.

    `theirs` is filled in when somebody else was faster: `(label, name, present value)` of what cannot be merged.
    """

    shape = "line"
    theirs = ()
    lock_version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, feedback, user, data=None, **options):
        present = {"lock_version": feedback.lock_version, **self.present(feedback)}
        super().__init__(feedback, user, data, initial=present, **options)

    def own(self):
        return [name for name in self.fields if name != "lock_version"]

    @property
    def label(self):
        return self.fields[self.own()[0]].label

    def present(self, feedback):
        return {name: getattr(feedback, name) for name in self.base_fields if name != "lock_version"}

    def meet(self, fresh, was):
        """Show what somebody else has saved meanwhile; sending the form again means: mine."""
        now = self.present(fresh)
        if self.is_of_texts:
            self.compare(was, now)
        else:
            self.theirs = [
                (self.fields[name].label, name, self.fields[name].prepare_value(value)) for name, value in now.items()
            ]
            self.data = self.data.copy()
        self.data["lock_version"] = fresh.lock_version


class TitleForm(PartForm):
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH, widget=forms.TextInput({"autocomplete": "off"}))


class BodyForm(PartForm):
    shape = "markdown"
    body = forms.CharField(
        label=_("What was said"), max_length=BODY_LENGTH, required=False, strip=False, widget=writing(8)
    )


class ReceivedForm(PartForm):
    received_at = ReceivedField(label=_("Received on"))

    def clean_received_at(self):
        """The moment as it stands, where it was not changed: people see no seconds."""
        moment, present = self.cleaned_data["received_at"], self.feedback.received_at
        return present if moment == present.replace(second=0, microsecond=0) else moment


class ContactForm(PartForm):
    """Who spoke: `known` is one that was offered; else a name, an address, or nothing for nobody."""

    shape = "person"
    name = forms.CharField(label=_("Their name"), max_length=200, required=False)
    email = AddressField(
        label=_("Their e-mail address"), required=False, help_text=_("A new name or address becomes a contact.")
    )

    label = _("Contact")

    def prepare(self):
        product = self.feedback.product
        people = Contact.objects.visible_to(self.user).of(product).filter(erased_at=None)
        self.fields["known"] = forms.ModelChoiceField(people, required=False, widget=forms.HiddenInput)
        self.fields["name"].widget.attrs |= offers_at("offers-contact", "contact_suggestions", product)

    def present(self, feedback):
        contact = feedback.contact or Contact(name="", email="", shown_name="")
        return {"name": contact.name or contact.shown_name, "email": contact.email}

    def clean(self):
        """Somebody who is named as before is the same person."""
        values, contact = self.cleaned_data, self.feedback.contact
        named = (values.get("name"), values.get("email"))
        if contact and "known" in values and named == tuple(self.present(self.feedback).values()):
            values["known"] = values["known"] or contact
        return values


class TurnForm(ReadText):
    """One's own words of a conversation."""

    shape, label, theirs = "markdown", _("Message"), ()
    body = forms.CharField(label=_("Message"), max_length=100_000, widget=writing(3))
