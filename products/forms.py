from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import DETECTS_ZONE, ZONES
from products.models import Category, Product, Role
from products.models.custom_field import Kind
from products.models.membership import GIVEN_ROLES, Title
from products.models.product import KEY
from products.models.status import HUES

COLOURS = [
    (285, _("Violet")), (255, _("Blue")), (225, _("Cyan")), (180, _("Teal")), (150, _("Green")), (105, _("Lime")),
    (75, _("Amber")), (45, _("Orange")), (15, _("Red")), (330, _("Pink")),
]  # fmt: skip
WITH_OPTIONS = {Kind.SELECT, Kind.MULTI_SELECT}


def zone_choices():
    return [(zone, zone.replace("_", " ")) for zone in ZONES]


class ProductForm(forms.ModelForm):
    """What a product is, without its key."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, help_text=_("In which its dates and reminders are meant.")
    )

    class Meta:
        model = Product
        fields = ["name", "vision", "stage", "time_zone", "privacy"]
        widgets = {"vision": forms.Textarea({"rows": 4}), "privacy": forms.RadioSelect}
        help_texts = {"vision": _("For whom it is, what it changes for them, and why with us.")}


class NewProductForm(ProductForm):
    """A new product."""

    key = forms.CharField(
        label=_("Key"),
        max_length=10,
        help_text=_("Short and for ever: requirements are called SHOP-1, SHOP-2 …"),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta(ProductForm.Meta):
        fields = ["name", "key", "vision", "stage", "time_zone", "privacy"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autofocus"] = True
        self.fields["time_zone"].widget.attrs.update(DETECTS_ZONE)

    def clean_key(self):
        key = self.cleaned_data["key"].strip().upper()
        KEY(key)
        return key


class MemberForm(forms.Form):
    """A member's place in a product."""

    role = forms.TypedChoiceField(label=_("Role"), choices=GIVEN_ROLES, coerce=lambda value: Role(int(value)))
    title = forms.ChoiceField(label=_("Job title"), choices=[("", _("no job title")), *Title.choices], required=False)


class NewMemberForm(MemberForm):
    """Somebody who joins a product, named by their address."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    field_order = ["email", "role", "title"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Role.CONTRIBUTOR


class StatusForm(forms.Form):
    """A step of the workflow."""

    name = forms.CharField(label=_("Name"), max_length=60)
    category = forms.ChoiceField(
        label=_("Category"),
        choices=Category.choices,
        help_text=_("What the step means to lists, progress and reports."),
    )
    hue = forms.TypedChoiceField(
        label=_("Colour"), choices=COLOURS, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    wip_limit = forms.IntegerField(
        label=_("Limit of work in progress"), min_value=1, max_value=9999, required=False,
        help_text=_("How many requirements may stand here at once."),
    )  # fmt: skip

    def __init__(self, *args, status=None, **kwargs):
        if status:
            kwargs["initial"] = {name: getattr(status, name) for name in ("name", "category", "hue", "wip_limit")}
        super().__init__(*args, **kwargs)
        if status and status.hue not in HUES.values():
            self.fields["hue"].choices = [*COLOURS, (status.hue, _("as it is"))]

    def clean(self):
        if self.cleaned_data.get("hue") is None and "category" in self.cleaned_data:
            self.cleaned_data["hue"] = HUES[self.cleaned_data["category"]]


class FieldForm(forms.Form):
    """A custom field. Key and kind are chosen once; `field` is the one that is edited."""

    name = forms.CharField(label=_("Name"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    key = forms.CharField(
        label=_("Key"), max_length=40, required=False,
        help_text=_("Its name in files and the API, in small letters; made from the name if you leave it empty."),
    )  # fmt: skip
    options = forms.CharField(
        label=_("Choices"), max_length=5_000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line, for lists."),
    )  # fmt: skip

    def __init__(self, *args, field=None, **kwargs):
        self.field = field
        if field:
            kwargs["initial"] = {"name": field.name, "options": "\n".join(field.options)}
        super().__init__(*args, **kwargs)
        if field:
            del self.fields["key"], self.fields["kind"]
            if field.kind not in WITH_OPTIONS:
                del self.fields["options"]

    def clean_options(self):
        lines = (line.strip() for line in self.cleaned_data["options"].splitlines())
        options = list(dict.fromkeys(line for line in lines if line))
        if too_long := next((option for option in options if len(option) > 100), None):
            raise ValidationError(_("“%s…” is longer than 100 characters.") % too_long[:30])
        return options

    def clean(self):
        kind = self.field.kind if self.field else self.cleaned_data.get("kind")
        if kind in WITH_OPTIONS and not self.cleaned_data.get("options") and "options" not in self.errors:
            self.add_error("options", _("A list needs choices."))


def key_from(name, product):
    """A field key that the product does not have yet, from the Latin letters of the name."""
    base = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name.lower()).strip("_")[:32]
    base = base if base[:1].isalpha() else f"field_{base}".rstrip("_")
    taken = set(product.custom_fields.values_list("key", flat=True))
    numbered = (f"{base}_{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(key for key in numbered if key not in taken)
