from babel import Locale
from django import forms
from django.utils.translation import get_language, pgettext_lazy, to_locale
from django.utils.translation import gettext_lazy as _

from feedback.models.feedback import Kind
from pmhub.lib.pinyin import initials
from pmhub.lib.working_time import countries

DAYS = [
    (1, pgettext_lazy("weekday", "Monday")), (2, pgettext_lazy("weekday", "Tuesday")),
    (3, pgettext_lazy("weekday", "Wednesday")), (4, pgettext_lazy("weekday", "Thursday")),
    (5, pgettext_lazy("weekday", "Friday")), (6, pgettext_lazy("weekday", "Saturday")),
    (7, pgettext_lazy("weekday", "Sunday")),
]  # fmt: skip
FIRST = ["CN", "HK", "MO", "TW", "SG", "JP", "KR", "DE", "FR", "GB", "US"]  # before the others
NAMES = {"HK": _("Hong Kong"), "MO": _("Macao"), "TW": _("Taiwan")}  # shorter than in the CLDR


def hours(label):
    return forms.IntegerField(label=label, min_value=1, max_value=10_000, initial=48)


def clock(label, hint=""):
    return forms.TimeField(label=label, help_text=hint, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))


def country_name(code):
    """What a country (ISO 3166) is called in the reader's language, mostly by the Unicode CLDR."""
    if code in NAMES:
        return str(NAMES[code])
    return Locale.parse(to_locale(get_language() or "en")).territories.get(code, code)


def offered_countries():
    """Those whose law is known: near ones first, then the others by name."""
    others = {code: country_name(code) for code in countries() if code not in FIRST}
    order = initials if (get_language() or "").startswith("zh") else str.casefold
    by_name = sorted(others, key=lambda code: order(others[code]))
    return [
        ("", _("none")),
        *((code, country_name(code)) for code in FIRST),
        *((code, others[code]) for code in by_name),
    ]


class TargetForm(forms.Form):
    """How soon items of a kind from customers of a tier are answered and solved."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Every kind")), *Kind.choices], required=False)
    tier = forms.ModelChoiceField(None, label=_("Tier"), required=False, empty_label=_("Every customer"))
    response_hours = hours(_("First response within (hours)"))
    solution_hours = hours(_("Solution within (hours)"))
    working_time = forms.BooleanField(label=_("Count working time only"), required=False)
    over = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, product, **kwargs):
        super().__init__(data, **kwargs)
        self.product, self.fields["tier"].queryset = product, product.tiers.all()

    def clean(self):
        """What is promised already is shown before it is replaced: `over` says which state of it somebody has seen."""
        values = super().clean()
        over, pair = values.pop("over", ""), {name: values.get(name) for name in ("kind", "tier")}
        there = None if self.errors else self.product.service_targets.filter(**pair).first()
        if there is None or over == (seen := f"{there.pk}:{there.lock_version}") or not differs(there, values):
            return values
        self.data = self.data.copy()
        self.data["over"] = seen
        said = {"response": there.response_hours, "solution": there.solution_hours}
        text = _("There is one: %(response)d hours to respond, %(solution)d to solve. Save again to replace it.")
        raise forms.ValidationError({"kind": text % said})


def differs(target, values):
    return any(getattr(target, name) != value for name, value in values.items())


class CalendarForm(forms.Form):
    """When people work."""

    opens = clock(_("Begin of work"))
    closes = clock(_("End of work"), _("Not after the begin means the next day."))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Working days"), choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    country = forms.ChoiceField(label=_("Statutory holidays of"), choices=offered_countries, required=False)


class DayForm(forms.Form):
    """A day on which people work or rest, whatever weekday and law say."""

    day = forms.DateField(
        label=pgettext_lazy("calendar", "Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    works = forms.TypedChoiceField(
        label=_("On this day"), coerce=lambda value: value == "yes",
        choices=[("no", pgettext_lazy("calendar", "Nobody works")), ("yes", pgettext_lazy("calendar", "People work"))],
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
