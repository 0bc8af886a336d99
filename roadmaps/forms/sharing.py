import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from roadmaps.models import Roadmap
from roadmaps.models.share_link import LONGEST_PASSWORD, Audience, Granularity, Part

USUAL_DAYS = 90


class ShareForm(forms.Form):
    """A new link to a product's timeline or one of its roadmaps."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("For whom it is, so that you know it later."))
    roadmap = forms.ModelChoiceField(
        None, label=_("Shows"), required=False, empty_label=_("The timeline of this product"),
        help_text=_("Any arrangement can be shared: save it as a roadmap first."),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("Audience"), choices=Audience.choices, initial=Audience.PUBLIC,
        help_text=_("The public does not see what depends on what."),
    )  # fmt: skip
    granularity = forms.ChoiceField(
        label=_("Dates as"), choices=Granularity.choices, initial=Granularity.QUARTER,
        help_text=_("Nothing finer is in the page, neither as a word nor as the length of a bar."),
    )  # fmt: skip
    parts = forms.MultipleChoiceField(
        label=_("Also show"), choices=Part.choices, initial=[Part.MILESTONES], required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Lanes by owner need the names of owners, by goal the goals; else there is a lane per product."),
    )  # fmt: skip
    expires_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: until it is withdrawn."),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), required=False, strip=False, max_length=LONGEST_PASSWORD,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("At least 8 characters. It is not kept readable: tell it to people on another way than the link."),
    )  # fmt: skip

    def __init__(self, *args, product, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roadmap"].queryset = Roadmap.objects.visible_to(user).of(product).in_order()
        self.fields["expires_on"].initial = timezone.localdate() + datetime.timedelta(days=USUAL_DAYS)

    def clean_expires_on(self):
        """The last moment of the day on the clock of whoever makes the link."""
        day = self.cleaned_data["expires_on"]
        try:
            ends = day and timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))
            if ends and ends.astimezone(datetime.UTC) <= timezone.now():
                raise ValidationError(_("That is over already; choose a day to come."))
        except OverflowError:
            raise ValidationError(_("That is outside of the calendar.")) from None
        return day

    def values(self):
        """As the operation takes them."""
        values = dict(self.cleaned_data)
        day = values.pop("expires_on")
        ends = day and timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))
        return {**values, "expires_at": ends or None}


class PasswordForm(forms.Form):
    """What opens a link that has a password."""

    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
