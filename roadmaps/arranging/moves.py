"""How people say that something on a roadmap moves: a drag or arrow keys by so much, or dates that they type."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmhub.lib.forms import HOW_EXACT, FuzzyDateField
from roadmaps.drawing.shifting import Shift
from roadmaps.forms.promises import reason_field

EDGES = {"both": ("start", "end"), "start": ("start",), "end": ("end",)}
MOST_MONTHS, MOST_DAYS = 1_200, 36_600


class DatesForm(forms.Form):
    """New dates, typed. `row` is a version, requirement or milestone."""

    start = FuzzyDateField(label=gettext_lazy("Start"))
    end = FuzzyDateField(label=gettext_lazy("Release or due"), help_text=HOW_EXACT)
    along = forms.BooleanField(label=gettext_lazy("Move what belongs to it along"), required=False, initial=True)
    lock_version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, kind, row, data=None):
        start, end = dates_of(kind, row)
        super().__init__(data, initial={"start": start, "end": end, "lock_version": row.lock_version})
        if kind == "milestone":
            del self.fields["start"]
        if kind != "version":
            del self.fields["along"]
        if kind != "requirement" and end:
            self.fields["reason"] = reason_field()
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    def dates(self):
        return self.cleaned_data.get("start"), self.cleaned_data["end"]

    def clean(self):
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and start.start > end.end:
            self.add_error("end" if "end" in self.fields else None, _("The end is before the start."))


class ShiftForm(forms.Form):
    """A move by months and days of the whole bar, or of one `edge`."""

    months = forms.IntegerField(required=False, min_value=-MOST_MONTHS, max_value=MOST_MONTHS)
    days = forms.IntegerField(required=False, min_value=-MOST_DAYS, max_value=MOST_DAYS)
    edge = forms.ChoiceField(choices=[(edge, edge) for edge in EDGES], required=False)
    along = forms.BooleanField(required=False)
    lock_version = forms.IntegerField(required=False, min_value=1)

    def __init__(self, kind, row, data=None):
        super().__init__(data)
        self.start, self.end = dates_of(kind, row)

    def clean(self):
        shift = Shift(self.cleaned_data.get("months") or 0, self.cleaned_data.get("days") or 0)
        edges = EDGES[self.cleaned_data.get("edge") or "both"]
        try:
            self.start = shift.of(self.start) if "start" in edges else self.start
            self.end = shift.of(self.end) if "end" in edges else self.end
        except OverflowError:
            raise ValidationError(_("That is outside of the calendar.")) from None
        if self.start and self.end and self.start.start > self.end.end:
            raise ValidationError(_("The end is before the start."))
        if edges != EDGES["both"]:
            self.cleaned_data["along"] = False

    def dates(self):
        return self.start, self.end


def dates_of(kind, row):
    """`(start, end)` as the roadmap shows it."""
    match kind:
        case "version":
            return row.start, row.release
        case "milestone":
            return None, row.due
        case _requirement:
            return row.start, row.due
