"""Validation of people's input around an import."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from integrations.models import Into
from pmhub.lib.tabular.encoding import LABELS

FIELD_LABELS = {
    "title": _("Title"),
    "description": _("Description"),
    "external_id": _("Identifier in the other system"),
    "url": _("Link to the other system"),
    "kind": _("Kind"),
    "level": _("Level"),
    "status": _("Status"),
    "priority": _("Priority"),
    "requester": _("Requester"),
    "owner": _("Owner"),
    "assignees": _("Assignees"),
    "tags": _("Tags"),
    "version": _("Version"),
    "milestone": _("Milestone"),
    "parent": _("Parent"),
    "estimate": _("Estimate"),
    "start": _("Start"),
    "due": _("Due date"),
    "created_at": _("Created on"),
    "updated_at": _("Updated on (kept as it was)"),
    "closed_at": _("Closed on (kept as it was)"),
    "votes": _("Votes"),
    "as_a": _("Story: as a"),
    "i_want": _("Story: I want"),
    "so_that": _("Story: so that"),
    "acceptance": _("Acceptance criteria, one per line"),
}
ENCODINGS = [("", _("detect")), *((name, label) for name, label in LABELS.items() if name != "big5hkscs")]
ORDERS = [("", _("find out from the values")), ("dmy", _("day first: 3 April")), ("mdy", _("month first: March 4"))]
DATED = ("received_at", "start", "due", "created_at", "updated_at", "closed_at")
MOST_PASTED = 5_000_000  # characters
ACCEPTED = ".csv,.tsv,.txt,.xlsx,.json,.jsonl,.ndjson"


def field_choices(target):
    """What a column can become, for a menu: the requirement's fields, scoring inputs, custom fields."""
    drivers = [
        (f"driver:{name}", format_lazy(_("Score: {name}"), name=driver.title)) for name, driver in target.inputs.items()
    ]
    custom = [(f"custom:{key}", field.name) for key, field in target.fields.items()]
    return [("", _("— leave out —")), *FIELD_LABELS.items(), *drivers, *custom]


def choices_of(import_, target):
    """As `field_choices`, for what this import brings."""
    if import_.into != Into.REQUIREMENTS:
        return [("", _("— leave out —")), *target.columns.LABELS.items()]
    return field_choices(target)


class UploadForm(forms.Form):
    """A file, and what is to be said about it beforehand."""

    into = forms.ChoiceField(
        label=_("What it brings"),
        choices=Into.choices,
        required=False,
        widget=forms.RadioSelect,
        initial=Into.REQUIREMENTS,
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV, TSV or Excel (.xlsx) with a header row, or the JSON of GitLab's, GitHub's or Jira's issues."),
        widget=forms.ClearableFileInput({"accept": ACCEPTED}),
    )
    pasted = forms.CharField(
        label=_("Or paste rows from a spreadsheet"),
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea({"rows": 4, "wrap": "off", "placeholder": _("Copy the cells, then press Ctrl+V here")}),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        choices=ENCODINGS,
        required=False,
        help_text=_("Detected for UTF-8, UTF-16, GB18030 and Big5; choose only if the sample values look wrong."),
    )

    def clean(self):
        if not self.errors and not self.cleaned_data["file"] and not self.cleaned_data["pasted"].strip():
            self.add_error("file", _("Choose a file, or paste rows."))


class MappingForm(forms.Form):
    """Where each column goes, and under which name the file's system is known here."""

    source = forms.CharField(
        label=_("Source"),
        max_length=40,
        help_text=_("The name of the other system. Identifiers are compared within it: a later import updates."),
    )
    order = forms.ChoiceField(label=_("Dates like 3/4/2026"), choices=ORDERS, required=False)

    def __init__(self, data=None, *, import_, target):
        self.import_, self.headers = import_, import_.reading["headers"]
        orders = set(import_.orders.values())
        super().__init__(data, initial={"source": import_.source, "order": next(iter(orders), "")})
        choices = choices_of(import_, target)
        for index, header in enumerate(self.headers):
            field = forms.ChoiceField(choices=choices, required=False, initial=import_.mapping.get(header, ""))
            self.fields[f"column_{index}"] = field

    @property
    def columns(self):
        """For each column its header, sample values, how sure the suggestion is (percent), and its field."""
        reading = self.import_.reading
        samples, sure = reading.get("samples", []), reading.get("sure", {})
        for index, header in enumerate(self.headers):
            field = self[f"column_{index}"]
            guess = int(100 * sure.get(header, 0)) if field.initial else 0
            yield header, samples[index] if index < len(samples) else [], guess, field

    @property
    def mapping(self):
        """{header: field} as it was chosen."""
        chosen = ((header, self.cleaned_data[f"column_{index}"]) for index, header in enumerate(self.headers))
        return {header: field for header, field in chosen if field}

    @property
    def orders(self):
        order = self.cleaned_data["order"]
        return {header: order for header, field in self.mapping.items() if order and field in DATED}
