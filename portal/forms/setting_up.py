"""How the team describes a portal."""

import re
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.models.feedback import TITLE_LENGTH
from pmhub.lib.mail_addresses import AddressField
from pmhub.lib.text_diff import differences
from portal.models import Portal
from portal.models.portal import Access
from portal.models.post import BODY_LENGTH
from portal.models.public_status import PublicStatus
from products.forms import COLOURS
from requirements.forms.conflicts import Meeting
from roadmaps.models import ShareLink
from roadmaps.models.share_link import Audience

MOST_ORIGINS = 20
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
FOLLOWS = _("As the requirement that it is linked to")


class OriginsField(forms.CharField):
    """Addresses of sites, one a line; cleans to a list of origins: scheme, host and port."""

    widget = forms.Textarea({"rows": 3, "placeholder": "https://www.example.com", "spellcheck": "false"})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != data

    def to_python(self, value):
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST_ORIGINS:
            raise ValidationError(_("At most %d sites.") % MOST_ORIGINS)
        return list(dict.fromkeys(self.origin(line) for line in lines))

    def run_validators(self, value):
        pass

    def origin(self, line):
        wrong = ValidationError(_("“%s” is not the address of a site.") % line)
        try:
            parts = urlsplit(line)
            port = f":{parts.port}" if parts.port else ""
        except ValueError:
            raise wrong from None
        if parts.scheme not in ("http", "https") or not HOST.fullmatch(parts.hostname or ""):
            raise wrong
        return f"{parts.scheme}://{parts.hostname}{port}"


class PortalForm(forms.ModelForm):
    """All about a portal but who is invited."""

    hue = forms.TypedChoiceField(
        label=_("Colour"), choices=[(265, _("Indigo")), *COLOURS], coerce=int, widget=forms.RadioSelect
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("A square picture of at most 2 MB."))
    no_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    origins = OriginsField(
        label=_("Sites that may show the form"), required=False,
        help_text=_("One address a line. Other sites cannot put it into a frame."),
    )  # fmt: skip

    class Meta:
        model = Portal
        fields = [
            "access", "languages", "title_zh", "title_en", "welcome_zh", "welcome_en", "hue", "posts_moderated",
            "comments_moderated", "has_stages", "roadmap", "has_changelog", "origins",
        ]  # fmt: skip
        widgets = {
            "access": forms.RadioSelect, "posts_moderated": forms.RadioSelect, "comments_moderated": forms.RadioSelect,
            "welcome_zh": forms.Textarea({"rows": 2}), "welcome_en": forms.Textarea({"rows": 2}),
        }  # fmt: skip

    def __init__(self, *args, user, product, **kwargs):
        super().__init__(*args, **kwargs)
        links = ShareLink.objects.visible_to(user).of(product).open()
        chosen = self.instance.roadmap_id
        self.fields["roadmap"].queryset = links.filter(
            audience=Audience.PUBLIC, password="", products=[product.pk]
        ) | links.filter(pk=chosen)
        self.fields["roadmap"].empty_label = _("None")
        self.fields["has_stages"].help_text = _("What is planned, in progress and shipped, as the roadmap of visitors.")
        self.fields["roadmap"].help_text = _("A public share link of this product without a password.")
        if self.instance.access not in (Access.OFF, ""):
            self.fields["access"].help_text = _("Switched off, all its pages are gone at once; nothing is deleted.")

    def _post_clean(self):
        """The operation writes and validates the row."""

    def given(self):
        """The arguments for `set_up`."""
        names = self.Meta.fields
        return {name: self.cleaned_data[name] for name in names}


class InviteForm(forms.Form):
    """Whom to let in: addresses, one a line or with commas."""

    emails = forms.CharField(
        label=_("E-mail addresses"), max_length=20_000, widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=_("One a line. Each gets a mail with the way in."),
    )  # fmt: skip

    def clean_emails(self):
        check = AddressField(max_length=254)
        found = [one for one in re.split(r"[\s,;，；、]+", self.cleaned_data["emails"]) if one]
        for one in found:
            try:
                check.clean(one)
            except ValidationError:
                raise ValidationError(_("“%s” is not an e-mail address.") % one) from None
        return list(dict.fromkeys(one.lower() for one in found))


class PublicTextForm(Meeting, forms.Form):
    """What outsiders see of an item. `lock_version` says which version of a post its writer has read."""

    title = forms.CharField(label=_("Title in public"), max_length=TITLE_LENGTH)
    body = forms.CharField(
        label=_("Text in public"), required=False, max_length=BODY_LENGTH, widget=forms.Textarea({"rows": 6})
    )
    chosen_status = forms.ChoiceField(
        label=_("Status in public"), required=False, choices=[("", FOLLOWS), *PublicStatus.choices]
    )
    lock_version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    @classmethod
    def of(cls, post):
        return cls(initial=cls.present(post))

    @staticmethod
    def present(post):
        return {name: getattr(post, name) for name in ("title", "body", "chosen_status", "lock_version")}

    def words(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "lock_version"}

    def meet(self, post, was):
        """Show what somebody else has saved meanwhile beside what is in the form."""
        self.compare(was, self.present(post))
        names = dict(self.fields["chosen_status"].choices)
        for clash in self.clashes:
            if clash.name == "chosen_status":
                clash.pieces = differences(str(names[clash.theirs]), str(names.get(clash.mine, clash.mine)))
        self.data["lock_version"] = post.lock_version


class AnswerForm(forms.Form):
    """Something that the team says in public."""

    body = forms.CharField(label=_("Comment of the team"), max_length=5_000, widget=forms.Textarea({"rows": 3}))
    signed = forms.CharField(
        label=_("Signed"), required=False, max_length=60,
        help_text=_("The name that outsiders see. Empty: the team."),
    )  # fmt: skip
