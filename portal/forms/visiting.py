"""What visitors fill in."""

from secrets import token_hex

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.models.feedback import TITLE_LENGTH
from pmhub.lib.mail_addresses import AddressField
from portal.models.comment import LENGTH
from portal.models.post import BODY_LENGTH
from portal.models.sign_in_code import DIGITS
from portal.naming import refuse_name

BEGUN = signing.TimestampSigner(salt="portal.form")
LEAVE_OUT = _("Everybody who reads these pages may read it: leave out addresses and telephone numbers.")
QUICKEST, SLOWEST = 2, 24 * 3600  # seconds: nobody writes faster, and a form is not kept for days


class PicturesInput(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several files; cleans to a list."""

    widget = PicturesInput({"accept": "image/png,image/jpeg,image/gif,image/webp"})

    def clean(self, data, initial=None):
        clean = super().clean
        return [clean(file, initial) for file in data or ()]


class PostForm(forms.Form):
    """An idea of somebody who has proved their address."""

    title = forms.CharField(
        label=_("In one sentence"), max_length=TITLE_LENGTH, widget=forms.TextInput({"autocomplete": "off"})
    )
    body = forms.CharField(
        label=_("What would it change for you?"), required=False, max_length=BODY_LENGTH,
        widget=forms.Textarea({"rows": 5}),
        help_text=LEAVE_OUT,
    )  # fmt: skip
    pictures = PicturesField(
        label=_("Pictures"), required=False,
        help_text=_("PNG, JPEG, GIF or WebP, at most five. Everybody who reads your idea sees them."),
    )  # fmt: skip
    is_trapped = False

    def renewed(self):
        return self


class GuestPostForm(PostForm):
    """An idea of somebody unknown. Programs fall for a field that people do not see, and for being quick."""

    email = AddressField(
        label=_("E-mail address"), required=False, max_length=254,
        help_text=_("Only for our answer. Nobody else sees it."),
    )  # fmt: skip
    website = forms.CharField(
        label=_("Leave this empty"), required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip
    begun = forms.CharField(widget=forms.HiddenInput, required=False)
    pictures = None  # of those only who have proved their address

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["begun"] = BEGUN.sign(token_hex(8))

    @property
    def is_trapped(self):
        """Whether a program filled it in: it is thanked, and nothing is kept."""
        return bool(self.data.get("website"))

    def clean_begun(self):
        typed = self.cleaned_data["begun"]
        try:
            BEGUN.unsign(typed, max_age=SLOWEST)
        except signing.BadSignature:
            raise ValidationError(_("This form was open for too long. Send it once more.")) from None
        try:
            BEGUN.unsign(typed, max_age=QUICKEST)
        except signing.SignatureExpired:
            return typed
        raise ValidationError(_("That was very fast. Send it once more."))

    def renewed(self):
        """After a refusal: the form with a new time, and all that was typed."""
        self.data = self.data.copy()
        self.data["begun"] = BEGUN.sign(token_hex(8))
        for error in self.errors.pop("begun", []):
            self.add_error(None, error)
        return self


class CommentForm(forms.Form):
    body = forms.CharField(
        label=_("Your comment"), max_length=LENGTH, widget=forms.Textarea({"rows": 3}), help_text=LEAVE_OUT
    )


class AddressForm(forms.Form):
    """Asks for a code."""

    email = AddressField(
        label=_("E-mail address"), max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "autofocus": True}),
        help_text=_("Nobody sees it but the team."),
    )  # fmt: skip


class CodeForm(forms.Form):
    code = forms.RegexField(
        rf"^\s*\d{{{DIGITS}}}\s*$", label=pgettext_lazy("sign-in", "Code"),
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": DIGITS + 4, "autofocus": True}
        ),
        error_messages={"invalid": _("A code has six digits.")},
    )  # fmt: skip


class MeForm(forms.Form):
    """How somebody wants to be called, and in which language they are written to."""

    shown_name = forms.CharField(
        label=_("Name that others see"), required=False, max_length=60,
        help_text=_("Leave it empty to stay unnamed."), widget=forms.TextInput({"autocomplete": "nickname"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of our messages"))
    hears = forms.BooleanField(label=_("Tell me by e-mail what becomes of my ideas"), required=False)

    def __init__(self, *args, languages, product, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages
        self.product = product

    def clean_shown_name(self):
        name = self.cleaned_data["shown_name"]
        refuse_name(name, self.product)
        return name
