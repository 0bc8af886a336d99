import zoneinfo
from datetime import timedelta

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.token import Scope
from accounts.models.user import LOOKS, SET_BY_ONESELF

ZONES = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC")
LIKE_MY_BROWSER = "auto"
LANGUAGES = [
    (LIKE_MY_BROWSER, _("Like my browser")),
    *((code, LANG_INFO[code]["name_local"]) for code, _name in settings.LANGUAGES),
]
DETECTS_ZONE = {"data-controller": "timezone"}


def zone_or_utc(name):
    return name if name in ZONES else "UTC"


class NameField(forms.CharField):
    def __init__(self):
        super().__init__(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))


class NewPasswordField(forms.CharField):
    def __init__(self):
        super().__init__(
            label=_("Password"),
            max_length=1000,
            strip=False,
            widget=forms.PasswordInput({"autocomplete": "new-password", "minlength": 8}),
            help_text=_("At least 8 characters; a sentence of 15 or more is better."),
        )


class JoinForm(forms.Form):
    """The name and password of somebody who comes in; their time zone is what the browser says."""

    name = NameField()
    password = NewPasswordField()
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(DETECTS_ZONE))

    def clean(self):
        person = User(name=self.cleaned_data.get("name", ""), email=self.address())
        if password := self.cleaned_data.get("password"):
            try:
                password_validation.validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)

    def clean_time_zone(self):
        return zone_or_utc(self.cleaned_data["time_zone"])

    def address(self):
        return self.cleaned_data.get("email", "")


class SetupForm(JoinForm):
    """The first administrator."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))
    field_order = ["name", "email", "password"]


class InvitationForm(JoinForm):
    """An invited person's name and password."""

    def __init__(self, *args, person, **kwargs):
        self.person = person
        super().__init__(*args, **kwargs)

    def address(self):
        return self.person.email


class SignupForm(allauth_forms.SignupForm):
    """Open sign-up asks for a name, too."""

    name = NameField()
    field_order = ["name", "email", "password1", "password2"]


class PreferencesForm(forms.ModelForm):
    """How a person is called, and how they like to see things."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES])
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    class Meta:
        model = User
        fields = SET_BY_ONESELF

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["language"] = self.initial["language"] or LIKE_MY_BROWSER
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["time_zone"].widget.attrs.update(DETECTS_ZONE)

    def clean_language(self):
        language = self.cleaned_data["language"]
        return "" if language == LIKE_MY_BROWSER else language


class LooksForm(forms.Form):
    """Some of the looks; those not named stay as they are."""

    def __init__(self, data):
        super().__init__(data)
        for name in LOOKS:
            self.fields[name] = forms.ChoiceField(choices=User._meta.get_field(name).choices, required=False)

    def given(self):
        return {name: value for name, value in self.cleaned_data.items() if value}


class TokenForm(forms.Form):
    """A new API token."""

    LIFETIMES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")), ("", _("It does not expire"))]

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("What uses it, so that you know it later."))
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=[], initial=[Scope.READ], widget=forms.CheckboxSelectMultiple
    )
    lifetime = forms.ChoiceField(label=_("Expires after"), choices=LIFETIMES, initial="90", required=False)
    product = forms.ModelChoiceField(
        queryset=None, label=_("Only in"), required=False, empty_label=_("All products I see")
    )

    def __init__(self, *args, person, products, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [
            (Scope.READ, _("read what I see")),
            (Scope.WRITE, _("change what I may change")),
            *([(Scope.ADMIN, _("run the installation"))] if person.is_admin else []),
        ]
        self.fields["product"].queryset = products

    def clean(self):
        days = self.cleaned_data.pop("lifetime", "")
        self.cleaned_data["expires_at"] = timezone.now() + timedelta(days=int(days)) if days else None


class InviteForm(forms.Form):
    """Somebody to be asked in."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
