import re
import unicodedata
from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.middleware import zone
from notifications.models import Preference, ReminderRule
from notifications.operations.reading import LONGEST_SNOOZE
from notifications.operations.ruling import checked_offsets
from pmhub.lib.fuzzy_dates import FuzzyDate
from pmhub.lib.named_days import day_named
from products.models.membership import GIVEN_ROLES

CLOCK = re.compile(r"(?P<half>上午|下午|晚上)?(?P<hour>\d{1,2})(?::|点(?=\d|\Z))(?P<minute>\d{2})?分?\Z")
BETWEEN = re.compile(r"(?:[,;、&和天\s]|\band\b|(?<![a-z])days?\b)+")  # 14天和1天; 14, 7 and 1 days
NUMBER = re.compile(r"[+-]?\d{1,4}\Z")


class OffsetsField(forms.CharField):
    """Days before a date as people write them: `14, 7, 1, 0, -1`, in any usual separator; cleans to whole numbers."""

    def __init__(self, **kwargs):
        widget = forms.TextInput({"autocomplete": "off", "inputmode": "text"})
        super().__init__(**{"max_length": 2_000, "required": False, "widget": widget, **kwargs})

    def to_python(self, value):
        text = unicodedata.normalize("NFKC", super().to_python(value)).replace("−", "-")
        words = [word for word in BETWEEN.split(text.lower()) if word]
        for word in words:
            if not NUMBER.match(word):
                raise ValidationError(_("“%s” is not a number of days. Write them like 14, 7, 1, 0, -1.") % word[:40])
        try:
            return checked_offsets([int(word) for word in words])
        except ValidationError as error:
            raise ValidationError(error.message_dict["offsets"]) from None

    def run_validators(self, value):
        """They are checked already."""

    def prepare_value(self, value):
        return ", ".join(str(number) for number in value) if isinstance(value, list) else value


class RuleForm(forms.ModelForm):
    """Who is reminded of dates, and when."""

    offsets = OffsetsField(
        label=_("Days before the date"),
        help_text=_("For instance 14, 7, 1, 0, -1: two weeks before, …, on the day, and one day late. At most 20."),
    )
    to_roles = forms.TypedMultipleChoiceField(
        label=_("Everybody who is"),
        choices=GIVEN_ROLES,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ReminderRule
        fields = [
            "is_on", "offsets", "to_owner", "to_assignees", "to_watchers", "to_roles", "in_app", "by_mail",
            "escalate_after",
        ]  # fmt: skip
        labels = {
            "is_on": _("Send reminders"),
            "to_owner": _("Its owner"),
            "to_assignees": _("Who works on its requirements"),
            "to_watchers": _("Who watches its requirements"),
            "in_app": _("In the inbox"),
            "by_mail": _("By e-mail"),
            "escalate_after": _("Tell the product owners when it is overdue by so many days"),
        }

    def values(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self):
        """The operation checks the whole rule; the instance here stays as it was."""


class PreferenceForm(forms.Form):
    """When and how somebody is reminded."""

    hour = forms.TypedChoiceField(
        label=_("Time of day"),
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
        help_text=_("On your own clock, in the time zone of your preferences."),
    )
    in_app = forms.BooleanField(label=_("In the inbox"), required=False)
    by_mail = forms.BooleanField(label=_("By e-mail, one message a day"), required=False)

    def __init__(self, data=None, *, preference):
        names = [field.name for field in Preference._meta.fields if field.name != "user"]
        super().__init__(data, initial={name: getattr(preference, name) for name in names})


class SnoozeForm(forms.Form):
    """Until when, in words: a day as people name it, a time of day, or both; without a time at the person's hour."""

    when = forms.CharField(max_length=60)

    def __init__(self, data, *, person, now):
        super().__init__(data)
        self.person, self.now = person, now

    def clean_when(self):
        text = unicodedata.normalize("NFKC", self.cleaned_data["when"]).strip()
        clock = CLOCK.search(text)
        words = text[: clock.start()].strip(" ,，") if clock else text
        local = zone(self.person.time_zone)
        today = self.now.astimezone(local).date()
        try:
            day = (day_named(words, today) or FuzzyDate.parse(words)).date if words else today
            at = time_of(clock) if clock else time(Preference.of(self.person).hour)
        except ValueError:
            raise ValidationError(
                _("“%s” is not understood. Write tomorrow, friday 14:00, +3d or 12-31.") % text
            ) from None
        until = datetime.combine(day, at, local)
        if not self.now < until <= self.now + LONGEST_SNOOZE:
            raise ValidationError(_("Name a time ahead, within a year."))
        return until


def time_of(clock):
    """The time that CLOCK has found; ValueError where no clock shows it."""
    hour = int(clock["hour"])
    is_evening = clock["half"] in ("下午", "晚上") and hour < 12
    return time(hour + 12 * is_evening, int(clock["minute"] or 0))
